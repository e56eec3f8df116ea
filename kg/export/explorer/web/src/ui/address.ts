import type { App } from "../app.ts";
import { decode, encode } from "../model/permalink.ts";
import type { Camera, State } from "../model/state.ts";

/** Changes that a reader would want to go back from; the others replace the address. */
const STEPS: (keyof State)[] = ["view", "panel", "focus", "table"];

/** Keeps the address and the state the same, so that the address is a permalink and "back" works. */
export function address(app: App, move: (camera: Camera) => void): void {
  const { graph, store } = app;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let arriving = false;
  let last = store.state;
  const target = (state: State): string => {
    const text = encode(graph, state);
    return text ? `#${text}` : location.pathname + location.search;
  };
  const replace = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    history.replaceState(null, "", target(last));
  };
  store.subscribe((state, changed) => {
    const step = !arriving && STEPS.some((key) => changed.has(key));
    if (step && waiting) replace();
    last = state;
    if (step) history.pushState(null, "", target(state));
    else if (!arriving) waiting ??= setTimeout(replace, 300);
  });
  const arrive = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    arriving = true;
    const { camera, ...rest } = decode(graph, location.hash);
    store.set(same(store.state, rest));
    move(camera);
    arriving = false;
  };
  addEventListener("popstate", arrive);
}

/** The new state with the old objects where they are equal, so that what is the same is no change. */
function same(old: State, some: Partial<State>): Partial<State> {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) => (part instanceof Set ? [...part].sort() : part));
  return Object.fromEntries(
    Object.entries(some).filter(([key, value]) => text(value) !== text(old[key as keyof State])),
  ) as Partial<State>;
}
