type Child = Node | string | null | undefined | false;
type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Tag], "style" | "dataset">
> & {
  aria?: Record<string, string>;
  data?: Record<string, string>;
  /** Custom properties of the style, e.g. { "--dot": "red" }. */
  vars?: Record<string, string>;
  role?: string;
};

/** A new element; texts become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<Tag> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  const { aria, data, vars, role, ...own } = properties;
  Object.assign(element, own);
  if (role) element.setAttribute("role", role);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  for (const [name, value] of Object.entries(vars ?? {})) element.style.setProperty(name, value);
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** The element of the page with an id. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page lacks #${id}`);
  return found as Kind;
}

/** Sets what is inside an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

/** A number with separators of thousands: 12,345. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** "1 paper", "2 papers". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

const SHAPES: Record<string, string> = {
  close: "M5 5l10 10M15 5L5 15",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2l1-1",
  save: "M10 3v9M6 8.5l4 4 4-4M4 16h12",
  theme: "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.7M10 14.5v.2",
  filter: "M3 5h14M6 10h8M8.5 15h3",
  focus: "M10 3v3M10 14v3M3 10h3M14 10h3M10 7a3 3 0 1 0 0 6a3 3 0 1 0 0-6",
  expand: "M10 6.5v7M6.5 10h7M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14",
  path: "M5 15a1.5 1.5 0 1 0 .01 0M15 5a1.5 1.5 0 1 0 .01 0M6.5 13.5l7-7",
  copy: "M7 7h9v9H7zM4 13V4h9",
  picture:
    "M5 5.5a1.5 1.5 0 1 0 .01 0M15 9a1.5 1.5 0 1 0 .01 0M7 15a1.5 1.5 0 1 0 .01 0M6.3 6.2l7.4 2.6M13.8 10l-5.6 4.2M5.2 7l1.6 6.5",
  table: "M3 5h14M3 10h14M3 15h14M8 5v10",
  matrix: "M4 4h3v3H4zM8.5 4h3v3h-3zM13 4h3v3h-3zM4 8.5h3v3H4zM13 8.5h3v3h-3zM8.5 13h3v3h-3z",
};

/** A small picture for a button, for the eye only. */
export function icon(name: keyof typeof SHAPES & string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A button with a small picture and, for the eye or for the ear only, a name. */
export function button(
  name: string,
  shape: keyof typeof SHAPES & string,
  pressed: () => void,
  shown = false,
): HTMLButtonElement {
  const made = h("button", { type: "button", title: name }, icon(shape), shown ? h("span", {}, name) : null);
  if (!shown) made.setAttribute("aria-label", name);
  made.addEventListener("click", pressed);
  return made;
}
