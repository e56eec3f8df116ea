import type { App } from "../app.ts";
import { each, type Graph } from "../model/graph.ts";
import { lineage } from "../model/lineage.ts";
import type { Texts } from "../model/texts.ts";
import { ORIGINS, says } from "./words.ts";
import { markedAbstract } from "./abstract.ts";
import { button, counted, h } from "./dom.ts";
import { confidenceOf, dot, longList, nodeLink, quoteOf, section } from "./pieces.ts";
import { linksOf, resultsOf } from "./results.ts";

/** All that the graph holds of one paper or thing. */
export function nodePanel(app: App, texts: Texts, node: number, pick: (from: number) => void): Node[] {
  const { graph } = app;
  const paper = graph.isPaper(node);
  const groups = edgeGroups(app, texts, node);
  return [
    h("p", { className: "kind" }, dot(graph.kind(node)), graph.kind(node)),
    h("h2", {}, graph.label(node)),
    paper ? paperFacts(graph, node) : aliases(graph, node),
    paper ? null : line(app, node),
    actions(app, node, pick),
    app.shown().nodes[node] ? null : h("p", { className: "note" }, "The filters hide it in the picture."),
    paper ? section("Abstract", null, markedAbstract(app, texts, node)) : null,
    ...(paper ? [...groups, resultsOf(app, texts, node)] : [resultsOf(app, texts, node), ...groups]),
    paper ? linksOf(graph, node) : null,
    h("p", { className: "id" }, graph.data.base + graph.id(node)),
  ].filter((part): part is HTMLElement => part !== null);
}

function actions(app: App, node: number, pick: (from: number) => void): HTMLElement {
  const { focus } = app.store.state;
  const focused = (hops: number): void =>
    app.store.set({ view: "picture", focus: { node, hops, expanded: [] } });
  const expand = (): void => {
    if (focus) app.store.set({ focus: { ...focus, expanded: [...focus.expanded, node] } });
  };
  return h(
    "div",
    { className: "actions" },
    button("Focus", "focus", () => focused(1), true),
    focus && focus.node !== node && !focus.expanded.includes(node)
      ? button("Expand", "expand", expand, true)
      : null,
    button("Path to …", "path", () => pick(node), true),
    app.store.state.view === "picture"
      ? null
      : button(
          "In picture",
          "picture",
          () => {
            app.store.set({ view: "picture" });
            app.open({ of: "node", node });
          },
          true,
        ),
  );
}

function paperFacts(graph: Graph, paper: number): HTMLElement {
  const { arxiv, authors, categories, listings } = graph.data.papers;
  const names = authors[paper];
  const rows: [string, Node | string][] = [];
  if (graph.day(paper)) rows.push(["Date", graph.day(paper)]);
  if (arxiv[paper]) rows.push(["arXiv", outside(`https://arxiv.org/abs/${arxiv[paper]}`, arxiv[paper])]);
  if (names.length)
    rows.push([
      "Authors",
      names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", "),
    ]);
  if (categories[paper].length) rows.push(["Subjects", categories[paper].join(", ")]);
  if (listings[paper].length)
    rows.push(["Listed in", listings[paper].map((one) => graph.data.listings[one][0]).join(", ")]);
  return h(
    "dl",
    { className: "facts" },
    ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

/** A link that leaves the page; only web addresses become links. */
export function outside(url: string, text: string): HTMLElement {
  if (!/^https?:\/\/[^\s]+$/i.test(url)) return h("span", {}, text);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

function aliases(graph: Graph, thing: number): HTMLElement | null {
  const names = graph.aliases(thing);
  return names.length ? h("p", { className: "aliases" }, "also ", names.join(" · ")) : null;
}

function line(app: App, thing: number): HTMLElement | null {
  const above = lineage(app.graph, thing);
  if (above.length < 2) return null;
  const links = above.flatMap((node, i) => [
    i ? h("span", { className: "below", aria: { label: "below" } }, "<") : null,
    i ? nodeLink(app, node) : h("span", { className: "self" }, app.graph.label(node)),
  ]);
  return h("p", { className: "lineage" }, ...links);
}

/** The shown edges of a node by kind and direction, those of most first. */
function edgeGroups(app: App, texts: Texts, node: number): HTMLElement[] {
  const { graph } = app;
  const { filter } = app.store.state;
  const groups = new Map<string, number[]>();
  let hidden = 0;
  for (const edge of each(graph.edgesAt, node)) {
    const paper = graph.paperOf[edge];
    const passes =
      graph.origin(edge) === "derived"
        ? paper < 0 || app.shown().papers[paper]
        : !filter.hiddenEdges.has(graph.edgeKindOf[edge]) &&
          graph.confidence[edge] >= filter.confidence &&
          (paper < 0 || app.shown().papers[paper]);
    const key = `${graph.edgeKindOf[edge]} ${graph.from[edge] === node ? 0 : 1}`;
    const group = groups.get(key);
    if (!passes) hidden++;
    else if (group) group.push(edge);
    else groups.set(key, [edge]);
  }
  const order = { read: 0, curated: 1, derived: 2 };
  const lists = [...groups.values()].sort(
    (a, b) => order[graph.origin(a[0])] - order[graph.origin(b[0])] || b.length - a.length,
  );
  const drawn = lists.map((edges) => {
    const backward = graph.from[edges[0]] !== node;
    const origin = graph.origin(edges[0]);
    const title = says(graph.predicate(edges[0]), backward);
    const note = origin === "read" ? null : h("p", { className: "origin" }, ORIGINS[origin]);
    const sorted = [...edges].sort((a, b) => graph.confidence[b] - graph.confidence[a] || a - b);
    return section(
      title,
      edges.length,
      note,
      longList(sorted, (edge) => edgeItem(app, texts, edge, graph.other(edge, node))),
    );
  });
  if (hidden) drawn.push(h("p", { className: "note" }, `${counted(hidden, "edge")} hidden by the filters.`));
  return drawn;
}

/** One edge: its other end, its confidence, and the sentence with its paper. */
export function edgeItem(app: App, texts: Texts, edge: number, other: number): HTMLElement {
  const { graph } = app;
  const evidence = graph.data.edges.evidence[edge];
  const paper = graph.paperOf[edge];
  return h(
    "div",
    { className: "edge" },
    h(
      "div",
      { className: "head" },
      nodeLink(app, other),
      evidence >= 0 ? confidenceOf(graph.confidence[edge]) : null,
    ),
    evidence >= 0 ? quoteOf(texts.quote(evidence, paper)) : null,
    evidence < 0 && paper >= 0 ? h("p", { className: "source" }, "from ", nodeLink(app, paper)) : null,
  );
}
