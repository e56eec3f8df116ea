import { hrefOf, type App } from "../app.ts";
import type { Panel } from "../model/state.ts";
import type { Quote } from "../model/texts.ts";
import { count, h } from "./dom.ts";

/** The dot of a kind. */
export function dot(kind: string): HTMLElement {
  return h("span", { className: "dot", vars: { "--dot": `var(--${kind})` }, aria: { hidden: "true" } });
}

/** A link that opens a panel; a plain click stays in the page, any other follows the permalink. */
export function panelLink(app: App, panel: Panel, ...children: (Node | string)[]): HTMLAnchorElement {
  const link = h("a", { className: "to" }, ...children);
  link.href = hrefOf(app, { panel });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    app.open(panel);
  });
  return link;
}

/** A link to a node, with the dot of its kind. */
export function nodeLink(app: App, node: number): HTMLAnchorElement {
  const label = h("span", { className: "name" }, app.graph.label(node));
  const link = panelLink(app, { of: "node", node }, dot(app.graph.kind(node)), label);
  link.title = app.graph.kind(node);
  return link;
}

/** A sentence with the words that name the thing marked. */
export function quoteOf(quote: Quote): HTMLElement {
  return h("blockquote", {}, quote.before, quote.surface ? h("mark", {}, quote.surface) : null, quote.after);
}

/** "confidence 82 %", with a bar. */
export function confidenceOf(value: number): HTMLElement {
  const bar = h("span", { className: "meter", vars: { "--share": `${value}%` }, aria: { hidden: "true" } });
  return h(
    "span",
    { className: "confidence", title: "Confidence of the rule that read it" },
    bar,
    `${value} %`,
  );
}

/** A list that shows its first items and, asked, more of them. */
export function longList<Item>(items: readonly Item[], row: (item: Item) => Node, first = 12): HTMLElement {
  const list = h("ul", { className: "items" });
  let shown = 0;
  const more = h("button", { type: "button", className: "more" });
  const extend = (by: number): void => {
    list.append(...items.slice(shown, shown + by).map((item) => h("li", {}, row(item))));
    shown = Math.min(items.length, shown + by);
    more.hidden = shown >= items.length;
    more.textContent = `${count(items.length - shown)} more`;
  };
  more.addEventListener("click", () => extend(60));
  extend(first);
  return h("div", {}, list, more);
}

/** A heading with the number of what follows. */
export function section(title: string, number: number | null, ...children: (Node | null)[]): HTMLElement {
  return h(
    "section",
    { className: "group" },
    h(
      "h3",
      {},
      title[0].toUpperCase() + title.slice(1),
      number === null ? null : h("span", { className: "count" }, count(number)),
    ),
    ...children,
  );
}
