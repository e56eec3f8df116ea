"use strict";
// Texts of papers are untrusted: they reach the page through textContent and the canvas only.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const facts = read("facts");
const nodes = read("nodes");
const edges = read("edges");
const nodeById = new Map(nodes.map((node) => [node.id, node]));
const edgesOf = new Map(nodes.map((node) => [node.id, []]));
for (const edge of edges) {
  edgesOf.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
}
const bySize = [...nodes].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
const TYPES = ["Paper", "Method", "Model", "Technique", "Task", "Benchmark", "Dataset", "Metric", "Hardware"];
const SUGGESTIONS = 8;
const LONGEST_LABEL = 34;

const state = { node: null, edge: null, hovered: null, found: null, off: new Set() };

// --- DOM ---------------------------------------------------------------------------------------

const byId = (id) => document.getElementById(id);

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children); // strings become text nodes
  return element;
}

function dot(type) {
  const element = make("span", "dot");
  element.style.setProperty("--dot", `var(--${type})`);
  return element;
}

const narrow = () => matchMedia("(max-width: 720px)").matches; // as in page.css
const words = (predicate) => predicate.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
const short = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1).trimEnd()}…` : text);

function sentence(reading) {
  const quote = make("blockquote");
  const at = reading.surface ? reading.quote.indexOf(reading.surface) : -1;
  if (at < 0) {
    quote.append(reading.quote);
  } else {
    const end = at + reading.surface.length;
    quote.append(reading.quote.slice(0, at), make("mark", "", reading.surface), reading.quote.slice(end));
  }
  return quote;
}

// --- Drawing -----------------------------------------------------------------------------------

let theme = {};
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  theme = { ground: value("ground"), text: value("text"), quiet: value("quiet"), edge: value("edge") };
  for (const type of TYPES) theme[type] = value(type);
}

// The nodes that stand out, or null where all do.
function foreground() {
  if (state.node) {
    const ends = edgesOf.get(state.node).flatMap((edge) => [edge.from, edge.to]);
    return new Set([state.node, ...ends]);
  }
  if (state.edge !== null) return new Set([edges[state.edge].from, edges[state.edge].to]);
  return state.found;
}

const shown = (node) => !state.off.has(node.type);

function look(node, front) {
  const faded = front && !front.has(node.id);
  const color = { background: theme[node.type], border: theme.ground };
  if (node.id === state.node || node.id === facts.focus) color.border = theme.text;
  return {
    id: node.id, x: node.x, y: node.y, size: node.size, hidden: !shown(node),
    opacity: faded ? 0.13 : 1, color: { ...color, highlight: color, hover: color },
  };
}

function lookOfEdge(edge, front) {
  const near = front && (state.edge === edge.id || edge.from === state.node || edge.to === state.node);
  const thing = nodeById.get(nodeById.get(edge.to).type === "Paper" ? edge.from : edge.to);
  const alpha = front ? 0.05 : 0.24;
  const color = near ? theme[thing.type] : `rgba(${theme.edge}, ${alpha})`;
  const strong = theme[thing.type];
  return {
    id: edge.id, from: edge.from, to: edge.to, width: near ? 1.6 : 1,
    hidden: !shown(nodeById.get(edge.from)) || !shown(nodeById.get(edge.to)),
    color: { color, hover: strong, highlight: strong, inherit: false },
  };
}

readTheme();
const visNodes = new vis.DataSet(nodes.map((node) => look(node, null)));
const visEdges = new vis.DataSet(edges.map((edge) => lookOfEdge(edge, null)));
const network = new vis.Network(byId("canvas"), { nodes: visNodes, edges: visEdges }, read("options"));

function paint() {
  const front = foreground();
  visNodes.update(nodes.map((node) => look(node, front)));
  visEdges.update(edges.map((edge) => lookOfEdge(edge, front)));
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// Labels keep their size on the screen at every zoom and give way to those of larger nodes, so that
// a picture seen from afar names its hubs and names the rest as one comes closer. A label stands
// below its node, or above or beside it where that hides fewer nodes.
function drawLabels(context) {
  const scale = network.getScale();
  const front = foreground();
  const rank = (node) => ([state.node, state.hovered, facts.focus].includes(node.id) ? 0 : 1);
  const candidates = bySize
    .filter((node) => shown(node) && (!front || front.has(node.id) || node.id === state.hovered))
    .sort((a, b) => rank(a) - rank(b));
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const canvas = byId("canvas");
  const discs = candidates.map((node) => {
    const [x, y, r] = [(node.x - corner.x) * scale, (node.y - corner.y) * scale, node.size * scale];
    return { node, box: [x - r, y - r, x + r, y + r] };
  });
  const taken = [];
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const node of candidates) {
    const pinned = rank(node) === 0 || (front !== null && front.size < 30);
    if (!pinned && node.size * scale < (node.type === "Paper" ? 10 : 3.6)) continue;
    const pixels = Math.max(11, Math.min(15, 9 + node.size * 0.22));
    context.font = `${node.size > 16 ? 600 : 450} ${pixels / scale}px system-ui, sans-serif`;
    const text = short(node.label.replace(/\s+/g, " "), rank(node) === 0 ? 70 : LONGEST_LABEL);
    const half = (context.measureText(text).width / 2) * scale;
    const x = (node.x - corner.x) * scale;
    const y = (node.y - corner.y) * scale;
    const reach = node.size * scale + 3;
    if (x + half < 0 || y + reach < -20 || x - half > canvas.clientWidth || y > canvas.clientHeight) continue;
    const boxAt = ([dx, dy]) => [x + dx - half, y + dy, x + dx + half, y + dy + pixels + 2];
    const sides = [[0, reach], [0, -reach - pixels], [reach + half, -pixels / 2], [-reach - half, -pixels / 2]];
    const larger = discs.filter((disc) => disc.node.size > node.size).map((disc) => disc.box);
    const free = sides.filter((side) => ![...taken, ...larger].some((box) => overlap(box, boxAt(side))));
    if (!free.length && rank(node) !== 0) continue;
    const clear = free.find((side) => !discs.some((disc) => disc.node !== node && overlap(disc.box, boxAt(side))));
    const side = clear ?? free[0] ?? sides[0];
    taken.push(boxAt(side));
    const place = [node.x + side[0] / scale, node.y + side[1] / scale];
    context.strokeStyle = theme.ground;
    context.lineWidth = 4 / scale;
    context.strokeText(text, ...place);
    context.fillStyle = node.type === "Paper" ? theme.quiet : theme.text;
    context.fillText(text, ...place);
  }
}
network.on("afterDrawing", drawLabels);

// --- Details -----------------------------------------------------------------------------------

function goTo(id) {
  const button = make("button", "go", dot(nodeById.get(id).type), make("span", "", nodeById.get(id).label));
  button.addEventListener("click", () => focusNode(id));
  return button;
}

function openPanel(...content) {
  const close = make("button", "close", "×");
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", clear);
  byId("panel").replaceChildren(close, ...content);
  byId("panel").scrollTop = 0;
  byId("panel").hidden = false;
}

function kindLine(node) {
  const degree = edgesOf.get(node.id).length;
  const text = [node.type, node.date, `${degree} connection${degree === 1 ? "" : "s"} here`];
  return make("span", "kind", dot(node.type), text.filter(Boolean).join(" · "));
}

function describeNode(node) {
  const content = [kindLine(node), make("h2", "", node.label)];
  if (node.aliases.length) content.push(make("p", "quiet", `also ${node.aliases.join(", ")}`));
  if (/^https?:\/\//.test(node.url)) {
    const link = make("a", "", node.url);
    link.href = node.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    content.push(make("p", "quiet", link));
  }
  if (node.abstract) {
    const abstract = make("p", "quiet abstract", node.abstract);
    abstract.addEventListener("click", () => abstract.classList.toggle("whole"));
    content.push(abstract);
  }
  const groups = new Map();
  for (const edge of edgesOf.get(node.id)) {
    for (const reading of edge.readings) {
      const heading = edge.from === node.id ? words(reading.predicate) : `← ${words(reading.predicate)}`;
      if (!groups.has(heading)) groups.set(heading, []);
      groups.get(heading).push([edge.from === node.id ? edge.to : edge.from, reading]);
    }
  }
  for (const [heading, some] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    const list = make("ul");
    for (const [other, reading] of some) {
      const item = make("li", "", goTo(other));
      if (reading.quote) item.append(sentence(reading));
      list.append(item);
    }
    content.push(make("h3", "", `${heading} (${some.length})`), list);
  }
  return content;
}

function source(reading) {
  if (reading.origin !== "text") return `curated in the ${reading.origin}`;
  return `read in the ${reading.section}, confidence ${reading.confidence.toFixed(2)}`;
}

function describeEdge(edge) {
  const content = [make("span", "kind", "Edge"), make("p", "", goTo(edge.from)), make("p", "", goTo(edge.to))];
  for (const reading of edge.readings) {
    content.push(make("h3", "", words(reading.predicate)));
    if (reading.quote) content.push(sentence(reading));
    content.push(make("p", "quiet", source(reading)));
  }
  return content;
}

// --- Selection ---------------------------------------------------------------------------------

function selectNode(id) {
  Object.assign(state, { node: id, edge: null, found: null });
  paint();
  openPanel(...describeNode(nodeById.get(id)));
}

function selectEdge(id) {
  Object.assign(state, { node: null, edge: id, found: null });
  paint();
  openPanel(...describeEdge(edges[id]));
}

function clear() {
  Object.assign(state, { node: null, edge: null, found: null });
  network.unselectAll();
  byId("panel").hidden = true;
  paint();
}

function focusNode(id) {
  const node = nodeById.get(id);
  if (!shown(node)) {
    state.off.delete(node.type);
    byId(`show-${node.type}`).checked = true;
  }
  network.selectNodes([id]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const canvas = byId("canvas");
  const offset = narrow() ? { x: 0, y: -canvas.clientHeight / 4 } : { x: -Math.min(190, canvas.clientWidth / 6), y: 0 };
  const scale = Math.min(1.6, Math.max(0.9, network.getScale()));
  network.focus(id, { scale, offset, animation: calm ? false : { duration: 350 } });
  selectNode(id);
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  hideTip();
  if (node !== undefined) selectNode(node);
  else if (edge !== undefined) selectEdge(edge);
  else clear();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") clear();
});

// --- Hover -------------------------------------------------------------------------------------

function showTip(event, ...content) {
  const tip = byId("tip");
  tip.replaceChildren(...content);
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.min(event.clientX + 14, innerWidth - width - 8);
  const below = event.clientY + 16;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${below + height > innerHeight ? Math.max(8, event.clientY - height - 12) : below}px`;
}

function hideTip() {
  byId("tip").hidden = true;
}

network.on("hoverNode", ({ node, event }) => {
  state.hovered = node;
  byId("canvas").style.cursor = "pointer";
  showTip(event, make("strong", "", nodeById.get(node).label), kindLine(nodeById.get(node)));
});
network.on("hoverEdge", ({ edge, event }) => {
  byId("canvas").style.cursor = "pointer";
  const { from, to, readings } = edges[edge];
  const label = (id) => short(nodeById.get(id).label, 60);
  const content = readings.slice(0, 3).flatMap((reading) => {
    const title = make("strong", "", `${label(from)} — ${words(reading.predicate)} → ${label(to)}`);
    return reading.quote ? [title, sentence(reading)] : [title];
  });
  showTip(event, ...content);
});
for (const name of ["blurNode", "blurEdge"]) {
  network.on(name, () => {
    state.hovered = null;
    byId("canvas").style.cursor = "";
    hideTip();
  });
}
network.on("dragStart", hideTip);
network.on("zoom", hideTip);

// --- Search ------------------------------------------------------------------------------------

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const names = bySize.map((node) => [node, [node.label, ...node.aliases].map(fold)]);

// The visible nodes a query finds: whole names first, then beginnings, then parts; larger first.
function find(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const ranks = [(name) => name === wanted, (name) => name.startsWith(wanted), (name) => name.includes(wanted)];
  const hits = names.map(([node, some]) => [node, ranks.findIndex((test) => some.some(test))]);
  return hits.filter(([, rank]) => rank >= 0).sort((a, b) => a[1] - b[1]).map(([node]) => node);
}

function suggest() {
  const query = byId("query").value;
  const hits = find(query);
  const items = hits.slice(0, SUGGESTIONS).map((node) => {
    const button = make("button", "", dot(node.type), make("span", "", node.label));
    button.type = "button";
    button.addEventListener("click", () => choose(node));
    return make("li", "", button);
  });
  if (!hits.length) items.push(make("li", "", "Nothing here is called so."));
  byId("matches").replaceChildren(...items);
  byId("matches").hidden = !query.trim();
  Object.assign(state, { node: null, edge: null, found: hits.length ? new Set(hits.map((node) => node.id)) : null });
  byId("panel").hidden = true;
  paint();
}

function choose(node) {
  byId("matches").hidden = true;
  focusNode(node.id);
}

byId("query").addEventListener("input", suggest);
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const [best] = find(byId("query").value);
  if (best) choose(best);
});
document.addEventListener("pointerdown", (event) => {
  if (!byId("search").contains(event.target)) byId("matches").hidden = true;
});

// --- Legend ------------------------------------------------------------------------------------

for (const type of TYPES) {
  const count = nodes.filter((node) => node.type === type).length;
  if (!count) continue;
  const box = make("input");
  Object.assign(box, { type: "checkbox", checked: true, id: `show-${type}` });
  box.addEventListener("change", () => {
    if (box.checked) state.off.delete(type);
    else state.off.add(type);
    if (state.node && !shown(nodeById.get(state.node))) clear();
    else paint();
  });
  const label = make("label", "", box, dot(type), make("span", "name", type), make("span", "count", `${count}`));
  byId("legend").append(make("li", "", label));
}

const number = (value) => value.toLocaleString("en");
const part = nodes.length < facts.of ? `${number(nodes.length)} of ` : "";
byId("summary").textContent = `${part}${number(facts.of)} papers and things`;
if (narrow()) byId("types").open = false;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readTheme();
  paint();
});
network.fit({ animation: false, maxZoomLevel: 1.4 });
if (facts.focus && !narrow()) {
  openPanel(...describeNode(nodeById.get(facts.focus)));
  const room = 1 - byId("panel").clientWidth / byId("canvas").clientWidth;
  const offset = { x: -byId("panel").clientWidth / 2, y: 0 };
  network.moveTo({ scale: network.getScale() * Math.max(0.5, room), offset });
}
