import type { Payload } from "./payload.ts";

/** Where the graph comes from: blocks inside the page now, a server's API later. */
export interface DataSource {
  /** The columns of the graph, which the first picture needs. */
  graph(): Promise<Payload>;
  /** All abstracts one after the other in UTF-8, which the first panel needs. */
  texts(): Promise<Uint8Array>;
}

/** What a data source throws; the message is for the reader of the page. */
export class SourceError extends Error {}
