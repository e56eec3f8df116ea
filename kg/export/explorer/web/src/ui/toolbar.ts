import type { App } from "../app.ts";
import type { View } from "../model/state.ts";
import type { Picture } from "../picture/picture.ts";
import { saveBlob, saveText, copyText } from "../save/file.ts";
import { graphml } from "../save/graphml.ts";
import { png, svg, type Scene } from "../save/image.ts";
import { turtle } from "../save/turtle.ts";
import { byId, button, fill, h } from "./dom.ts";

const VIEWS: [View, string][] = [
  ["picture", "Picture"],
  ["table", "Tables"],
  ["matrix", "Matrix"],
];

/** The bar above: which view, the filters on a phone, link, save, theme and help. */
export function toolbar(app: App, picture: Picture, help: () => void): void {
  const views = VIEWS.map(([view, name]) => {
    const made = button(name, view, () => app.store.set({ view }), true);
    return { view, made };
  });
  fill(byId("views"), ...views.map(({ made }) => made));
  const update = (): void => {
    const { view } = app.store.state;
    for (const one of views) {
      if (one.view === view) one.made.setAttribute("aria-current", "page");
      else one.made.removeAttribute("aria-current");
      byId(one.view).hidden = one.view !== view;
    }
  };
  app.store.subscribe((_, changed) => {
    if (changed.has("view")) update();
  });
  update();

  const filtering = button("Filters", "filter", () => document.body.classList.toggle("filtering"));
  filtering.id = "open-filters";
  const link = button("Copy link to this view", "link", () => {
    void copyText(location.href).then((done) =>
      app.tell(done ? "Link copied." : "The link is in the address bar."),
    );
  });
  const shade = button("Light or dark", "theme", () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    picture.recolour();
  });
  fill(byId("tools"), filtering, link, saveMenu(app, picture), shade, button("Help", "help", help));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.recolour());
}

function saveMenu(app: App, picture: Picture): HTMLElement {
  const scene = (): Scene => ({ sight: picture.sight(), labels: picture.placedLabels, theme: picture.theme });
  const choices: [string, () => void | Promise<void>][] = [
    ["Picture as PNG", async () => saveBlob("graph.png", await png(scene()))],
    ["Picture as SVG", () => saveText("graph.svg", "image/svg+xml", svg(scene()))],
    [
      "What is shown as Turtle",
      async () => saveText("graph.ttl", "text/turtle", turtle(app.graph, app.shown(), await app.texts())),
    ],
    [
      "What is shown as GraphML",
      async () =>
        saveText("graph.graphml", "application/xml", graphml(app.graph, app.shown(), await app.texts())),
    ],
  ];
  const list = h("div", {
    className: "menu",
    id: "save-menu",
    hidden: true,
    role: "group",
    aria: { label: "Save" },
  });
  const opener = button("Save", "save", () => show(list.hidden === true));
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "save-menu");
  const show = (open: boolean): void => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) (list.firstElementChild as HTMLElement).focus();
  };
  fill(
    list,
    ...choices.map(([name, save]) => {
      const made = h("button", { type: "button" }, name);
      made.addEventListener("click", () => {
        show(false);
        void save();
      });
      return made;
    }),
  );
  const root = h("div", { className: "dropdown" }, opener, list);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || list.hidden) return;
    show(false);
    opener.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!root.contains(event.target as Node)) show(false);
  });
  return root;
}
