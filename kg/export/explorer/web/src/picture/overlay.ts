import type { Graph } from "../model/graph.ts";
import type { Visible } from "../model/visible.ts";
import type { Highlight } from "./highlight.ts";
import { Labels, shortLabel, type Affine, type Label } from "./scene.ts";
import type { Theme } from "./theme.ts";

/** All that the layer above the picture is drawn from. */
export interface Sight {
  graph: Graph;
  shown: Visible;
  affine: Affine;
  width: number;
  height: number;
  /** Radius of a node in pixels as it is now drawn. */
  radius: (node: number) => number;
  order: Int32Array;
  highlight: Highlight | null;
}

/** Pixels of the canvas for each label. */
const ROOM = 11_000;
/** Nodes of the highest rank, whose labels are bold. */
const HUBS = 14;
/** Labels of a highlight at most. */
const MOST = 120;

export function pointOf({ graph, affine }: Sight, node: number): [number, number] {
  const { x, y } = graph.data.nodes;
  return [affine.left + x[node] * affine.scale, affine.top - y[node] * affine.scale];
}

/** Draws the labels, and what is highlighted with its lines, on the layer above the picture. */
export function draw(context: CanvasRenderingContext2D, sight: Sight, theme: Theme): Label[] {
  context.clearRect(0, 0, sight.width, sight.height);
  if (sight.highlight) drawHighlight(context, sight, sight.highlight, theme);
  const labels = chosenLabels(context, sight, theme);
  for (const label of labels) drawLabel(context, sight, label, theme);
  return labels;
}

function drawHighlight(
  context: CanvasRenderingContext2D,
  sight: Sight,
  { centers, nodes, pairs }: Highlight,
  theme: Theme,
): void {
  const { graph } = sight;
  const inside = new Set(centers);
  context.lineWidth = 1.4;
  context.globalAlpha = 0.55;
  for (const pair of pairs) {
    const ends = [graph.pairFrom[pair], graph.pairTo[pair]];
    const far = inside.has(ends[1]) ? ends[0] : ends[1];
    context.strokeStyle = theme.kinds[graph.kindOf[far]];
    context.beginPath();
    context.moveTo(...pointOf(sight, ends[0]));
    context.lineTo(...pointOf(sight, ends[1]));
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const node of nodes) {
    const [x, y] = pointOf(sight, node);
    const radius = Math.max(2.2, sight.radius(node));
    context.fillStyle = theme.kinds[graph.kindOf[node]];
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    if (!inside.has(node)) continue;
    context.strokeStyle = theme.ground;
    context.lineWidth = 2;
    context.stroke();
    context.strokeStyle = theme.kinds[graph.kindOf[node]];
    context.beginPath();
    context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    context.stroke();
  }
}

function chosenLabels(context: CanvasRenderingContext2D, sight: Sight, theme: Theme): Label[] {
  const { graph, shown, width, height, highlight } = sight;
  const measure = (text: string, size: number, bold: boolean): number => {
    context.font = fontOf(theme, size, bold);
    return context.measureText(text).width;
  };
  const labels = new Labels(width, height, measure);
  const add = (node: number, bold: boolean, force: boolean): void =>
    labels.add(node, shortLabel(graph, node), pointOf(sight, node), sight.radius(node), bold, force);
  if (highlight) {
    for (const node of highlight.centers) add(node, true, true);
    const rest = [...highlight.nodes].sort((a, b) => graph.degree[b] - graph.degree[a]);
    for (const node of rest.slice(0, 4 * MOST)) {
      if (labels.placed.length < MOST && !highlight.centers.includes(node)) add(node, false, false);
    }
    return labels.placed;
  }
  const most = (width * height) / ROOM;
  let hubs = HUBS;
  for (const node of sight.order) {
    if (labels.placed.length >= most) break;
    if (shown.nodes[node]) add(node, hubs-- > 0, false);
  }
  return labels.placed;
}

export function fontOf(theme: Theme, size: number, bold: boolean): string {
  return `${bold ? 600 : 450} ${size}px ${theme.font}`;
}

function drawLabel(context: CanvasRenderingContext2D, { graph }: Sight, label: Label, theme: Theme): void {
  context.font = fontOf(theme, label.size, label.bold);
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = theme.ground;
  context.strokeText(label.text, label.x, label.y);
  context.fillStyle = graph.isPaper(label.node) && !label.bold ? theme.quiet : theme.text;
  context.fillText(label.text, label.x, label.y);
}
