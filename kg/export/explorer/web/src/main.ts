import type { App } from "./app.ts";
import { Graph } from "./model/graph.ts";
import { decode } from "./model/permalink.ts";
import { Search } from "./model/search.ts";
import { Store, WHOLE, type Panel } from "./model/state.ts";
import { Texts } from "./model/texts.ts";
import { visible, type Visible } from "./model/visible.ts";
import { shortestPath } from "./model/walk.ts";
import { ofPanel } from "./picture/highlight.ts";
import { Picture } from "./picture/picture.ts";
import { embedded } from "./source/embedded.ts";
import type { DataSource } from "./source/source.ts";
import { SourceError } from "./source/source.ts";
import { address } from "./ui/address.ts";
import { around, hint } from "./ui/around.ts";
import { byId, h } from "./ui/dom.ts";
import { filters } from "./ui/filters.ts";
import { matrix } from "./ui/matrix.ts";
import { panel } from "./ui/panel.ts";
import { searchbox, type Picking } from "./ui/searchbox.ts";
import { table } from "./ui/table.ts";
import { toolbar } from "./ui/toolbar.ts";

/** Builds the page from a data source: model, picture, then all that stands around it. */
async function start(source: DataSource): Promise<void> {
  const data = await source.graph();
  performance.mark("explorer-data");
  const graph = new Graph(data);
  performance.mark("explorer-model");
  const store = new Store(decode(graph, location.hash));
  let shown: Visible = visible(graph, store.state.filter, store.state.focus);
  let unpacked: Texts | null = null;
  const picking: Picking = { from: null };
  const picture = new Picture(graph, shown, byId("canvas"), store.state.camera, {
    node: (node) => chosen({ of: "node", node }, false),
    pair: (pair) => chosen({ of: "edge", from: graph.pairFrom[pair], to: graph.pairTo[pair] }, false),
    ground: () => store.set({ panel: null }),
    camera: (camera) => store.set({ camera }),
  });
  const app: App = {
    graph,
    store,
    search: new Search(graph),
    texts: async () => (unpacked ??= new Texts(graph, await source.texts())),
    unpacked: () => unpacked,
    shown: () => shown,
    open: (wanted) => chosen(wanted, true),
    tell,
  };

  /** Opens a panel, or ends a path that was begun; flies there if asked. */
  function chosen(wanted: Panel, fly: boolean): void {
    const from = picking.from;
    picking.from = null;
    if (from !== null) tell("");
    const next: Panel =
      from !== null && wanted.of === "node" ? { of: "path", from, to: wanted.node } : wanted;
    store.set({ panel: next });
    if (store.state.view === "picture" && (fly || next.of === "path")) flyTo(next);
  }
  function flyTo(wanted: Panel): void {
    if (wanted.of === "node") return picture.flyTo([wanted.node], covered(wanted));
    if (wanted.of === "cell") return;
    const path = wanted.of === "path" ? shortestPath(graph, shown.edges, wanted.from, wanted.to) : [];
    picture.flyTo(path.length ? path : [wanted.from, wanted.to], covered(wanted));
  }
  function pick(from: number): void {
    picking.from = from;
    tell("Choose where the path leads: click a dot or find it.");
    byId("query").focus();
  }

  store.subscribe((state, changed) => {
    if (changed.has("filter") || changed.has("focus")) {
      shown = visible(graph, state.filter, state.focus);
      picture.show(shown);
    }
    if (changed.has("filter") || changed.has("focus") || changed.has("panel")) {
      picture.hold(ofPanel(graph, shown, state.panel));
    }
  });
  picture.hold(ofPanel(graph, shown, store.state.panel));
  const help = hint(app);
  toolbar(app, picture, help);
  filters(app);
  searchbox(app, picking);
  panel(app, pick);
  table(app);
  matrix(app);
  around(app, picture, () => picture.moveTo(WHOLE));
  address(app, (camera) => picture.moveTo(camera));
  store.subscribe((state, changed) => {
    if (changed.has("focus") && state.focus && state.view === "picture") {
      picture.flyTo(
        [...shown.nodes.keys()].filter((node) => shown.nodes[node]),
        covered(state.panel),
      );
    }
    if (changed.has("view") && state.view === "picture") picture.resize();
  });
  const { panel: asked, camera, view } = store.state;
  if (asked && camera === WHOLE && view === "picture") flyTo(asked);
  new ResizeObserver(() => picture.resize()).observe(byId("canvas"));
  Object.assign(globalThis, { explorer: { place: (id: string) => picture.place(graph.node(id)) } });
  document.body.classList.add("ready");
  performance.mark("explorer-ready");
}

/** Pixels of the picture that a panel covers, as the style sheet has it. */
function covered(panel: Panel | null): { right: number; bottom: number } {
  if (!panel) return { right: 0, bottom: 0 };
  return innerWidth > 720 ? { right: 416, bottom: 0 } : { right: 0, bottom: 0.58 * innerHeight };
}

let telling: ReturnType<typeof setTimeout> | undefined;

function tell(message: string): void {
  const status = byId("status");
  status.textContent = message;
  clearTimeout(telling);
  telling = setTimeout(() => (status.textContent = ""), 6000);
}

start(embedded(document)).catch((error: unknown) => {
  const message =
    error instanceof SourceError ? error.message : `The page cannot show its graph: ${String(error)}`;
  document.body.append(h("p", { className: "blocked", role: "alert" }, message));
});
