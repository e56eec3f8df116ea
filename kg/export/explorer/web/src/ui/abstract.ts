import type { App } from "../app.ts";
import { each } from "../model/graph.ts";
import type { Texts } from "../model/texts.ts";
import { h } from "./dom.ts";
import { panelLink } from "./pieces.ts";

interface Mention {
  start: number;
  end: number;
  node: number;
}

/** Mentions in order, none over another: of those that overlap the longest. */
export function apart(mentions: readonly Mention[]): Mention[] {
  const sorted = [...mentions].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Mention[] = [];
  for (const one of sorted) {
    if (kept.every((other) => one.end <= other.start || other.end <= one.start)) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** The abstract of a paper, each mention in the colour of its kind and a link to the thing. */
export function markedAbstract(app: App, texts: Texts, paper: number): HTMLElement {
  const { graph } = app;
  const { section, start, length, loose } = graph.data.evidence;
  const text = texts.abstract(paper);
  const found = each(graph.edgesAt, paper).flatMap((edge): Mention[] => {
    const evidence = graph.data.edges.evidence[edge];
    if (evidence < 0 || graph.from[edge] !== paper || section[evidence] !== 1 || loose[evidence]) return [];
    return [{ start: start[evidence], end: start[evidence] + length[evidence], node: graph.to[edge] }];
  });
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { start: from, end, node } of apart(found)) {
    parts.push(text.slice(at, from));
    const link = panelLink(app, { of: "node", node }, text.slice(from, end));
    link.className = "mention";
    link.title = `${graph.kind(node)}: ${graph.label(node)}`;
    link.style.setProperty("--dot", `var(--${graph.kind(node)})`);
    parts.push(link);
    at = end;
  }
  return h("p", { className: "abstract" }, ...parts, text.slice(at));
}
