import { fontOf, pointOf, type Sight } from "../picture/overlay.ts";
import type { Label } from "../picture/scene.ts";
import type { Theme } from "../picture/theme.ts";
import { xml } from "./graphml.ts";

/** What a saved picture is drawn from: what is in sight, and the labels as they stand. */
export interface Scene {
  sight: Sight;
  labels: readonly Label[];
  theme: Theme;
}

interface Marks {
  lines: { ends: [number, number, number, number]; colour: string; width: number; alpha: number }[];
  discs: { at: [number, number]; radius: number; colour: string; alpha: number }[];
}

/** Lines and discs in sight, those of a highlight on top and the rest faded. */
function marks({ sight, theme }: Scene): Marks {
  const { graph, shown, highlight, width, height } = sight;
  const bright = new Set(highlight?.nodes);
  const brightPairs = new Set(highlight?.pairs);
  const lines: Marks["lines"] = [];
  const discs: Marks["discs"] = [];
  for (let pair = 0; pair < graph.pairCount; pair++) {
    if (!shown.pairs[pair]) continue;
    const [a, b] = [graph.pairFrom[pair], graph.pairTo[pair]].map((node) => pointOf(sight, node));
    const outside =
      Math.max(a[0], b[0]) < 0 ||
      Math.min(a[0], b[0]) > width ||
      Math.max(a[1], b[1]) < 0 ||
      Math.min(a[1], b[1]) > height;
    if (outside) continue;
    const lit = brightPairs.has(pair);
    const colour = lit ? theme.kinds[graph.kindOf[graph.pairTo[pair]]] : `rgb(${theme.edge})`;
    lines.push({
      ends: [...a, ...b],
      colour,
      width: lit ? 1.4 : 0.7,
      alpha: lit ? 0.6 : highlight ? 0.06 : 0.25,
    });
  }
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!shown.nodes[node]) continue;
    const at = pointOf(sight, node);
    const radius = sight.radius(node);
    if (at[0] < -radius || at[1] < -radius || at[0] > width + radius || at[1] > height + radius) continue;
    discs.push({
      at,
      radius,
      colour: theme.kinds[graph.kindOf[node]],
      alpha: highlight && !bright.has(node) ? 0.15 : 1,
    });
  }
  lines.sort((a, b) => a.alpha - b.alpha);
  discs.sort((a, b) => a.alpha - b.alpha);
  return { lines, discs };
}

const round = (value: number): string => value.toFixed(1);

/** The picture as an SVG document. */
export function svg(scene: Scene): string {
  const { sight, labels, theme } = scene;
  const { lines, discs } = marks(scene);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sight.width}" height="${sight.height}" viewBox="0 0 ${sight.width} ${sight.height}">`,
    `<rect width="100%" height="100%" fill="${theme.ground}"/>`,
    ...lines.map(
      ({ ends: [x1, y1, x2, y2], colour, width, alpha }) =>
        `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" stroke-width="${width}" stroke-opacity="${alpha}"/>`,
    ),
    ...discs.map(
      ({ at: [x, y], radius, colour, alpha }) =>
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${colour}" fill-opacity="${alpha}"/>`,
    ),
    `<g font-family="${xml(theme.font)}" fill="${theme.text}" stroke="${theme.ground}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">`,
    ...labels.map(
      ({ x, y, size, bold, text }) =>
        `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${bold ? 600 : 450}">${xml(text)}</text>`,
    ),
    "</g></svg>\n",
  ];
  return parts.join("\n");
}

/** The picture as a PNG of twice the pixels. */
export function png(scene: Scene): Promise<Blob> {
  const { sight, labels, theme } = scene;
  const canvas = document.createElement("canvas");
  canvas.width = sight.width * 2;
  canvas.height = sight.height * 2;
  const context = canvas.getContext("2d")!;
  context.scale(2, 2);
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, sight.width, sight.height);
  const { lines, discs } = marks(scene);
  for (const { ends, colour, width, alpha } of lines) {
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(ends[0], ends[1]);
    context.lineTo(ends[2], ends[3]);
    context.stroke();
  }
  for (const { at, radius, colour, alpha } of discs) {
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(at[0], at[1], radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  for (const { text, x, y, size, bold } of labels) {
    context.font = fontOf(theme, size, bold);
    context.strokeStyle = theme.ground;
    context.strokeText(text, x, y);
    context.fillStyle = theme.text;
    context.fillText(text, x, y);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser gave no picture"))),
      "image/png",
    );
  });
}
