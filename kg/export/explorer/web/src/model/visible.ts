import type { Graph } from "./graph.ts";
import { within } from "./walk.ts";
import type { Filter, Focus } from "./state.ts";

/** What the filter and the focus leave of the graph. 1 is shown, 0 is not. */
export interface Visible {
  nodes: Uint8Array;
  edges: Uint8Array;
  pairs: Uint8Array;
  /** Papers that pass by date and listing; results are shown by it. */
  papers: Uint8Array;
  /** Nodes in focus, or null without one. */
  near: Uint8Array | null;
  nodeCount: number;
  pairCount: number;
  /** Shown nodes of each kind, shown edges of each kind. */
  kinds: number[];
  edgeKinds: number[];
}

/**
 * Applies a filter and a focus.
 *
 * A paper is shown if its month and one of its listings pass. A thing is shown if a paper that
 * passes names it, or if it is what such a thing is a variant, a part or a kind of: so the graph up
 * to a date is the graph that would have been built on that date. A thing that no paper of the
 * whole graph names stays.
 */
export function visible(graph: Graph, filter: Filter, focus: Focus | null): Visible {
  const papers = passing(graph, filter);
  const said = supported(graph, filter, papers);
  const nodes = new Uint8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const there = node < graph.paperCount ? papers[node] : said[node];
    nodes[node] = there && !filter.hiddenKinds.has(graph.kindOf[node]) ? 1 : 0;
  }
  const edges = new Uint8Array(graph.edgeCount);
  const show = (): void => {
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      const passes = passesEdge(graph, filter, papers, edge);
      edges[edge] = passes && nodes[graph.from[edge]] && nodes[graph.to[edge]] ? 1 : 0;
    }
  };
  show();
  if (filter.degree > 0) {
    const degree = degrees(graph, edges);
    for (let node = 0; node < nodes.length; node++) if (degree[node] < filter.degree) nodes[node] = 0;
    show();
  }
  let near: Uint8Array | null = null;
  if (focus) {
    nodes[focus.node] = 1;
    show();
    near = within(graph, edges, focus);
    for (let node = 0; node < nodes.length; node++) if (!near[node]) nodes[node] = 0;
    show();
  }
  return { ...counted(graph, nodes, edges), papers, near };
}

/** Month of a day: "2024-05". */
export function month(day: string): string {
  return day.slice(0, 7);
}

function passing(graph: Graph, filter: Filter): Uint8Array {
  const { day, listings } = graph.data.papers;
  const passes = new Uint8Array(graph.paperCount);
  for (let paper = 0; paper < graph.paperCount; paper++) {
    const at = month(day[paper]);
    const timely =
      (!filter.since || at >= filter.since) && (!filter.until || (at !== "" && at <= filter.until));
    const hidden = filter.hiddenListings;
    const listed = !hidden.size || !listings[paper].length || listings[paper].some((one) => !hidden.has(one));
    passes[paper] = timely && listed ? 1 : 0;
  }
  return passes;
}

function passesEdge(graph: Graph, filter: Filter, papers: Uint8Array, edge: number): boolean {
  const paper = graph.paperOf[edge];
  return (
    !filter.hiddenEdges.has(graph.edgeKindOf[edge]) &&
    (paper < 0 || papers[paper] === 1) &&
    graph.confidence[edge] >= filter.confidence
  );
}

/** Things that passing papers name, and what those come from. */
function supported(graph: Graph, filter: Filter, papers: Uint8Array): Uint8Array {
  const said = new Uint8Array(graph.nodeCount);
  const ever = new Uint8Array(graph.nodeCount);
  const reach = (node: number, marks: Uint8Array): void => {
    const waiting = [node];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (marks[next]) continue;
      marks[next] = 1;
      const { starts, items } = graph.edgesAt;
      for (let i = starts[next]; i < starts[next + 1]; i++) {
        const edge = items[i];
        if (graph.origin(edge) === "curated" && graph.from[edge] === next) waiting.push(graph.to[edge]);
      }
    }
  };
  const { results } = graph.data;
  const ends = [
    results.metric,
    results.subject,
    results.baseline,
    results.model,
    results.benchmark,
    results.hardware,
  ];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (graph.origin(edge) !== "read") continue;
    reach(graph.to[edge], ever);
    if (passesEdge(graph, filter, papers, edge)) reach(graph.to[edge], said);
  }
  results.paper.forEach((paper, result) => {
    for (const end of ends) {
      if (end[result] < 0) continue;
      reach(end[result], ever);
      if (papers[paper] && results.confidence[result] >= filter.confidence) reach(end[result], said);
    }
  });
  for (let node = 0; node < said.length; node++) if (!ever[node]) said[node] = 1;
  return said;
}

function degrees(graph: Graph, edges: Uint8Array): Int32Array {
  const degree = new Int32Array(graph.nodeCount);
  const seen = new Uint8Array(graph.pairCount);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const pair = graph.pairOf[edge];
    if (!edges[edge] || seen[pair]) continue;
    seen[pair] = 1;
    degree[graph.from[edge]]++;
    degree[graph.to[edge]]++;
  }
  return degree;
}

function counted(graph: Graph, nodes: Uint8Array, edges: Uint8Array): Omit<Visible, "papers" | "near"> {
  const kinds = graph.data.kinds.map(() => 0);
  const edgeKinds = graph.data.edgeKinds.map(() => 0);
  const pairs = new Uint8Array(graph.pairCount);
  let nodeCount = 0;
  let pairCount = 0;
  for (let node = 0; node < nodes.length; node++) {
    if (!nodes[node]) continue;
    nodeCount++;
    kinds[graph.kindOf[node]]++;
  }
  for (let edge = 0; edge < edges.length; edge++) {
    if (!edges[edge]) continue;
    edgeKinds[graph.edgeKindOf[edge]]++;
    if (!pairs[graph.pairOf[edge]]) pairCount++;
    pairs[graph.pairOf[edge]] = 1;
  }
  return { nodes, edges, pairs, nodeCount, pairCount, kinds, edgeKinds };
}
