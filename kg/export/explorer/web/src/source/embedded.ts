import { unpackAside } from "./aside.ts";
import type { Payload } from "./payload.ts";
import { SourceError, type DataSource } from "./source.ts";

/** The data that stand in the page itself, in two inert script elements. */
export function embedded(page: Document): DataSource {
  const block = async (id: string): Promise<Uint8Array> => {
    if (typeof DecompressionStream === "undefined") {
      throw new SourceError(
        "This browser cannot unpack the graph (it lacks DecompressionStream). " +
          "Chrome and Edge from 80, Firefox from 113 and Safari from 16.4 can.",
      );
    }
    const text = page.getElementById(id)?.textContent;
    if (!text) throw new SourceError("This file is cut short: it holds no graph. Build or copy it again.");
    return unpackAside(text).catch(() => {
      throw new SourceError("This file is damaged: its graph cannot be unpacked. Build or copy it again.");
    });
  };
  let texts: Promise<Uint8Array> | undefined;
  return {
    graph: async () => JSON.parse(new TextDecoder().decode(await block("data-graph"))) as Payload,
    texts: () => (texts ??= block("data-texts")),
  };
}
