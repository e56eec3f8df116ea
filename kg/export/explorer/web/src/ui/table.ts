import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { App } from "../app.ts";
import { ordered, type Column, type Row } from "../model/rows.ts";
import { csv } from "../save/csv.ts";
import { copyText, saveText } from "../save/file.ts";
import { byId, button, counted, fill, h } from "./dom.ts";
import { nodeLink } from "./pieces.ts";
import { columnsOf, rowsOf, tablesOf } from "./columns.ts";

const ROW_HEIGHT = 38;

/** The tables: one of each kind and one of reported results, drawn only where one looks. */
export function table(app: App): void {
  const root = byId("table");
  const tabs = h("div", { className: "tabs", role: "tablist", aria: { label: "Tables" } });
  const find = h("input", {
    type: "search",
    placeholder: "Find in this table",
    aria: { label: "Find in this table" },
  });
  const note = h("span", { className: "count" });
  const head = h("div", { className: "row head", role: "row" });
  const body = h("div", { className: "rows", role: "rowgroup" });
  const scroller = h(
    "div",
    { className: "scroller", tabIndex: 0, role: "table" },
    h("div", { role: "rowgroup", className: "heads" }, head),
    body,
  );
  let rows: Row[] = [];
  let columns: Column[] = [];

  const save = (): void =>
    saveText(`${app.store.state.table.toLowerCase()}.csv`, "text/csv", csv(columns, rows));
  const copy = (): void =>
    void copyText(csv(columns, rows)).then((done) =>
      app.tell(
        done ? `${counted(rows.length, "row")} copied as CSV.` : "The browser does not let the page copy.",
      ),
    );
  fill(
    root,
    tabs,
    h(
      "div",
      { className: "bar" },
      find,
      note,
      button("Copy CSV", "copy", copy, true),
      button("Save CSV", "save", save, true),
    ),
    scroller,
  );

  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: 0,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    paddingStart: 0,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => paint(),
  });
  virtualizer._didMount();

  const paint = (): void => {
    body.style.height = `${virtualizer.getTotalSize()}px`;
    fill(
      body,
      ...virtualizer
        .getVirtualItems()
        .map((item) => drawRow(app, columns, rows[item.index], item.index, item.start)),
    );
  };
  const update = (): void => {
    const { state } = app.store;
    if (state.view !== "table") return;
    fill(tabs, ...tablesOf(app).map((one) => tab(app, one)));
    columns = columnsOf(app, state.table);
    rows = ordered(rowsOf(app, state.table), columns, state.sort, state.find);
    if (find.value !== state.find) find.value = state.find;
    note.textContent = counted(rows.length, "row");
    scroller.setAttribute("aria-rowcount", String(rows.length + 1));
    scroller.setAttribute("aria-label", state.table);
    scroller.style.setProperty("--least", state.table === "Result" ? "1480px" : "860px");
    scroller.style.setProperty("--columns", columns.map((column) => column.width).join(" "));
    fill(head, ...columns.map((column) => header(app, column)));
    virtualizer.setOptions({ ...virtualizer.options, count: rows.length });
    virtualizer._willUpdate();
    virtualizer.measure();
    paint();
  };
  find.addEventListener("input", () => app.store.set({ find: find.value }));
  app.store.subscribe((_, changed) => {
    if (changed.has("table") || changed.has("sort") || changed.has("find")) scroller.scrollTop = 0;
    if (["view", "table", "sort", "find", "filter", "focus"].some((key) => changed.has(key as "view")))
      update();
  });
  update();
  void app.texts().then(update); // the sentences of results
}

function tab(app: App, { name, title, size }: { name: string; title: string; size: number }): HTMLElement {
  const chosen = app.store.state.table === name;
  const made = h(
    "button",
    { type: "button", role: "tab", aria: { selected: String(chosen) } },
    title,
    h("span", { className: "count" }, size.toLocaleString("en-US")),
  );
  made.addEventListener("click", () => app.store.set({ table: name, sort: "", find: "" }));
  return made;
}

function header(app: App, column: Column): HTMLElement {
  const { sort } = app.store.state;
  const now = sort === column.name ? "ascending" : sort === `-${column.name}` ? "descending" : "none";
  const first = column.numeric ? `-${column.name}` : column.name;
  const second = column.numeric ? column.name : `-${column.name}`;
  const press = h(
    "button",
    { type: "button" },
    column.title,
    h(
      "span",
      { className: "arrow", aria: { hidden: "true" } },
      { ascending: "↑", descending: "↓", none: "" }[now],
    ),
  );
  press.addEventListener("click", () =>
    app.store.set({ sort: sort === first ? second : sort === second ? "" : first }),
  );
  return h(
    "div",
    { role: "columnheader", className: column.numeric ? "cell number" : "cell", aria: { sort: now } },
    press,
  );
}

function drawRow(app: App, columns: Column[], row: Row, index: number, top: number): HTMLElement {
  const cells = columns.map((column, i) => {
    const node = row.nodes[i];
    const value = row.values[i];
    const inside = node >= 0 ? nodeLink(app, node) : String(value);
    const cell = h("div", { role: "cell", className: column.numeric ? "cell number" : "cell" }, inside);
    if (typeof value === "string" && value.length > 24) cell.title = value.slice(0, 1000);
    return cell;
  });
  return h(
    "div",
    { className: "row", role: "row", aria: { rowindex: String(index + 2) }, vars: { "--top": `${top}px` } },
    ...cells,
  );
}
