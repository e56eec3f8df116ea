/** The colours of the page, read from its style sheet, which is their only home. */
export interface Theme {
  kinds: string[];
  ground: string;
  text: string;
  quiet: string;
  /** The three numbers of an edge's colour, e.g. "60, 72, 96". */
  edge: string;
  accent: string;
  font: string;
}

export function theme(kinds: readonly string[]): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    kinds: kinds.map((kind) => value(`--${kind}`)),
    ground: value("--ground"),
    text: value("--text"),
    quiet: value("--quiet"),
    edge: value("--edge"),
    accent: value("--accent"),
    font: value("--font"),
  };
}
