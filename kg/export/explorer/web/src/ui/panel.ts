import type { App } from "../app.ts";
import type { Texts } from "../model/texts.ts";
import { byId, button, fill, h } from "./dom.ts";
import { cellPanel } from "./panel-cell.ts";
import { edgePanel } from "./panel-edge.ts";
import { nodePanel } from "./panel-node.ts";
import { pathPanel } from "./panel-path.ts";

/** The panel of details: draws what the state says, and closes. */
export function panel(app: App, pick: (from: number) => void): void {
  const root = byId("panel");
  let opener: Element | null = null;

  const close = (): void => {
    app.store.set({ panel: null });
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  };
  const content = (texts: Texts): Node[] => {
    const { panel: wanted } = app.store.state;
    if (wanted?.of === "node") return nodePanel(app, texts, wanted.node, pick);
    if (wanted?.of === "edge") return edgePanel(app, texts, wanted.from, wanted.to);
    if (wanted?.of === "path") return pathPanel(app, texts, wanted.from, wanted.to);
    if (wanted?.of === "cell") return cellPanel(app, texts, wanted.row, wanted.column);
    return [];
  };
  const update = async (anew: boolean): Promise<void> => {
    const wanted = app.store.state.panel;
    if (wanted && root.hidden) opener = document.activeElement;
    root.hidden = !wanted;
    document.body.classList.toggle("telling", Boolean(wanted));
    if (!wanted) return;
    const texts = await app.texts();
    if (app.store.state.panel !== wanted) return;
    fill(root, button("Close details", "close", close), h("div", { className: "body" }, ...content(texts)));
    root.firstElementChild!.className = "close";
    if (anew) root.scrollTop = 0;
    if (document.activeElement === document.body) root.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    const here = event.target === document.body || root.contains(event.target as Node);
    if (event.key === "Escape" && here && !root.hidden) close();
  });
  app.store.subscribe((_, changed) => {
    if (changed.has("panel")) void update(true);
    else if (changed.has("filter") || changed.has("focus")) void update(false);
  });
  void update(true);
}
