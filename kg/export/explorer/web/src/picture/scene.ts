import type { Graph } from "../model/graph.ts";
import type { Visible } from "../model/visible.ts";

/** From the graph's coordinates to pixels of the canvas; the picture is never turned. */
export interface Affine {
  scale: number;
  left: number;
  top: number;
}

/** A label that is drawn: where, how large, and of which node. */
export interface Label {
  node: number;
  text: string;
  x: number;
  y: number;
  size: number;
  bold: boolean;
}

/** Lines that are drawn at once: of more only the shortest, which hold a community together. */
export const MOST_LINES = 40_000;
const LONGEST_TITLE = 38;
const LONGEST_NAME = 60;

/** Radii of the nodes in units of the least one: they grow with the degree, of papers less. */
export function radii(graph: Graph): Float32Array {
  return Float32Array.from(graph.degree, (degree, node) =>
    Math.min(7.5, 1 + (graph.isPaper(node) ? 0.22 : 0.42) * Math.sqrt(degree)),
  );
}

/** The least radius in pixels when the whole graph is in view: as the canvas has room for each. */
export function radiusUnit(graph: Graph, width: number, height: number): number {
  const area = Math.min(width, height * 1.35) ** 2 / 1.8;
  return Math.min(2.8, Math.max(0.5, 0.12 * Math.sqrt(area / Math.max(1, graph.nodeCount))));
}

/** Nodes by the right to a label: by degree; papers after things, as their titles are long. */
export function labelOrder(graph: Graph): Int32Array {
  const rank = (node: number): number => graph.degree[node] * (graph.isPaper(node) ? 0.25 : 1);
  return Int32Array.from({ length: graph.nodeCount }, (_, node) => node).sort(
    (a, b) => rank(b) - rank(a) || a - b,
  );
}

/** What a node is called in the picture: a long title is cut. */
export function shortLabel(graph: Graph, node: number): string {
  const label = graph.label(node).replace(/\s+/g, " ").slice(0, 200);
  const most = graph.isPaper(node) ? LONGEST_TITLE : LONGEST_NAME;
  return label.length > most ? `${label.slice(0, most - 1).trimEnd()}…` : label;
}

/** Measures a text in pixels. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** Lays out labels so that none covers another; the first nodes of the order go first. */
export class Labels {
  private readonly cells = new Map<number, [number, number, number, number][]>();
  readonly placed: Label[] = [];

  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly measure: Measure,
  ) {}

  /** Places a label beside a node if there is room; `force` places it all the same. */
  add(node: number, text: string, at: [number, number], radius: number, bold: boolean, force = false): void {
    const [x, y] = at;
    if (x < -20 || y < -10 || x > this.width + 20 || y > this.height + 10) return;
    const size = Math.round(Math.min(18, 10.5 + radius * 0.4));
    const wide = this.measure(text, size, bold);
    const right = x + radius + 3;
    const left = right + wide > this.width && x - radius - 3 > wide ? x - radius - 3 - wide : right;
    const box: [number, number, number, number] = [
      left - 3,
      y - size * 0.65,
      left + wide + 3,
      y + size * 0.65,
    ];
    if (!force && this.covers(box)) return;
    this.remember(box);
    this.placed.push({ node, text, x: left, y: y + size * 0.34, size, bold });
  }

  private remember(box: [number, number, number, number]): void {
    for (const cell of cellsOf(box)) {
      const there = this.cells.get(cell);
      if (there) there.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  private covers(box: [number, number, number, number]): boolean {
    return cellsOf(box).some((cell) =>
      this.cells
        .get(cell)
        ?.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]),
    );
  }
}

function cellsOf([left, top, right, bottom]: [number, number, number, number]): number[] {
  const cells: number[] = [];
  for (let row = Math.floor(top / 40); row <= Math.floor(bottom / 40); row++) {
    for (let column = Math.floor(left / 120); column <= Math.floor(right / 120); column++) {
      cells.push(row * 10_000 + column);
    }
  }
  return cells;
}

/** The shown pairs that are drawn as lines: all, or of more than `most` the shortest. */
export function shortest(graph: Graph, shown: Visible, most: number): Uint8Array {
  if (shown.pairCount <= most) return shown.pairs;
  const { x, y } = graph.data.nodes;
  const length = new Float64Array(graph.pairCount);
  for (let pair = 0; pair < graph.pairCount; pair++) {
    const [a, b] = [graph.pairFrom[pair], graph.pairTo[pair]];
    length[pair] = (x[a] - x[b]) ** 2 + (y[a] - y[b]) ** 2;
  }
  const limit = length.filter((_, pair) => shown.pairs[pair]).sort()[most];
  return shown.pairs.map((one, pair) => (one && length[pair] < limit ? 1 : 0));
}

/** The drawn pair whose line passes nearest to a point of the canvas, or -1 if none is near. */
export function pairAt(
  graph: Graph,
  lines: Uint8Array,
  affine: Affine,
  at: [number, number],
  near = 5,
): number {
  const { x, y } = graph.data.nodes;
  const [px, py] = [(at[0] - affine.left) / affine.scale, (affine.top - at[1]) / affine.scale];
  let best = (near / affine.scale) ** 2;
  let found = -1;
  for (let pair = 0; pair < graph.pairCount; pair++) {
    if (!lines[pair]) continue;
    const a = graph.pairFrom[pair];
    const b = graph.pairTo[pair];
    const dx = x[b] - x[a];
    const dy = y[b] - y[a];
    const along = ((px - x[a]) * dx + (py - y[a]) * dy) / (dx * dx + dy * dy || 1);
    if (along < 0 || along > 1) continue;
    const away = (x[a] + along * dx - px) ** 2 + (y[a] + along * dy - py) ** 2;
    if (away < best) {
      best = away;
      found = pair;
    }
  }
  return found;
}
