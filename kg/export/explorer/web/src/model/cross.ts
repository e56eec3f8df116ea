import { each, type Graph } from "./graph.ts";
import { families } from "./lineage.ts";
import type { Matrix } from "./state.ts";
import type { Visible } from "./visible.ts";

/** By which edge of a paper a kind enters the matrix; other kinds do by any edge but a mention. */
const ENTERS: Record<string, string> = {
  Technique: "usesTechnique",
  Task: "addressesTask",
  Model: "usesBaseModel",
  Benchmark: "evaluatesOn",
};

/** Counts of papers by two things that they name. */
export interface Cross {
  rows: number[];
  columns: number[];
  /** Papers that name both, by `row * nodes + column`. */
  cells: Map<number, number>;
  /** All rows and columns that there are, shown or not. */
  ofRows: number;
  ofColumns: number;
}

/** The matrix of what is shown, its fullest rows and columns first, at most so many of each. */
export function cross(
  graph: Graph,
  shown: Visible,
  matrix: Matrix,
  mostRows: number,
  mostColumns: number,
): Cross {
  const home = homes(graph, matrix);
  const counts = new Map<number, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  for (let paper = 0; paper < graph.paperCount; paper++) {
    if (!shown.papers[paper]) continue;
    const down = homesOf(graph, shown, paper, matrix.rows, home);
    const across = homesOf(graph, shown, paper, matrix.columns, home);
    for (const row of down) {
      for (const column of across) {
        if (row === column) continue;
        const key = row * graph.nodeCount + column;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        rows.set(row, (rows.get(row) ?? 0) + 1);
        columns.set(column, (columns.get(column) ?? 0) + 1);
      }
    }
  }
  const fullest = (weights: Map<number, number>, most: number): number[] =>
    [...weights.keys()].sort((a, b) => weights.get(b)! - weights.get(a)! || a - b).slice(0, most);
  return {
    rows: fullest(rows, mostRows),
    columns: fullest(columns, mostColumns),
    cells: counts,
    ofRows: rows.size,
    ofColumns: columns.size,
  };
}

/** The papers of a cell and in each the edges that put it there. */
export function papersOfCell(
  graph: Graph,
  shown: Visible,
  matrix: Matrix,
  row: number,
  column: number,
): { paper: number; rows: number[]; columns: number[] }[] {
  const home = homes(graph, matrix);
  const found: { paper: number; rows: number[]; columns: number[] }[] = [];
  for (let paper = 0; paper < graph.paperCount; paper++) {
    if (!shown.papers[paper]) continue;
    const edges = entering(graph, shown, paper);
    const rows = edges.filter((edge) => home[graph.to[edge]] === row && enters(graph, edge, matrix.rows));
    const columns = edges.filter(
      (edge) => home[graph.to[edge]] === column && enters(graph, edge, matrix.columns),
    );
    if (rows.length && columns.length) found.push({ paper, rows, columns });
  }
  return found;
}

function homes(graph: Graph, matrix: Matrix): Int32Array {
  return matrix.families ? families(graph) : new Int32Array(graph.nodeCount).map((_, node) => node);
}

function homesOf(graph: Graph, shown: Visible, paper: number, kind: string, home: Int32Array): Set<number> {
  const edges = entering(graph, shown, paper).filter((edge) => enters(graph, edge, kind));
  return new Set(edges.map((edge) => home[graph.to[edge]]));
}

/** The edges that a paper states and the filter leaves; that the paper itself is hidden is no matter. */
function entering(graph: Graph, shown: Visible, paper: number): number[] {
  return each(graph.edgesAt, paper).filter(
    (edge) =>
      graph.from[edge] === paper &&
      (shown.edges[edge] || (!shown.nodes[paper] && shown.nodes[graph.to[edge]])),
  );
}

function enters(graph: Graph, edge: number, kind: string): boolean {
  if (graph.kind(graph.to[edge]) !== kind) return false;
  const predicate = graph.predicate(edge);
  return ENTERS[kind] ? predicate === ENTERS[kind] : predicate !== "mentions" && predicate !== "reports";
}
