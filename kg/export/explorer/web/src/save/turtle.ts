import type { Graph } from "../model/graph.ts";
import type { Texts } from "../model/texts.ts";
import type { Visible } from "../model/visible.ts";

const PREFIXES: Record<string, string> = {
  kg: "https://w3id.org/paperkg/ontology#",
  dcterms: "http://purl.org/dc/terms/",
  fair4ml: "https://w3id.org/fair4ml#",
  prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
/** Predicates that are not of our own vocabulary. */
const BORROWED: Record<string, string> = {
  broader: "skos:broader",
  closeMatch: "skos:closeMatch",
  fineTunedFrom: "fair4ml:fineTunedFrom",
};

/** A text as Turtle writes it between quotes. */
export function literal(text: string): string {
  const escapes: Record<string, string> = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
  };
  const code = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`;
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (c) => escapes[c] ?? code(c))}"`;
}

/** An identifier as an IRI; what no IRI may hold is escaped. */
export function iri(base: string, id: string): string {
  return `<${(base + id).replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => encodeURIComponent(c))}>`;
}

/** What is shown as Turtle, in the words of the ontology; each edge that was read with its evidence. */
export function turtle(graph: Graph, shown: Visible, texts: Texts): string {
  const { data } = graph;
  const name = (node: number): string => iri(data.base, graph.id(node));
  const lines = Object.entries(PREFIXES).map(([prefix, place]) => `@prefix ${prefix}: <${place}> .`);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!shown.nodes[node]) continue;
    const label = literal(graph.label(node));
    const parts = graph.isPaper(node) ? [`dcterms:title ${label}`] : [`skos:prefLabel ${label}`];
    if (graph.isPaper(node)) {
      parts.push(`dcterms:abstract ${literal(texts.abstract(node))}`);
      if (graph.day(node)) parts.push(`dcterms:issued "${graph.day(node)}"^^xsd:date`);
    }
    for (const alias of graph.aliases(node)) parts.push(`skos:altLabel ${literal(alias)}`);
    lines.push(`${name(node)} a kg:${graph.kind(node)} ; ${parts.join(" ; ")} .`);
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!shown.edges[edge]) continue;
    const predicate = BORROWED[graph.predicate(edge)] ?? `kg:${graph.predicate(edge)}`;
    if (predicate === "kg:reports") continue; // a paper reports results, which follow
    const [subject, object] = [name(graph.from[edge]), name(graph.to[edge])];
    lines.push(`${subject} ${predicate} ${object} .`);
    const paper = graph.paperOf[edge];
    if (graph.origin(edge) === "curated") continue;
    const kind = graph.origin(edge) === "read" ? "kg:Statement" : "kg:DerivedStatement";
    const what = `rdf:subject ${subject} ; rdf:predicate ${predicate} ; rdf:object ${object} ; prov:wasDerivedFrom ${name(paper)}`;
    const evidence = data.edges.evidence[edge];
    const where =
      evidence < 0 ? "" : ` ; ${evidenceOf(graph, texts, evidence, paper, graph.confidence[edge])}`;
    lines.push(`[] a ${kind} ; ${what}${where} .`);
  }
  return `${lines.join("\n")}\n${results(graph, shown, texts, name)}`;
}

function evidenceOf(graph: Graph, texts: Texts, evidence: number, paper: number, confidence: number): string {
  const { before, surface, after } = texts.quote(evidence, paper);
  const section = graph.data.evidence.section[evidence] ? "abstract" : "title";
  return [
    `kg:surfaceForm ${literal(surface)}`,
    `kg:quote ${literal(before + surface + after)}`,
    `kg:section "${section}"`,
    `kg:confidence "${(confidence / 100).toFixed(2)}"^^xsd:decimal`,
  ].join(" ; ");
}

function results(graph: Graph, shown: Visible, texts: Texts, name: (node: number) => string): string {
  const all = graph.data.results;
  const ends = {
    metric: "metric",
    subject: "subject",
    baseline: "baseline",
    model: "onModel",
    benchmark: "onBenchmark",
    hardware: "onHardware",
  } as const;
  return all.paper
    .flatMap((paper, i) => {
      if (!shown.nodes[paper]) return [];
      const parts = [`kg:valueText ${literal(all.valueText[i])}`, `kg:kind ${literal(all.kind[i])}`];
      if (/^[+-]?\d+(\.\d+)?$/.test(all.value[i])) parts.push(`kg:value "${all.value[i]}"^^xsd:decimal`);
      if (all.unit[i]) parts.push(`kg:unit ${literal(all.unit[i])}`);
      if (all.metricText[i]) parts.push(`kg:metricText ${literal(all.metricText[i])}`);
      for (const [end, predicate] of Object.entries(ends)) {
        const node = all[end as keyof typeof ends][i];
        if (node >= 0) parts.push(`kg:${predicate} ${name(node)}`);
      }
      parts.push(evidenceOf(graph, texts, all.evidence[i], paper, all.confidence[i]));
      return [`${name(paper)} kg:reports [ a kg:Result ; ${parts.join(" ; ")} ] .\n`];
    })
    .join("");
}
