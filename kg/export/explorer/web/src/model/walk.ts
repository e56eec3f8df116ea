import type { Graph } from "./graph.ts";
import type { Focus } from "./state.ts";

/** Nodes up to so many hops from a node by shown edges, and the neighbours of those expanded. */
export function within(graph: Graph, edges: Uint8Array, focus: Focus): Uint8Array {
  const near = new Uint8Array(graph.nodeCount);
  near[focus.node] = 1;
  let ring = [focus.node];
  for (let hop = 0; hop < focus.hops; hop++) {
    const next: number[] = [];
    for (const node of ring) {
      for (const other of neighbours(graph, edges, node)) {
        if (!near[other]) {
          near[other] = 1;
          next.push(other);
        }
      }
    }
    ring = next;
  }
  for (const node of focus.expanded) {
    near[node] = 1;
    for (const other of neighbours(graph, edges, node)) near[other] = 1;
  }
  return near;
}

/** The other ends of the shown edges at a node, each once. */
export function neighbours(graph: Graph, edges: Uint8Array, node: number): number[] {
  const found = new Set<number>();
  const { starts, items } = graph.edgesAt;
  for (let i = starts[node]; i < starts[node + 1]; i++) {
    if (edges[items[i]]) found.add(graph.other(items[i], node));
  }
  return [...found];
}

/** Nodes of a shortest path by shown edges, both ends included; empty if there is none. */
export function shortestPath(graph: Graph, edges: Uint8Array, from: number, to: number): number[] {
  const before = new Int32Array(graph.nodeCount).fill(-1);
  before[from] = from;
  let ring = [from];
  while (ring.length && before[to] < 0) {
    const next: number[] = [];
    for (const node of ring) {
      for (const other of neighbours(graph, edges, node)) {
        if (before[other] < 0) {
          before[other] = node;
          next.push(other);
        }
      }
    }
    ring = next;
  }
  if (before[to] < 0) return [];
  const path = [to];
  while (path[0] !== from) path.unshift(before[path[0]]);
  return path;
}

/** The shown edges between two nodes, in either direction. */
export function between(graph: Graph, edges: Uint8Array, one: number, other: number): number[] {
  const { starts, items } = graph.edgesAt;
  const at = items.subarray(starts[one], starts[one + 1]);
  return Array.from(new Set(at)).filter((edge) => edges[edge] && graph.other(edge, one) === other);
}
