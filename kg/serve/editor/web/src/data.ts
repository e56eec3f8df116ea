/** What the page asks the server for: the vocabulary and the queries that are ready to ask. */
export interface Data {
  /** Base IRI of all papers and things. */
  base: string;
  prefixes: Record<string, string>;
  classes: string[];
  properties: string[];
  /** What a new tab begins with. */
  start: string;
  queries: { name: string; text: string }[];
}

/** Fetches the data below the path at which the graph is served. */
export async function load(root: string): Promise<Data> {
  const answer = await fetch(`${root}/query/data.json`);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return (await answer.json()) as Data;
}
