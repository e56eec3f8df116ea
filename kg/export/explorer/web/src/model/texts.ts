import type { Graph } from "./graph.ts";

/** A sentence, and in it the words that name the thing. */
export interface Quote {
  before: string;
  surface: string;
  after: string;
}

/** The abstracts, kept as bytes and decoded one at a time, and the sentences in them. */
export class Texts {
  private readonly decoder = new TextDecoder();

  constructor(
    private readonly graph: Graph,
    private readonly bytes: Uint8Array,
  ) {}

  abstract(paper: number): string {
    const ends = this.graph.data.papers.textEnd;
    return this.decoder.decode(this.bytes.subarray(paper ? ends[paper - 1] : 0, ends[paper]));
  }

  /** The text of a section: 0 title, 1 abstract. */
  section(paper: number, section: number): string {
    return section ? this.abstract(paper) : this.graph.label(paper);
  }

  /** The sentence of an evidence of a paper. */
  quote(evidence: number, paper: number): Quote {
    const places = this.graph.data.evidence;
    const loose = places.loose[evidence];
    if (loose) return around(loose[1], loose[1].indexOf(loose[0]), loose[0].length);
    const begin = places.quoteStart[evidence];
    const text = this.section(paper, places.section[evidence]).slice(
      begin,
      begin + places.quoteLength[evidence],
    );
    return around(text, places.start[evidence] - begin, places.length[evidence]);
  }
}

function around(text: string, start: number, length: number): Quote {
  if (start < 0) return { before: text, surface: "", after: "" };
  return {
    before: text.slice(0, start),
    surface: text.slice(start, start + length),
    after: text.slice(start + length),
  };
}

/** The whole sentence. */
export function sentence(quote: Quote): string {
  return quote.before + quote.surface + quote.after;
}
