import type { Origin, Payload } from "../source/payload.ts";

/** Lists of numbers one after the other: list i is items[starts[i]] up to items[starts[i + 1]]. */
export interface Lists {
  starts: Int32Array;
  items: Int32Array;
}

/**
 * The graph in memory: nodes, edges and pairs (the edges between the same two nodes, drawn as one
 * line) are numbers; all else is looked up by them. Papers are the nodes below `paperCount`.
 */
export class Graph {
  readonly nodeCount: number;
  readonly paperCount: number;
  readonly edgeCount: number;
  readonly pairCount: number;
  readonly kindOf: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly edgeKindOf: Uint8Array;
  readonly paperOf: Int32Array;
  readonly confidence: Uint8Array;
  readonly pairFrom: Int32Array;
  readonly pairTo: Int32Array;
  readonly pairOf: Int32Array;
  /** Edges of each pair. */
  readonly edgesOfPair: Lists;
  /** Edges at each node, in either direction. */
  readonly edgesAt: Lists;
  /** How many pairs meet at a node, those of derived edges not counted. */
  readonly degree: Int32Array;
  private readonly numbers = new Map<string, number>();

  constructor(readonly data: Payload) {
    const { nodes, edges } = data;
    this.nodeCount = nodes.id.length;
    this.paperCount = data.papers.day.length;
    this.edgeCount = edges.from.length;
    this.kindOf = Uint8Array.from(nodes.kind);
    this.from = Int32Array.from(edges.from);
    this.to = Int32Array.from(edges.to);
    this.edgeKindOf = Uint8Array.from(edges.kind);
    this.paperOf = Int32Array.from(edges.paper);
    this.confidence = Uint8Array.from(edges.confidence);
    nodes.id.forEach((id, node) => this.numbers.set(id, node));

    const pairs = new Map<number, number>();
    const starts: number[] = [];
    const ends: number[] = [];
    this.pairOf = new Int32Array(this.edgeCount);
    for (let edge = 0; edge < this.edgeCount; edge++) {
      const low = Math.min(this.from[edge], this.to[edge]);
      const key = low * this.nodeCount + Math.max(this.from[edge], this.to[edge]);
      let pair = pairs.get(key);
      if (pair === undefined) {
        pair = starts.length;
        pairs.set(key, pair);
        starts.push(this.from[edge]);
        ends.push(this.to[edge]);
      }
      this.pairOf[edge] = pair;
    }
    this.pairFrom = Int32Array.from(starts);
    this.pairTo = Int32Array.from(ends);
    this.pairCount = starts.length;
    this.edgesOfPair = grouped(this.pairCount, [this.pairOf]);
    this.edgesAt = grouped(this.nodeCount, [this.from, this.to]);
    this.degree = this.degrees();
  }

  private degrees(): Int32Array {
    const degree = new Int32Array(this.nodeCount);
    for (let pair = 0; pair < this.pairCount; pair++) {
      if (each(this.edgesOfPair, pair).every((edge) => this.origin(edge) === "derived")) continue;
      degree[this.pairFrom[pair]]++;
      degree[this.pairTo[pair]]++;
    }
    return degree;
  }

  /** Number of the node with an identifier, or -1. */
  node(id: string): number {
    return this.numbers.get(id) ?? -1;
  }

  id(node: number): string {
    return this.data.nodes.id[node];
  }

  label(node: number): string {
    return this.data.nodes.label[node];
  }

  kind(node: number): string {
    return this.data.kinds[this.kindOf[node]];
  }

  isPaper(node: number): boolean {
    return node < this.paperCount;
  }

  /** Other names of a thing; a paper has none. */
  aliases(node: number): string[] {
    return this.isPaper(node) ? [] : this.data.aliases[node - this.paperCount];
  }

  predicate(edge: number): string {
    return this.data.edgeKinds[this.edgeKindOf[edge]][0];
  }

  origin(edge: number): Origin {
    return this.data.edgeKinds[this.edgeKindOf[edge]][1];
  }

  /** The other end of an edge. */
  other(edge: number, node: number): number {
    return this.from[edge] === node ? this.to[edge] : this.from[edge];
  }

  /** Day of a paper, or "". */
  day(paper: number): string {
    return this.data.papers.day[paper];
  }
}

/** The items of one list. */
export function each(lists: Lists, list: number): number[] {
  return Array.from(lists.items.subarray(lists.starts[list], lists.starts[list + 1]));
}

/** For each of `count` values, at which positions of the columns it stands, in order. */
export function grouped(count: number, columns: Int32Array[]): Lists {
  const starts = new Int32Array(count + 1);
  for (const column of columns) for (const value of column) starts[value + 1]++;
  for (let i = 0; i < count; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const items = new Int32Array(starts[count]);
  const length = columns[0].length;
  for (let i = 0; i < length; i++) {
    for (const column of columns) items[next[column[i]]++] = i;
  }
  return { starts, items };
}
