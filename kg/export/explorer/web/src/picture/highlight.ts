import type { Graph } from "../model/graph.ts";
import type { Panel } from "../model/state.ts";
import type { Visible } from "../model/visible.ts";
import { neighbours, shortestPath } from "../model/walk.ts";
import { each } from "../model/graph.ts";

/** What stays bright while the rest fades. */
export interface Highlight {
  /** The nodes in question, drawn with a ring. */
  centers: number[];
  nodes: number[];
  pairs: number[];
}

/** A node with its neighbours. */
export function ofNode(graph: Graph, shown: Visible, node: number): Highlight {
  const { starts, items } = graph.edgesAt;
  const edges = items.subarray(starts[node], starts[node + 1]).filter((edge) => shown.edges[edge]);
  const pairs = [...new Set(Array.from(edges, (edge) => graph.pairOf[edge]))];
  return { centers: [node], nodes: [node, ...neighbours(graph, shown.edges, node)], pairs };
}

/** A line with its two ends. */
export function ofPair(graph: Graph, pair: number): Highlight {
  const ends = [graph.pairFrom[pair], graph.pairTo[pair]];
  return { centers: ends, nodes: ends, pairs: [pair] };
}

/** What a panel tells of; null if it is nothing that the picture shows. */
export function ofPanel(graph: Graph, shown: Visible, panel: Panel | null): Highlight | null {
  if (!panel) return null;
  if (panel.of === "node") return ofNode(graph, shown, panel.node);
  if (panel.of === "edge") return along(graph, [panel.from, panel.to]);
  if (panel.of === "path") {
    const path = shortestPath(graph, shown.edges, panel.from, panel.to);
    return along(graph, path.length ? path : [panel.from, panel.to]);
  }
  return { centers: [panel.row, panel.column], nodes: [panel.row, panel.column], pairs: [] };
}

function along(graph: Graph, path: number[]): Highlight {
  const pairs: number[] = [];
  for (let i = 1; i < path.length; i++) {
    const edge = each(graph.edgesAt, path[i]).find((one) => graph.other(one, path[i]) === path[i - 1]);
    if (edge !== undefined) pairs.push(graph.pairOf[edge]);
  }
  return { centers: path, nodes: path, pairs };
}
