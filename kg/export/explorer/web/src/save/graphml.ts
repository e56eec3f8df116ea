import type { Graph } from "../model/graph.ts";
import { sentence, type Texts } from "../model/texts.ts";
import type { Visible } from "../model/visible.ts";

/** Text as XML 1.0 content or attribute; characters that it forbids become U+FFFD. */
export function xml(text: string): string {
  const escapes: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
    "\t": "&#9;",
  };
  return text
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"\n\t]/g, (c) => escapes[c]);
}

const NODE_KEYS = ["type", "label", "aliases", "date"] as const;
const EDGE_KEYS = ["predicate", "source", "surface", "quote", "paper"] as const;

/** What is shown as GraphML, with flat attributes as `kg build` writes them. */
export function graphml(graph: Graph, shown: Visible, texts: Texts): string {
  const keys = [
    ...NODE_KEYS.map((name) => `<key id="n_${name}" for="node" attr.name="${name}" attr.type="string"/>`),
    ...EDGE_KEYS.map((name) => `<key id="e_${name}" for="edge" attr.name="${name}" attr.type="string"/>`),
    `<key id="e_confidence" for="edge" attr.name="confidence" attr.type="double"/>`,
  ];
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '<graph edgedefault="directed">',
  ];
  const data = (key: string, value: string): string => `<data key="${key}">${xml(value)}</data>`;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!shown.nodes[node]) continue;
    const day = graph.isPaper(node) ? graph.day(node) : "";
    const values = [graph.kind(node), graph.label(node), graph.aliases(node).join(" | "), day];
    parts.push(
      `<node id="${xml(graph.id(node))}">${NODE_KEYS.map((name, i) => data(`n_${name}`, values[i])).join("")}</node>`,
    );
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!shown.edges[edge]) continue;
    const paper = graph.paperOf[edge];
    const evidence = graph.data.edges.evidence[edge];
    const quote = evidence < 0 ? null : texts.quote(evidence, paper);
    const values = [
      graph.predicate(edge),
      graph.origin(edge),
      quote?.surface ?? "",
      quote ? sentence(quote) : "",
      paper < 0 ? "" : graph.id(paper),
    ];
    parts.push(
      `<edge id="e${edge}" source="${xml(graph.id(graph.from[edge]))}" target="${xml(graph.id(graph.to[edge]))}">` +
        `${EDGE_KEYS.map((name, i) => data(`e_${name}`, values[i])).join("")}${data("e_confidence", String(graph.confidence[edge] / 100))}</edge>`,
    );
  }
  return `${parts.join("\n")}\n</graph>\n</graphml>\n`;
}
