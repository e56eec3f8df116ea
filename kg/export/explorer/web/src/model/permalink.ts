import type { Graph } from "./graph.ts";
import { initial, WHOLE, type Camera, type Focus, type Panel, type State, type View } from "./state.ts";

const VIEWS: readonly View[] = ["picture", "table", "matrix"];

/** The state as the text after "#"; what is as at the start is left out. */
export function encode(graph: Graph, state: State): string {
  const start = initial(graph);
  const { filter } = state;
  const query = new URLSearchParams();
  const put = (name: string, value: string, plain = ""): void => {
    if (value !== plain) query.set(name, value);
  };
  const id = (node: number): string => graph.id(node);
  put("view", state.view, "picture");
  const { panel } = state;
  if (panel?.of === "node") put("node", id(panel.node));
  if (panel?.of === "edge") put("edge", `${id(panel.from)} ${id(panel.to)}`);
  if (panel?.of === "path") put("path", `${id(panel.from)} ${id(panel.to)}`);
  if (panel?.of === "cell") put("cell", `${id(panel.row)} ${id(panel.column)}`);
  if (state.focus) {
    put("focus", `${state.focus.hops} ${id(state.focus.node)}`);
    put("expanded", state.focus.expanded.map(id).join(" "));
  }
  put("kinds", names(filter.hiddenKinds, graph.data.kinds));
  const edges = edgeNames(graph);
  put("edges", names(filter.hiddenEdges, edges) || "none", names(start.filter.hiddenEdges, edges) || "none");
  put("listings", [...filter.hiddenListings].sort((a, b) => a - b).join(" "));
  put("confidence", String(filter.confidence), "0");
  put("since", filter.since);
  put("until", filter.until);
  put("degree", String(filter.degree), "0");
  put("table", state.table, start.table);
  put("sort", state.sort);
  put("find", state.find);
  put("rows", state.matrix.rows, start.matrix.rows);
  put("columns", state.matrix.columns, start.matrix.columns);
  put("families", state.matrix.families ? "1" : "0", "1");
  put("camera", cameraText(state.camera), cameraText(WHOLE));
  return query.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

/** The state of the text after "#"; what is not understood is as at the start. */
export function decode(graph: Graph, hash: string): State {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const state = initial(graph);
  const get = (name: string): string => query.get(name) ?? "";
  const view = get("view") as View;
  const edges = query.get("edges");
  const kinds = new Set(graph.data.kinds);
  const kind = (name: string, plain: string): string =>
    kinds.has(get(name)) && name !== "Paper" ? get(name) : plain;
  return {
    view: VIEWS.includes(view) ? view : "picture",
    panel: panelOf(graph, query),
    filter: {
      hiddenKinds: numbers(get("kinds"), graph.data.kinds),
      hiddenEdges: edges === null ? state.filter.hiddenEdges : numbers(edges, edgeNames(graph)),
      hiddenListings: new Set(
        get("listings")
          .split(" ")
          .filter(Boolean)
          .map(Number)
          .filter((one) => one in graph.data.listings),
      ),
      confidence: bounded(get("confidence"), 0, 100),
      since: /^\d{4}-\d\d$/.test(get("since")) ? get("since") : "",
      until: /^\d{4}-\d\d$/.test(get("until")) ? get("until") : "",
      degree: bounded(get("degree"), 0, 1_000_000),
    },
    focus: focusOf(graph, query),
    table: get("table") === "Result" || kinds.has(get("table")) ? get("table") : state.table,
    sort: get("sort"),
    find: get("find"),
    matrix: {
      rows: kind("rows", state.matrix.rows),
      columns: kind("columns", state.matrix.columns),
      families: get("families") !== "0",
    },
    camera: cameraOf(get("camera")),
  };
}

/** Names of the edge kinds; a derived one of the same predicate as a read one has a mark. */
export function edgeNames(graph: Graph): string[] {
  return graph.data.edgeKinds.map(([predicate, origin]) =>
    origin === "read" ? predicate : `${origin}:${predicate}`,
  );
}

function names(chosen: ReadonlySet<number>, all: readonly string[]): string {
  return all.filter((_, i) => chosen.has(i)).join(",");
}

function numbers(text: string, all: readonly string[]): Set<number> {
  const chosen = new Set(text.split(","));
  return new Set(all.flatMap((name, i) => (chosen.has(name) ? [i] : [])));
}

function bounded(text: string, low: number, high: number): number {
  const number = Math.round(Number(text));
  return Number.isFinite(number) ? Math.min(high, Math.max(low, number)) : low;
}

function panelOf(graph: Graph, query: URLSearchParams): Panel | null {
  const node = graph.node(query.get("node") ?? "");
  if (node >= 0) return { of: "node", node };
  for (const of of ["edge", "path", "cell"] as const) {
    const [one, other] = (query.get(of) ?? "").split(" ").map((id) => graph.node(id));
    if (one >= 0 && other >= 0) {
      return of === "cell" ? { of, row: one, column: other } : { of, from: one, to: other };
    }
  }
  return null;
}

function focusOf(graph: Graph, query: URLSearchParams): Focus | null {
  const [hops, id] = (query.get("focus") ?? "").split(" ");
  const node = graph.node(id ?? "");
  if (node < 0) return null;
  const expanded = (query.get("expanded") ?? "").split(" ").map((one) => graph.node(one));
  return { node, hops: bounded(hops, 1, 3), expanded: expanded.filter((one) => one >= 0) };
}

function cameraText({ x, y, ratio }: Camera): string {
  return [x, y, ratio].map((value) => String(Number(value.toFixed(4)))).join(",");
}

function cameraOf(text: string): Camera {
  const [x, y, ratio] = text.split(",").map(Number);
  return text && [x, y, ratio].every(Number.isFinite) && ratio > 0 ? { x, y, ratio } : WHOLE;
}
