import type { App } from "../app.ts";
import type { Texts } from "../model/texts.ts";
import { between, shortestPath } from "../model/walk.ts";
import { counted, h } from "./dom.ts";
import { statement } from "./panel-edge.ts";
import { nodeLink } from "./pieces.ts";

/** A shortest path between two nodes with the sentences along it. */
export function pathPanel(app: App, texts: Texts, from: number, to: number): Node[] {
  const { graph } = app;
  const edges = app.shown().edges;
  const path = shortestPath(graph, edges, from, to);
  const steps = path
    .slice(1)
    .flatMap((node, i) => [
      ...between(graph, edges, path[i], node).map((edge) => statement(app, texts, edge)),
      h("p", { className: "stop" }, nodeLink(app, node)),
    ]);
  return [
    h("p", { className: "kind" }, "Shortest path"),
    h(
      "h2",
      { className: "ends" },
      nodeLink(app, from),
      h("span", { className: "to-mark" }, "→"),
      nodeLink(app, to),
    ),
    h(
      "p",
      { className: "note" },
      path.length
        ? `${counted(path.length - 1, "step")}, of what is shown now.`
        : "No path: what is shown now does not tie the two.",
    ),
    path.length ? h("p", { className: "stop" }, nodeLink(app, from)) : null,
    ...steps,
  ].filter((part): part is HTMLElement => part !== null);
}
