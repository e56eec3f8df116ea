/** A column of a table. */
export interface Column {
  name: string;
  title: string;
  numeric: boolean;
  /** Width as a track of a CSS grid. */
  width: string;
}

/** A row: the value of each column, and the node that it names, or -1. */
export interface Row {
  values: (string | number)[];
  nodes: number[];
}

const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

/** The rows that hold all words of `find`, sorted by a column ("-degree": the largest first). */
export function ordered(rows: readonly Row[], columns: readonly Column[], sort: string, find: string): Row[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => {
    if (!words.length) return true;
    const text = row.values.join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const down = sort.startsWith("-");
  const at = columns.findIndex((column) => column.name === sort.slice(down ? 1 : 0));
  if (at < 0) return kept;
  return kept
    .map((row, i) => ({ row, i }))
    .sort((a, b) => byValue(a.row.values[at], b.row.values[at], down) || a.i - b.i)
    .map(({ row }) => row);
}

/** Order of two values; empty ones are last either way. */
function byValue(one: string | number, other: string | number, down: boolean): number {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  const sign = down ? -1 : 1;
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * compare(String(one), String(other));
}
