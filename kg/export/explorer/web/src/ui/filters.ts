import type { App } from "../app.ts";
import { MOST_LINES } from "../picture/scene.ts";
import { initial } from "../model/state.ts";
import type { Origin } from "../source/payload.ts";
import { byId, button, count, fill, h } from "./dom.ts";
import { dot } from "./pieces.ts";
import { timeline } from "./timeline.ts";
import { ORIGINS, says } from "./words.ts";

/** The filters: the legend of kinds, time, listings, edges, confidence, degree; all with counts. */
export function filters(app: App): void {
  const root = byId("filters");
  const summary = h("p", { id: "summary" });
  const reset = button(
    "Show all again",
    "fit",
    () => app.store.set({ filter: initial(app.graph).filter, focus: null }),
    true,
  );
  reset.id = "reset";
  const parts = [kinds(app), timeline(app), listings(app), edges(app), numbers(app)];
  fill(
    root,
    button("Close filters", "close", () => document.body.classList.remove("filtering")),
    summary,
    ...parts.flatMap((part) => (part ? [part.root] : [])),
    reset,
  );
  root.firstElementChild!.className = "close";
  const update = (): void => {
    const shown = app.shown();
    const { data, nodeCount } = app.graph;
    const whole =
      nodeCount < data.of ? `the ${count(nodeCount)} best connected of ${count(data.of)}` : count(nodeCount);
    fill(
      summary,
      h("strong", {}, count(shown.nodeCount)),
      shown.nodeCount < nodeCount || nodeCount < data.of ? ` of ${whole}` : "",
      " papers and things",
      shown.pairCount > MOST_LINES
        ? `; of ${count(shown.pairCount)} lines the ${count(MOST_LINES)} shortest are drawn, the others where you point or focus`
        : "",
    );
    const start = initial(app.graph);
    const plain = JSON.stringify(plainly(app.store.state.filter)) === JSON.stringify(plainly(start.filter));
    reset.hidden = plain && !app.store.state.focus;
    for (const part of parts) part?.update();
  };
  app.store.subscribe((_, changed) => {
    if (changed.has("filter") || changed.has("focus")) update();
  });
  update();
}

/** A filter as plain values, so that two can be compared. */
function plainly(filter: object): unknown[] {
  return Object.values(filter).map((value) => (value instanceof Set ? [...value].sort() : value));
}

/** A part of the filters, and what brings it up to date. */
export interface Part {
  root: HTMLElement;
  update: () => void;
}

function toggled(set: ReadonlySet<number>, item: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** A row with a box to tick, a name and a number. */
function tick(
  name: string,
  mark: Node | null,
  changed: () => void,
): { row: HTMLElement; box: HTMLInputElement; number: HTMLElement } {
  const box = h("input", { type: "checkbox" });
  const number = h("span", { className: "count" });
  box.addEventListener("change", changed);
  return {
    row: h("label", { className: "tick" }, box, mark, h("span", { className: "name" }, name), number),
    box,
    number,
  };
}

function kinds(app: App): Part {
  const there = new Set(app.graph.data.nodes.kind);
  const ticks = app.graph.data.kinds.flatMap((kind, i) => {
    if (!there.has(i)) return [];
    const made = tick(kind, dot(kind), () =>
      app.store.filter({ hiddenKinds: toggled(app.store.state.filter.hiddenKinds, i) }),
    );
    made.box.id = `kind-${kind}`;
    return [{ ...made, i }];
  });
  const root = h("fieldset", { id: "legend" }, h("legend", {}, "Show"), ...ticks.map(({ row }) => row));
  return {
    root,
    update: () => {
      for (const { box, number, i } of ticks) {
        box.checked = !app.store.state.filter.hiddenKinds.has(i);
        number.textContent = count(app.shown().kinds[i]);
      }
    },
  };
}

function edges(app: App): Part {
  const { edgeKinds } = app.graph.data;
  const ticks = edgeKinds.map(([predicate], i) =>
    tick(says(predicate), null, () =>
      app.store.filter({ hiddenEdges: toggled(app.store.state.filter.hiddenEdges, i) }),
    ),
  );
  const groups = (Object.keys(ORIGINS) as Origin[]).flatMap((origin) => {
    const own = ticks.filter((_, i) => edgeKinds[i][1] === origin);
    return own.length
      ? [h("fieldset", {}, h("legend", {}, ORIGINS[origin]), ...own.map(({ row }) => row))]
      : [];
  });
  const root = h("details", { id: "edges" }, h("summary", {}, "Edges"), ...groups);
  return {
    root,
    update: () =>
      ticks.forEach(({ box, number }, i) => {
        box.checked = !app.store.state.filter.hiddenEdges.has(i);
        number.textContent = count(app.shown().edgeKinds[i]);
      }),
  };
}

function listings(app: App): Part | null {
  const all = app.graph.data.listings;
  if (all.length < 2) return null;
  const sizes = all.map(() => 0);
  for (const own of app.graph.data.papers.listings) for (const one of own) sizes[one]++;
  const ticks = all.map(([name, day], i) =>
    tick(day ? `${name}, ${day}` : name, null, () =>
      app.store.filter({ hiddenListings: toggled(app.store.state.filter.hiddenListings, i) }),
    ),
  );
  const root = h(
    "details",
    { id: "listings" },
    h("summary", {}, "Listings"),
    h(
      "div",
      { className: "scrolls", tabIndex: 0, role: "group", aria: { label: "Listings" } },
      ...ticks.map(({ row }) => row),
    ),
  );
  return {
    root,
    update: () =>
      ticks.forEach(({ box, number }, i) => {
        box.checked = !app.store.state.filter.hiddenListings.has(i);
        number.textContent = count(sizes[i]);
      }),
  };
}

function numbers(app: App): Part {
  const slider = (
    name: string,
    max: number,
    step: number,
    set: (value: number) => void,
  ): [HTMLElement, HTMLInputElement, HTMLElement] => {
    const input = h("input", {
      type: "range",
      min: "0",
      max: String(max),
      step: String(step),
      aria: { label: name },
    });
    const output = h("output", { className: "count" });
    input.addEventListener("input", () => set(Number(input.value)));
    return [
      h("div", { className: "slider" }, h("span", { className: "name" }, name), output, input),
      input,
      output,
    ];
  };
  const [sure, sureInput, sureOutput] = slider("Confidence at least", 100, 5, (confidence) =>
    app.store.filter({ confidence }),
  );
  const [tied, tiedInput, tiedOutput] = slider("Neighbours at least", 20, 1, (degree) =>
    app.store.filter({ degree }),
  );
  return {
    root: h("fieldset", { id: "numbers" }, h("legend", {}, "Strength"), sure, tied),
    update: () => {
      const { confidence, degree } = app.store.state.filter;
      sureInput.value = String(confidence);
      sureOutput.textContent = `${confidence} %`;
      tiedInput.value = String(degree);
      tiedOutput.textContent = String(degree);
    },
  };
}
