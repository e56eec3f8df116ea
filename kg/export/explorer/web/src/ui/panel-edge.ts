import type { App } from "../app.ts";
import type { Texts } from "../model/texts.ts";
import { each } from "../model/graph.ts";
import { h } from "./dom.ts";
import { confidenceOf, nodeLink, quoteOf } from "./pieces.ts";
import { ORIGINS, says } from "./words.ts";

/** What is said between two nodes, each time with its sentence. */
export function edgePanel(app: App, texts: Texts, from: number, to: number): Node[] {
  const { graph } = app;
  const edges = each(graph.edgesAt, from).filter((edge) => graph.other(edge, from) === to);
  return [
    h("p", { className: "kind" }, "Edge"),
    h(
      "h2",
      { className: "ends" },
      nodeLink(app, from),
      h("span", { className: "to-mark" }, "—"),
      nodeLink(app, to),
    ),
    ...edges.map((edge) => statement(app, texts, edge)),
  ];
}

/** One edge as a sentence of its own: subject, what it says, object, and where it is said. */
export function statement(app: App, texts: Texts, edge: number): HTMLElement {
  const { graph } = app;
  const evidence = graph.data.edges.evidence[edge];
  const paper = graph.paperOf[edge];
  const subject = graph.isPaper(graph.from[edge]) ? "Paper" : graph.label(graph.from[edge]);
  return h(
    "div",
    { className: "edge said" },
    h(
      "div",
      { className: "head" },
      h(
        "span",
        {},
        `${subject} `,
        h("strong", {}, says(graph.predicate(edge))),
        ` ${graph.label(graph.to[edge])}`,
      ),
      evidence >= 0 ? confidenceOf(graph.confidence[edge]) : null,
    ),
    evidence >= 0
      ? quoteOf(texts.quote(evidence, paper))
      : h(
          "p",
          { className: "origin" },
          ORIGINS[graph.origin(edge)],
          paper >= 0 ? " from " : "",
          paper >= 0 ? nodeLink(app, paper) : null,
        ),
    evidence >= 0
      ? h(
          "p",
          { className: "source" },
          graph.data.evidence.section[evidence] ? "abstract of " : "title of ",
          nodeLink(app, paper),
        )
      : null,
  );
}
