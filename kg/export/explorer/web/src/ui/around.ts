import type { App } from "../app.ts";
import type { Picture } from "../picture/picture.ts";
import { byId, button, fill, h } from "./dom.ts";
import { nodeLink } from "./pieces.ts";

/** What stands on the picture: zoom, what is in focus, the hint; and the keys that move it. */
export function around(app: App, picture: Picture, whole: () => void): void {
  const nudge = (dx: number, dy: number, zoom = 1): void => picture.nudge(dx, dy, zoom);
  fill(
    byId("controls"),
    button("Zoom in", "plus", () => nudge(0, 0, 0.7)),
    button("Zoom out", "minus", () => nudge(0, 0, 1 / 0.7)),
    button("Show all", "fit", whole),
  );
  const keys: Record<string, () => void> = {
    ArrowLeft: () => nudge(-80, 0),
    ArrowRight: () => nudge(80, 0),
    ArrowUp: () => nudge(0, -80),
    ArrowDown: () => nudge(0, 80),
    "+": () => nudge(0, 0, 0.7),
    "=": () => nudge(0, 0, 0.7),
    "-": () => nudge(0, 0, 1 / 0.7),
    "0": whole,
    Escape: () => app.store.set({ panel: null }),
  };
  byId("canvas").addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  focusBar(app);
}

/** Which node is in focus, how far, and the way out. */
function focusBar(app: App): void {
  const root = byId("focus");
  const update = (): void => {
    const { focus } = app.store.state;
    root.hidden = !focus;
    if (!focus) return;
    const hops = [1, 2, 3].map((number) => {
      const made = h(
        "button",
        { type: "button", aria: { pressed: String(focus.hops === number) } },
        `${number} hop${number > 1 ? "s" : ""}`,
      );
      made.addEventListener("click", () => app.store.set({ focus: { ...focus, hops: number } }));
      return made;
    });
    fill(
      root,
      h("span", { className: "quiet" }, "Only around"),
      nodeLink(app, focus.node),
      h("span", { className: "hops", role: "group", aria: { label: "How far" } }, ...hops),
      button("Leave focus", "close", () => app.store.set({ focus: null })),
    );
  };
  app.store.subscribe((_, changed) => {
    if (changed.has("focus")) update();
  });
  update();
}

const SEEN = "paperkg-hint-seen";

/** The three lines for a first visit, until one knows the way; returns what shows them again. */
export function hint(app: App): () => void {
  const root = byId("hint");
  const close = (): void => {
    root.hidden = true;
    try {
      localStorage.setItem(SEEN, "1");
    } catch {
      // a browser that lets a local file keep nothing shows the hint again
    }
  };
  const show = (): void => {
    root.hidden = false;
    fill(
      root,
      button("Close hint", "close", close),
      h("p", {}, h("kbd", {}, "/"), " finds papers and things by any name; Enter flies there."),
      h("p", {}, "Click a dot for what is known of it, a line for its sentence."),
      h("p", {}, "The legend filters; the address is a link to what you see."),
    );
  };
  let seen = false;
  try {
    seen = localStorage.getItem(SEEN) !== null;
  } catch {
    // as above
  }
  if (!seen) show();
  app.store.subscribe((_, changed) => {
    if (!root.hidden && (changed.has("panel") || changed.has("filter") || changed.has("view"))) close();
  });
  return () => (root.hidden ? show() : close());
}
