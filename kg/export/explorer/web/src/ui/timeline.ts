import type { App } from "../app.ts";
import { month } from "../model/visible.ts";
import { counted, h } from "./dom.ts";
import type { Part } from "./filters.ts";

/** The months from the first to the last, at most this many bars. */
const BARS = 48;

/** All months from one to another: "2024-11", "2024-12", "2025-01". */
export function monthsBetween(first: string, last: string): string[] {
  const index = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
  return Array.from({ length: index(last) - index(first) + 1 }, (_, i) => {
    const at = index(first) + i;
    return `${Math.floor(at / 12)
      .toString()
      .padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

/** A histogram of the papers over the months, with a first and a last month to set. */
export function timeline(app: App): Part | null {
  const days = app.graph.data.papers.day.map(month);
  const dated = days.filter(Boolean).sort();
  if (!dated.length || dated[0] === dated[dated.length - 1]) return null;
  const months = monthsBetween(dated[0], dated[dated.length - 1]);
  const perBar = Math.ceil(months.length / BARS);
  const bars = Math.ceil(months.length / perBar);
  const at = new Map(months.map((name, i) => [name, i]));
  const sizes = Array.from({ length: bars }, () => 0);
  for (const day of dated) sizes[Math.floor(at.get(day)! / perBar)]++;
  const most = Math.max(...sizes);
  const drawn = sizes.map((size) =>
    h("span", { className: "bar", vars: { "--high": `${(100 * Math.sqrt(size / most)).toFixed(1)}%` } }),
  );
  const last = months.length - 1;
  const range = (name: string): HTMLInputElement =>
    h("input", { type: "range", min: "0", max: String(last), aria: { label: name } });
  const [since, until] = [range("First month"), range("Last month")];
  const words = h("span", { className: "count" });
  const undated = days.length - dated.length;
  since.addEventListener("input", () => {
    const low = Math.min(Number(since.value), Number(until.value));
    app.store.filter({ since: low === 0 ? "" : months[low] });
  });
  until.addEventListener("input", () => {
    const high = Math.max(Number(since.value), Number(until.value));
    app.store.filter({ until: high === last ? "" : months[high] });
  });
  const root = h(
    "fieldset",
    { id: "timeline" },
    h("legend", {}, h("span", {}, "By date"), words),
    h("div", { className: "bars", aria: { hidden: "true" } }, ...drawn),
    h("div", { className: "ranges" }, since, until),
    undated
      ? h(
          "p",
          { className: "note" },
          `${counted(undated, "paper")} without a date; hidden once a month is set.`,
        )
      : null,
  );
  return {
    root,
    update: () => {
      const { filter } = app.store.state;
      const low = at.get(filter.since) ?? 0;
      const high = at.get(filter.until) ?? last;
      since.value = String(low);
      until.value = String(high);
      since.setAttribute("aria-valuetext", months[low]);
      until.setAttribute("aria-valuetext", months[high]);
      words.textContent = `${months[low]} to ${months[high]}`;
      drawn.forEach((bar, i) => bar.classList.toggle("out", (i + 1) * perBar - 1 < low || i * perBar > high));
    },
  };
}
