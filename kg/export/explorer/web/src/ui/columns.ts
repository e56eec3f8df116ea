import type { App } from "../app.ts";
import type { Column, Row } from "../model/rows.ts";
import { each } from "../model/graph.ts";
import { sentence } from "../model/texts.ts";
import { parent } from "../model/lineage.ts";
import { resultPasses, resultShown } from "./results.ts";
import { plural } from "./words.ts";

const text = (name: string, title: string, width: string): Column => ({ name, title, width, numeric: false });
const number = (name: string, title: string): Column => ({ name, title, width: "84px", numeric: true });

const PAPER = [
  text("title", "Title", "minmax(260px, 4fr)"),
  text("date", "Date", "104px"),
  text("introduces", "Introduces", "minmax(130px, 1.5fr)"),
  text("applied", "Applied to", "minmax(130px, 1.5fr)"),
  number("things", "Things"),
  number("results", "Results"),
];
const THING = [
  text("name", "Name", "minmax(200px, 2.5fr)"),
  text("aliases", "Also called", "minmax(160px, 2fr)"),
  text("above", "Variant, kind or part of", "minmax(150px, 1.5fr)"),
  number("papers", "Papers"),
  text("first", "First", "104px"),
  text("last", "Last", "104px"),
];
const RESULT = [
  text("subject", "Subject", "minmax(110px, 1.2fr)"),
  text("metric", "Metric", "minmax(100px, 1fr)"),
  text("value", "Value", "100px"),
  number("number", "Number"),
  text("unit", "Unit", "70px"),
  text("model", "On model", "minmax(100px, 1fr)"),
  text("benchmark", "On benchmark", "minmax(100px, 1fr)"),
  text("baseline", "Baseline", "minmax(100px, 1fr)"),
  text("paper", "Paper", "minmax(150px, 1.6fr)"),
  text("sentence", "Sentence", "minmax(220px, 3fr)"),
];

/** The columns of a table. */
export function columnsOf(_app: App, table: string): Column[] {
  return table === "Paper" ? PAPER : table === "Result" ? RESULT : THING;
}

/** The tables that have rows, with how many are shown. */
export function tablesOf(app: App): { name: string; title: string; size: number }[] {
  const { data } = app.graph;
  const first = ["Paper", "Method", "Model", "Benchmark", "Technique"];
  const names = [...first, ...data.kinds.filter((kind) => !first.includes(kind))].filter((name) =>
    data.nodes.kind.includes(data.kinds.indexOf(name)),
  );
  const kinds = names.map((name) => ({
    name,
    title: plural(name),
    size: app.shown().kinds[data.kinds.indexOf(name)],
  }));
  const results = data.results.paper.filter((_, result) => resultShown(app, result)).length;
  if (data.results.paper.length) kinds.splice(5, 0, { name: "Result", title: "Results", size: results });
  return kinds;
}

/** The rows of a table, of what is shown: papers by date, things by number of papers. */
export function rowsOf(app: App, table: string): Row[] {
  if (table === "Result") return results(app);
  const { graph } = app;
  const kind = graph.data.kinds.indexOf(table);
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node).filter(
    (node) => graph.kindOf[node] === kind && app.shown().nodes[node],
  );
  if (table === "Paper") {
    const numbers = resultsPerPaper(app);
    return nodes
      .map((paper) => paperRow(app, paper, numbers[paper]))
      .sort((a, b) => (a.values[1] < b.values[1] ? 1 : a.values[1] > b.values[1] ? -1 : 0));
  }
  return nodes.map((thing) => thingRow(app, thing)).sort((a, b) => Number(b.values[3]) - Number(a.values[3]));
}

function resultsPerPaper(app: App): Int32Array {
  const numbers = new Int32Array(app.graph.paperCount);
  app.graph.data.results.paper.forEach((paper, result) => {
    if (resultPasses(app, result)) numbers[paper]++;
  });
  return numbers;
}

function paperRow(app: App, paper: number, numbers: number): Row {
  const { graph } = app;
  const edges = each(graph.edgesAt, paper).filter(
    (edge) => app.shown().edges[edge] && graph.from[edge] === paper,
  );
  const ends = (predicate: string): number[] =>
    edges.filter((edge) => graph.predicate(edge) === predicate).map((edge) => graph.to[edge]);
  const names = (nodes: number[]): string => nodes.map((node) => graph.label(node)).join(", ");
  const introduced = ends("introduces");
  const applied = ends("usesBaseModel");
  const things = new Set(edges.map((edge) => graph.to[edge])).size;
  return {
    values: [graph.label(paper), graph.day(paper), names(introduced), names(applied), things, numbers],
    nodes: [
      paper,
      -1,
      introduced.length === 1 ? introduced[0] : -1,
      applied.length === 1 ? applied[0] : -1,
      -1,
      -1,
    ],
  };
}

function thingRow(app: App, thing: number): Row {
  const { graph } = app;
  const { papers: pass } = app.shown();
  const { hiddenEdges, confidence } = app.store.state.filter;
  const papers = new Set<number>();
  for (const edge of each(graph.edgesAt, thing)) {
    const paper = graph.paperOf[edge];
    const counts = graph.origin(edge) === "read" && pass[paper] && !hiddenEdges.has(graph.edgeKindOf[edge]);
    if (counts && graph.confidence[edge] >= confidence) papers.add(paper);
  }
  const days = [...papers]
    .map((paper) => graph.day(paper))
    .filter(Boolean)
    .sort();
  const above = parent(graph, thing);
  return {
    values: [
      graph.label(thing),
      graph.aliases(thing).join(" | "),
      above < 0 ? "" : graph.label(above),
      papers.size,
      days[0] ?? "",
      days[days.length - 1] ?? "",
    ],
    nodes: [thing, -1, above, -1, -1, -1],
  };
}

function results(app: App): Row[] {
  const { results: all } = app.graph.data;
  const texts = app.unpacked();
  const name = (node: number): string => (node < 0 ? "" : app.graph.label(node));
  return all.paper.flatMap((paper, i): Row[] => {
    if (!resultShown(app, i)) return [];
    const number = Number(all.value[i]);
    const metric = all.metric[i];
    return [
      {
        values: [
          name(all.subject[i]),
          metric < 0 ? all.metricText[i] : name(metric),
          all.valueText[i],
          all.value[i] && Number.isFinite(number) ? number : "",
          all.unit[i],
          name(all.model[i]),
          name(all.benchmark[i]),
          name(all.baseline[i]),
          name(paper),
          texts ? sentence(texts.quote(all.evidence[i], paper)) : "",
        ],
        nodes: [
          all.subject[i],
          metric,
          -1,
          -1,
          -1,
          all.model[i],
          all.benchmark[i],
          all.baseline[i],
          paper,
          -1,
        ],
      },
    ];
  });
}
