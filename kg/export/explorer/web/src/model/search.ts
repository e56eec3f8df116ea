import MiniSearch from "minisearch";
import type { Graph } from "./graph.ts";

interface Entry {
  id: number;
  names: string;
  joined: string;
}

/** Letters and digits alone, without accents and case: "LLaVA-1.5" and "llava 15" are one. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Finds things by any of their names and papers by their titles, mistyped or not. */
export class Search {
  private readonly index = new MiniSearch<Entry>({
    fields: ["names", "joined"],
    idField: "id",
    tokenize: (text, field) =>
      field === "joined" ? text.split(" ") : text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
    processTerm: (term) => folded(term) || null,
  });
  private ready: Promise<void> | undefined;

  constructor(private readonly graph: Graph) {}

  /** Makes the index, in pieces that do not hold the page up; at most once. */
  prepare(): Promise<void> {
    return (this.ready ??= this.index.addAllAsync(
      Array.from({ length: this.graph.nodeCount }, (_, node) => this.entry(node)),
      { chunkSize: 1000 },
    ));
  }

  /** Nodes that a text names, the likeliest first: by how it fits, then by degree. */
  find(text: string, most = 12): number[] {
    const whole = folded(text);
    if (!whole) return [];
    const options = {
      prefix: true,
      fuzzy: (term: string) => (term.length > 7 ? 2 : term.length > 3 ? 1 : 0),
      weights: { prefix: 0.7, fuzzy: 0.25 },
      boost: { joined: 1.5 },
      boostDocument: (node: number) => 1 + Math.log2(1 + this.graph.degree[node]) / 3,
    };
    let hits = this.index.search(text, { ...options, combineWith: "AND" });
    if (whole !== text) hits = hits.concat(this.index.search(whole, { ...options, fields: ["joined"] }));
    if (!hits.length) hits = this.index.search(text, options);
    const score = new Map<number, number>();
    for (const hit of hits) {
      const node = hit.id as number;
      score.set(node, Math.max(score.get(node) ?? 0, hit.score * this.fit(node, whole)));
    }
    return [...score.keys()].sort((a, b) => score.get(b)! - score.get(a)! || a - b).slice(0, most);
  }

  /** How much better a name counts that is the text, or begins with it. */
  private fit(node: number, whole: string): number {
    const names = [this.graph.label(node), ...this.graph.aliases(node)].map(folded);
    if (names[0] === whole) return 100;
    if (names.includes(whole)) return 40;
    return names.some((name) => name.startsWith(whole)) ? 4 : 1;
  }

  private entry(node: number): Entry {
    const names = [this.graph.label(node), ...this.graph.aliases(node)].map((name) => name.slice(0, 400));
    const joined = this.graph.isPaper(node) ? "" : names.map(folded).join(" ");
    return { id: node, names: names.join(" "), joined };
  }
}
