import type { App } from "../app.ts";
import { cross } from "../model/cross.ts";
import { matrixCsv } from "../save/csv.ts";
import { saveText } from "../save/file.ts";
import { byId, button, count, counted, fill, h } from "./dom.ts";
import { nodeLink } from "./pieces.ts";
import { plural } from "./words.ts";

const ROWS = 60;
const COLUMNS = 40;
const DOWN = ["Technique", "Task", "Method"];
const ACROSS = ["Model", "Benchmark", "Dataset", "Task", "Hardware"];

/** What has been tried on what: counts of papers, each a click away from the papers. */
export function matrix(app: App): void {
  const root = byId("matrix");
  const update = (): void => {
    const { state } = app.store;
    if (state.view !== "matrix") return;
    const found = cross(app.graph, app.shown(), state.matrix, ROWS, COLUMNS);
    const most = Math.max(1, ...found.cells.values());
    const { nodeCount } = app.graph;
    const cell = (row: number, column: number): HTMLElement => {
      const number = found.cells.get(row * nodeCount + column) ?? 0;
      if (!number) return h("td");
      const press = h(
        "button",
        {
          type: "button",
          title: `${app.graph.label(row)} × ${app.graph.label(column)}: ${counted(number, "paper")}`,
        },
        count(number),
      );
      press.addEventListener("click", () => app.store.set({ panel: { of: "cell", row, column } }));
      return h(
        "td",
        { vars: { "--heat": `${Math.round(12 + 58 * (Math.log(1 + number) / Math.log(1 + most)))}%` } },
        press,
      );
    };
    const grid = h(
      "table",
      {},
      h(
        "caption",
        {},
        `Papers by ${state.matrix.rows.toLowerCase()} and ${state.matrix.columns.toLowerCase()}`,
      ),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("td"),
          ...found.columns.map((node) => h("th", { scope: "col" }, h("div", {}, nodeLink(app, node)))),
        ),
      ),
      h(
        "tbody",
        {},
        ...found.rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, nodeLink(app, row)),
            ...found.columns.map((column) => cell(row, column)),
          ),
        ),
      ),
    );
    const size = (shown: number, all: number, kind: string): string =>
      `${shown < all ? `the ${count(shown)} fullest of ` : ""}${counted(all, kind.toLowerCase(), plural(kind).toLowerCase())}`;
    const words = `${size(found.rows.length, found.ofRows, state.matrix.rows)}, ${size(found.columns.length, found.ofColumns, state.matrix.columns)}`;
    fill(
      root,
      h(
        "div",
        { className: "bar" },
        choice(app, "Rows", "rows", DOWN),
        h("span", { aria: { hidden: "true" } }, "×"),
        choice(app, "Columns", "columns", ACROSS),
        familiesBox(app),
        h("span", { className: "count" }, words),
        button(
          "Save CSV",
          "save",
          () => saveText("matrix.csv", "text/csv", matrixCsv(app.graph, found)),
          true,
        ),
      ),
      found.cells.size
        ? h("div", { className: "scroller", tabIndex: 0, role: "region", aria: { label: "Matrix" } }, grid)
        : h("p", { className: "empty" }, "No paper that is shown names both."),
    );
  };
  app.store.subscribe((_, changed) => {
    if (changed.has("view") || changed.has("matrix") || changed.has("filter") || changed.has("focus"))
      update();
  });
  update();
}

function choice(app: App, name: string, key: "rows" | "columns", all: string[]): HTMLElement {
  const there = all.filter((kind) => app.graph.data.kinds.includes(kind));
  const select = h(
    "select",
    {},
    ...there.map((kind) =>
      h("option", { value: kind, selected: app.store.state.matrix[key] === kind }, plural(kind)),
    ),
  );
  select.addEventListener("change", () => {
    app.store.set({ matrix: { ...app.store.state.matrix, [key]: select.value } });
    byId("matrix").querySelectorAll("select")[key === "rows" ? 0 : 1].focus();
  });
  return h("label", {}, h("span", {}, name), select);
}

function familiesBox(app: App): HTMLElement {
  const box = h("input", { type: "checkbox", checked: app.store.state.matrix.families });
  box.addEventListener("change", () =>
    app.store.set({ matrix: { ...app.store.state.matrix, families: box.checked } }),
  );
  return h("label", { className: "tick" }, box, h("span", {}, "Variants with their family"));
}
