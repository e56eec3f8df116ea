import type { Origin } from "../source/payload.ts";

/** What an edge says, read from its subject and read from its object. */
const SAYS: Record<string, [string, string]> = {
  introduces: ["introduces", "introduced by"],
  extends: ["extends", "extended by"],
  usesBaseModel: ["is applied to", "base model of"],
  evaluatesOn: ["evaluates on", "used for evaluation by"],
  trainsOn: ["trains on", "used for training by"],
  usesTechnique: ["uses technique", "used by"],
  addressesTask: ["addresses task", "addressed by"],
  comparesWith: ["compares with", "compared with by"],
  runsOn: ["runs on", "ran by"],
  mentions: ["mentions", "mentioned by"],
  reports: ["reports numbers of", "numbers reported by"],
  variantOf: ["variant of", "variants"],
  broader: ["kind of", "kinds"],
  partOf: ["part of", "parts"],
  closeMatch: ["close to", "close to"],
  fineTunedFrom: ["fine-tuned from", "fine-tuned into"],
  quantizedFrom: ["quantized from", "quantized into"],
  mergedFrom: ["merged from", "merged into"],
  adapterOf: ["adapter of", "adapters"],
  appliedTo: ["applied to", "has been given"],
  evaluatedOn: ["evaluated on", "has evaluated"],
  outperforms: ["outperforms", "outperformed by"],
};

/** The words of an edge kind; an unknown one stands for itself. */
export function says(predicate: string, backward = false): string {
  return SAYS[predicate]?.[backward ? 1 : 0] ?? predicate;
}

export const ORIGINS: Record<Origin, string> = {
  read: "Read in papers",
  curated: "From the lexicon",
  derived: "Derived",
};

const PLURALS: Record<string, string> = { Hardware: "Hardware" };

/** Many of a kind: "Papers". */
export function plural(kind: string): string {
  return PLURALS[kind] ?? (kind.endsWith("y") ? `${kind.slice(0, -1)}ies` : `${kind}s`);
}
