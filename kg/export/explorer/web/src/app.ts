import type { Graph } from "./model/graph.ts";
import type { Search } from "./model/search.ts";
import type { Panel, State, Store } from "./model/state.ts";
import type { Texts } from "./model/texts.ts";
import type { Visible } from "./model/visible.ts";
import { encode } from "./model/permalink.ts";

/** What every part of the page shares. */
export interface App {
  graph: Graph;
  store: Store;
  search: Search;
  /** The abstracts, once they are unpacked. */
  texts: () => Promise<Texts>;
  /** The abstracts, or null while they are not unpacked yet. */
  unpacked: () => Texts | null;
  /** What filter and focus leave now. */
  shown: () => Visible;
  /** Opens a panel and flies to what it tells of. */
  open: (panel: Panel) => void;
  /** Tells a screen reader, and for a moment the eye. */
  tell: (message: string) => void;
}

/** The permalink of the state with some of it changed. */
export function hrefOf(app: App, some: Partial<State>): string {
  return `#${encode(app.graph, { ...app.store.state, ...some })}`;
}
