import type { Graph } from "./graph.ts";

export type View = "picture" | "table" | "matrix";

/** What the panel tells of; nodes are numbers. */
export type Panel =
  | { of: "node"; node: number }
  | { of: "edge"; from: number; to: number }
  | { of: "path"; from: number; to: number }
  | { of: "cell"; row: number; column: number };

export interface Filter {
  hiddenKinds: ReadonlySet<number>;
  hiddenEdges: ReadonlySet<number>;
  hiddenListings: ReadonlySet<number>;
  /** Least confidence of an edge that was read, 0 to 100. */
  confidence: number;
  /** Months between which papers lie, "2024-05"; "" is open. */
  since: string;
  until: string;
  /** Least number of shown neighbours. */
  degree: number;
}

/** Only what is near a node is shown, and what is next to the nodes that were expanded. */
export interface Focus {
  node: number;
  hops: number;
  expanded: readonly number[];
}

export interface Matrix {
  rows: string;
  columns: string;
  /** Whether a variant counts as what it is a variant of. */
  families: boolean;
}

export interface Camera {
  x: number;
  y: number;
  ratio: number;
}

/** All that a permalink holds. */
export interface State {
  view: View;
  panel: Panel | null;
  filter: Filter;
  focus: Focus | null;
  /** Kind of the table, or "Result". */
  table: string;
  /** Column to sort by, with "-" in front for the largest first; "" is the table's own order. */
  sort: string;
  /** Text that rows of the table have to hold. */
  find: string;
  matrix: Matrix;
  camera: Camera;
}

export const WHOLE: Camera = { x: 0.5, y: 0.5, ratio: 1 };

/** The state of a page opened without a permalink: all is shown but for derived edges. */
export function initial(graph: Graph): State {
  const derived = graph.data.edgeKinds.flatMap(([, origin], kind) => (origin === "derived" ? [kind] : []));
  return {
    view: "picture",
    panel: null,
    filter: {
      hiddenKinds: new Set(),
      hiddenEdges: new Set(derived),
      hiddenListings: new Set(),
      confidence: 0,
      since: "",
      until: "",
      degree: 0,
    },
    focus: null,
    table: "Paper",
    sort: "",
    find: "",
    matrix: { rows: "Technique", columns: "Model", families: true },
    camera: WHOLE,
  };
}

export type Listener = (state: State, changed: ReadonlySet<keyof State>) => void;

/** Holds the state and tells of its changes. */
export class Store {
  private readonly listeners: Listener[] = [];

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  /** Calls the listener after each change, in the order of their subscription. */
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Sets some of the state; what stays the same is no change. */
  set(some: Partial<State>): void {
    const keys = Object.keys(some) as (keyof State)[];
    const changed = new Set(keys.filter((key) => some[key] !== this.current[key]));
    if (!changed.size) return;
    this.current = { ...this.current, ...some };
    for (const listener of this.listeners) listener(this.current, changed);
  }

  filter(some: Partial<Filter>): void {
    this.set({ filter: { ...this.current.filter, ...some } });
  }
}
