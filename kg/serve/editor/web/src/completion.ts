import Yasgui from "@zazuko/yasgui";
import type { Data } from "./data.ts";

/** Names of our completers; those of Yasgui that ask other servers are not among them. */
export const COMPLETERS = ["ourPrefixes", "ourClasses", "ourProperties", "variables"];

/** Registers completers of our prefixes, classes and properties, in place of those of the web. */
export function registerCompleters({ prefixes, classes, properties }: Data): void {
  const { Yasqe } = Yasgui;
  const known = Object.entries(prefixes).map(([name, space]) => `${name}: <${space}>`);
  const ours = [
    ["ourPrefixes", "prefixes", known],
    ["ourClasses", "class", classes],
    ["ourProperties", "property", properties],
  ] as const;
  for (const [name, like, values] of ours) {
    const stock = Yasqe.Autocompleters[like];
    if (!stock) throw new Error(`Yasgui has no completer called ${like}`);
    const persistenceId = null;
    Yasqe.registerAutocompleter({ ...stock, name, bulk: true, persistenceId, get: () => [...values] });
  }
}
