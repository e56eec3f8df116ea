import type { App } from "../app.ts";
import { byId, fill, h } from "./dom.ts";
import { dot } from "./pieces.ts";

/** What to do with the node that is chosen next, if it is not to be opened. */
export interface Picking {
  from: number | null;
}

/** The search box: matches while one types, arrows and Enter to choose, Escape to leave. */
export function searchbox(app: App, picking: Picking): void {
  const input = byId<HTMLInputElement>("query");
  const list = byId("matches");
  let matches: number[] = [];
  let current = 0;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (node: number | undefined): void => {
    if (node === undefined) return;
    close();
    input.value = "";
    input.blur();
    app.open({ of: "node", node });
  };
  const option = (node: number, i: number): HTMLElement => {
    const { graph } = app;
    const row = h(
      "li",
      { id: `match-${i}`, role: "option", aria: { selected: String(i === current) } },
      dot(graph.kind(node)),
      h("span", { className: "name" }, graph.label(node)),
      h("span", { className: "also" }, named(app, node, input.value)),
    );
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(node);
    });
    return row;
  };
  const paint = (): void => {
    fill(list, ...matches.map(option));
    if (!matches.length)
      fill(
        list,
        h(
          "li",
          { className: "none", role: "option", aria: { disabled: "true", selected: "false" } },
          "Nothing here is called so.",
        ),
      );
    if (matches.length) input.setAttribute("aria-activedescendant", `match-${current}`);
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const search = async (): Promise<void> => {
    const text = input.value;
    if (!text.trim()) return close();
    await app.search.prepare();
    if (input.value !== text) return;
    matches = app.search.find(text);
    current = 0;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    paint();
  };
  const move = (by: number): void => {
    if (!matches.length) return;
    current = (current + by + matches.length) % matches.length;
    paint();
  };

  input.addEventListener("focus", () => void app.search.prepare());
  input.addEventListener("input", () => void search());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") void enter(event);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  /** Enter chooses what is marked; typed quickly, it waits for the matches. */
  const enter = async (event: KeyboardEvent): Promise<void> => {
    event.preventDefault();
    if (list.hidden) await search();
    choose(matches[current]);
  };
  const leave = (): void => {
    input.value = "";
    picking.from = null;
    close();
    input.blur();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

/** The alias that fits the text, if the label does not; otherwise the kind. */
function named(app: App, node: number, text: string): string {
  const wanted = text.trim().toLowerCase();
  if (app.graph.label(node).toLowerCase().includes(wanted)) return app.graph.kind(node);
  return (
    app.graph.aliases(node).find((alias) => alias.toLowerCase().includes(wanted)) ?? app.graph.kind(node)
  );
}
