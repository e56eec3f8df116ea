/** The columns of a graph as they arrive; kg/export/explorer/data.py writes them. */
export interface Payload {
  version: 1;
  /** Base IRI of all identifiers. */
  base: string;
  /** Papers and things of the whole graph; more than `nodes` holds if the graph is very large. */
  of: number;
  /** Kinds of nodes; the first is "Paper". */
  kinds: string[];
  /** Kinds of edges: predicate, and "read" in a text, "curated" in a lexicon, or "derived". */
  edgeKinds: [string, Origin][];
  /** Listings: name, and day ("2025-07-30") or "". */
  listings: [string, string][];
  /** Papers first, then things. */
  nodes: { id: string[]; kind: number[]; label: string[]; x: number[]; y: number[] };
  papers: {
    day: string[];
    arxiv: string[];
    authors: string[][];
    categories: string[][];
    listings: number[][];
    /** Where each abstract ends in the block of texts, in bytes. */
    textEnd: number[];
  };
  /** Aliases of the things; the first thing is node `papers.day.length`. */
  aliases: string[][];
  edges: {
    from: number[];
    to: number[];
    kind: number[];
    /** The paper that says it, or -1. */
    paper: number[];
    /** 0 to 100. */
    confidence: number[];
    /** Number of its evidence, or -1. */
    evidence: number[];
  };
  results: {
    paper: number[];
    valueText: string[];
    value: string[];
    unit: string[];
    metricText: string[];
    kind: string[];
    direction: string[];
    metric: number[];
    subject: number[];
    baseline: number[];
    model: number[];
    benchmark: number[];
    hardware: number[];
    confidence: number[];
    evidence: number[];
  };
  links: { paper: number[]; url: string[]; kind: string[]; evidence: number[] };
  evidence: {
    /** 0 title, 1 abstract. */
    section: number[];
    start: number[];
    length: number[];
    quoteStart: number[];
    quoteLength: number[];
    /** Surface form and sentence of an evidence that is not in its text. */
    loose: Record<string, [string, string]>;
  };
}

export type Origin = "read" | "curated" | "derived";
