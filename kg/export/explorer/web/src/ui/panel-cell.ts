import type { App } from "../app.ts";
import { papersOfCell } from "../model/cross.ts";
import type { Texts } from "../model/texts.ts";
import { counted, h } from "./dom.ts";
import { longList, nodeLink, quoteOf } from "./pieces.ts";
import { says } from "./words.ts";

/** The papers behind one cell of the matrix, each with both its sentences. */
export function cellPanel(app: App, texts: Texts, row: number, column: number): Node[] {
  const { graph } = app;
  const found = papersOfCell(graph, app.shown(), app.store.state.matrix, row, column);
  const said = (edge: number): Node =>
    h(
      "div",
      { className: "part" },
      h("p", { className: "source" }, `${says(graph.predicate(edge))} `, nodeLink(app, graph.to[edge])),
      quoteOf(texts.quote(graph.data.edges.evidence[edge], graph.paperOf[edge])),
    );
  return [
    h("p", { className: "kind" }, "Both in one paper"),
    h(
      "h2",
      { className: "ends" },
      nodeLink(app, row),
      h("span", { className: "to-mark" }, "×"),
      nodeLink(app, column),
    ),
    h("p", { className: "note" }, counted(found.length, "paper")),
    longList(found, ({ paper, rows, columns }) =>
      h(
        "div",
        { className: "edge" },
        h("div", { className: "head" }, nodeLink(app, paper)),
        ...[...rows, ...columns].map(said),
      ),
    ),
  ];
}
