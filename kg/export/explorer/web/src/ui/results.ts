import type { App } from "../app.ts";
import type { Graph } from "../model/graph.ts";
import type { Texts } from "../model/texts.ts";
import { h } from "./dom.ts";
import { outside } from "./panel-node.ts";
import { longList, nodeLink, quoteOf, section } from "./pieces.ts";

const ENDS = ["subject", "metric", "model", "benchmark", "baseline", "hardware"] as const;
const BEFORE = { subject: "", metric: "", model: "on", benchmark: "on", baseline: "against", hardware: "on" };

/** Shown results of a paper, or those in which a thing stands; null if there are none. */
export function resultsOf(app: App, texts: Texts, node: number): HTMLElement | null {
  const { results } = app.graph.data;
  const own: number[] = [];
  for (let result = 0; result < results.paper.length; result++) {
    const concerns = results.paper[result] === node || ENDS.some((end) => results[end][result] === node);
    if (concerns && resultPasses(app, result)) own.push(result);
  }
  if (!own.length) return null;
  return section(
    "Reported numbers",
    own.length,
    longList(own, (result) => resultItem(app, texts, result, node), 8),
  );
}

/** Whether the filter leaves a result: its paper is shown, and it is sure enough. */
export function resultPasses(app: App, result: number): boolean {
  const { results } = app.graph.data;
  return (
    app.shown().papers[results.paper[result]] === 1 &&
    results.confidence[result] >= app.store.state.filter.confidence
  );
}

/** Whether a result is in the tables: it passes, and its paper is in focus. */
export function resultShown(app: App, result: number): boolean {
  const { near } = app.shown();
  return resultPasses(app, result) && (!near || near[app.graph.data.results.paper[result]] === 1);
}

function resultItem(app: App, texts: Texts, result: number, here: number): HTMLElement {
  const { results } = app.graph.data;
  const ends = ENDS.filter((end) => results[end][result] >= 0 && results[end][result] !== here);
  const metric = results.metric[result] < 0 ? results.metricText[result] : "";
  const paper = results.paper[result];
  return h(
    "div",
    { className: "edge" },
    h(
      "div",
      { className: "head wraps" },
      h("strong", { className: "value" }, results.valueText[result]),
      metric ? h("span", {}, metric) : null,
      ...ends.map((end) =>
        h(
          "span",
          { className: "end" },
          BEFORE[end] ? `${BEFORE[end]} ` : "",
          nodeLink(app, results[end][result]),
        ),
      ),
    ),
    quoteOf(texts.quote(results.evidence[result], paper)),
    paper === here ? null : h("p", { className: "source" }, "from ", nodeLink(app, paper)),
  );
}

/** The web addresses of a paper; null if it has none. */
export function linksOf(graph: Graph, paper: number): HTMLElement | null {
  const { links } = graph.data;
  const own = links.paper.flatMap((one, link) => (one === paper ? [link] : []));
  if (!own.length) return null;
  const row = (link: number): Node =>
    h(
      "div",
      { className: "edge" },
      h("span", { className: "tag" }, links.kind[link]),
      " ",
      outside(links.url[link], links.url[link]),
    );
  return section("Links", own.length, longList(own, row));
}
