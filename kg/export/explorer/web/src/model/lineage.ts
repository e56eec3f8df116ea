import { each, type Graph } from "./graph.ts";

/** Edges that lead from a thing to what it is a version, a kind or a part of. */
const UPWARD = ["variantOf", "broader", "partOf"];

/** The first thing above, or -1. */
export function parent(graph: Graph, node: number): number {
  const up = each(graph.edgesAt, node).filter(
    (edge) => graph.from[edge] === node && graph.origin(edge) === "curated",
  );
  for (const predicate of UPWARD) {
    const found = up.find((edge) => graph.predicate(edge) === predicate);
    if (found !== undefined) return graph.to[found];
  }
  return -1;
}

/** A thing, what it is a variant of, and so on up: LLaVA-1.5-7B, LLaVA-1.5, LLaVA. */
export function lineage(graph: Graph, node: number): number[] {
  const line = [node];
  for (let up = parent(graph, node); up >= 0 && !line.includes(up); up = parent(graph, up)) line.push(up);
  return line;
}

/** For each node the last of its line of variants and parts; a technique or task stays itself. */
export function families(graph: Graph): Int32Array {
  const up = new Int32Array(graph.nodeCount).map((_, node) => node);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const predicate = graph.predicate(edge);
    if (predicate === "variantOf" || predicate === "partOf") up[graph.from[edge]] = graph.to[edge];
  }
  return up.map((_, node) => {
    let top = node;
    for (let step = 0; step < 12 && up[top] !== top; step++) top = up[top];
    return top;
  });
}
