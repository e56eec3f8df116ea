import type { Cross } from "../model/cross.ts";
import type { Graph } from "../model/graph.ts";
import type { Column, Row } from "../model/rows.ts";

/** A cell of RFC 4180 that no spreadsheet runs: a text that looks like a formula gets an apostrophe. */
export function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^['=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (values: (string | number)[]): string => `${values.map(cell).join(",")}\r\n`;

/** The rows of a table as CSV. */
export function csv(columns: readonly Column[], rows: readonly Row[]): string {
  return line(columns.map((column) => column.title)) + rows.map((row) => line(row.values)).join("");
}

/** The matrix as CSV, an empty cell for no paper. */
export function matrixCsv(graph: Graph, { rows, columns, cells }: Cross): string {
  const head = line(["", ...columns.map((node) => graph.label(node))]);
  const body = rows.map((row) =>
    line([graph.label(row), ...columns.map((column) => cells.get(row * graph.nodeCount + column) ?? "")]),
  );
  return head + body.join("");
}
