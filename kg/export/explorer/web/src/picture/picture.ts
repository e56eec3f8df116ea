import MultiGraph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import type { Graph } from "../model/graph.ts";
import type { Camera } from "../model/state.ts";
import type { Visible } from "../model/visible.ts";
import { ofNode, ofPair, type Highlight } from "./highlight.ts";
import { draw, type Sight } from "./overlay.ts";
import { follow, under, type Under } from "./pointing.ts";
import { labelOrder, MOST_LINES, radii, radiusUnit, shortest, type Affine, type Label } from "./scene.ts";
import { theme, type Theme } from "./theme.ts";

/** Lines from which on they are one pixel wide, which is drawn twice as fast. */
const THIN = 4_000;
/** Lines from which on they are hidden while the picture moves. */
const HIDDEN = 25_000;

export interface Events {
  node: (node: number) => void;
  pair: (pair: number) => void;
  ground: () => void;
  camera: (camera: Camera) => void;
}

/** The drawn graph: sigma draws nodes and lines, a layer above labels and what is highlighted. */
export class Picture {
  private readonly sigma: Sigma;
  private readonly radius: Float32Array;
  private unit = 1;
  private readonly order: Int32Array;
  private readonly layer: CanvasRenderingContext2D;
  private colours: Theme;
  private shown: Visible;
  private held: Highlight | null = null;
  private hovered: Highlight | null = null;
  private hoveredKey = "null";
  private labels: Label[] = [];
  private lines: Uint8Array;

  constructor(
    private readonly graph: Graph,
    shown: Visible,
    private readonly container: HTMLElement,
    camera: Camera,
    private readonly events: Events,
  ) {
    this.shown = shown;
    this.lines = shortest(graph, shown, MOST_LINES);
    this.radius = radii(graph);
    this.order = labelOrder(graph);
    this.colours = theme(graph.data.kinds);
    this.unit = radiusUnit(graph, container.clientWidth, container.clientHeight);
    const lines = Math.min(graph.pairCount, MOST_LINES);
    this.sigma = new Sigma(this.drawn(), container, {
      renderLabels: false,
      allowInvalidContainer: true,
      enableCameraRotation: false,
      stagePadding: 36,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      zIndex: false,
      hideEdgesOnMove: lines > HIDDEN,
      inertiaDuration: this.still() ? 0 : 200,
      defaultDrawNodeHover: () => {},
      edgeProgramClasses: { line: lines > THIN ? EdgeLineProgram : EdgeRectangleProgram },
      minEdgeThickness: 1.7,
      nodeReducer: (key, data) => ({
        ...data,
        size: this.radius[Number(key)] * this.unit,
        color: this.colours.kinds[graph.kindOf[Number(key)]],
        hidden: !this.shown.nodes[Number(key)],
      }),
      edgeReducer: (key, data) => ({ ...data, color: this.lineColour(), hidden: !this.lines[Number(key)] }),
    });
    this.sigma.getCamera().setState(camera);
    this.sigma.createCanvasContext("overlay", { style: { pointerEvents: "none" } });
    this.sigma.resize(true);
    this.layer = this.sigma.getCanvases().overlay.getContext("2d")!;
    this.sigma.on("afterRender", () => this.drawLayer());
    this.sigma.refresh();
    this.listen();
  }

  private drawn(): MultiGraph {
    const { x, y } = this.graph.data.nodes;
    const network = new MultiGraph({ type: "undirected", multi: false, allowSelfLoops: true });
    for (let node = 0; node < this.graph.nodeCount; node++) {
      network.addNode(String(node), { x: x[node], y: y[node] });
    }
    for (let pair = 0; pair < this.graph.pairCount; pair++) {
      const ends = [this.graph.pairFrom[pair], this.graph.pairTo[pair]].map(String);
      network.addUndirectedEdgeWithKey(String(pair), ends[0], ends[1], { size: 1.2 });
    }
    return network;
  }

  private lineColour(): string {
    const alpha = Math.min(
      0.4,
      Math.max(0.12, 0.4 - 0.035 * Math.log2(1 + Math.min(this.graph.pairCount, MOST_LINES) / 400)),
    );
    // sigma's shaders take colours that are already multiplied by their alpha
    const [red, green, blue] = this.colours.edge.split(",").map((part) => Math.round(Number(part) * alpha));
    return `rgba(${red},${green},${blue},${alpha.toFixed(3)})`;
  }

  private listen(): void {
    const camera = this.sigma.getCamera();
    camera.on("updated", ({ x, y, ratio }) => this.events.camera({ x, y, ratio }));
    const find = (at: [number, number], slack: number): Under => under(this.sight(), this.lines, at, slack);
    follow(this.sigma, find, {
      over: (what) => this.hover(what),
      press: (what) => {
        if (!what) this.events.ground();
        else if ("node" in what) this.events.node(what.node);
        else this.events.pair(what.pair);
      },
    });
  }

  private hover(what: Under): void {
    const key = JSON.stringify(what);
    if (key === this.hoveredKey) return;
    this.hoveredKey = key;
    this.hovered =
      what && ("node" in what ? ofNode(this.graph, this.shown, what.node) : ofPair(this.graph, what.pair));
    this.container.classList.toggle("over", what !== null);
    this.redraw();
  }

  private redraw(): void {
    this.container.classList.toggle("faded", (this.hovered ?? this.held) !== null);
    this.drawLayer();
  }

  private affine(): Affine {
    const origin = this.sigma.graphToViewport({ x: 0, y: 0 });
    const far = this.sigma.graphToViewport({ x: 1000, y: 0 });
    return { scale: (far.x - origin.x) / 1000, left: origin.x, top: origin.y };
  }

  /** What is in sight now, for the layer and for a saved picture. */
  sight(): Sight {
    const { width, height } = this.sigma.getDimensions();
    return {
      graph: this.graph,
      shown: this.shown,
      affine: this.affine(),
      width,
      height,
      radius: (node) => this.sigma.scaleSize(this.radius[node] * this.unit),
      order: this.order,
      highlight: this.hovered ?? this.held,
    };
  }

  private drawLayer(): void {
    this.labels = draw(this.layer, this.sight(), this.colours);
  }

  get theme(): Theme {
    return this.colours;
  }

  get placedLabels(): readonly Label[] {
    return this.labels;
  }

  private forget(): void {
    this.hovered = null;
    this.hoveredKey = "null";
  }

  /** Draws what the filter leaves. */
  show(shown: Visible): void {
    this.shown = shown;
    this.lines = shortest(this.graph, shown, MOST_LINES);
    this.forget();
    this.sigma.refresh();
  }

  /** Keeps a highlight while nothing is hovered; null fades nothing. */
  hold(highlight: Highlight | null): void {
    this.held = highlight;
    this.forget();
    this.redraw();
  }

  /** Reads the colours again, after a change of the theme. */
  recolour(): void {
    this.colours = theme(this.graph.data.kinds);
    this.sigma.refresh();
  }

  resize(): void {
    this.unit = radiusUnit(this.graph, this.container.clientWidth, this.container.clientHeight);
    this.sigma.resize(true);
    this.sigma.refresh();
  }

  private still(): boolean {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Moves the camera; `right` pixels on the right are covered by a panel. */
  moveTo(camera: Camera): void {
    if (this.still()) this.sigma.getCamera().setState(camera);
    else void this.sigma.getCamera().animate(camera, { duration: 420 });
  }

  /** Flies to nodes so that all are in view beside what covers the right and the bottom. */
  flyTo(nodes: readonly number[], covered: { right: number; bottom: number }): void {
    const points = nodes.map((node) => this.sigma.getNodeDisplayData(String(node))!).filter(Boolean);
    if (!points.length) return;
    const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
    const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
    const { width, height } = this.sigma.getDimensions();
    const now = this.sigma.getCamera().getState().ratio;
    const unit = this.pixelsPerUnit() * now;
    const wide = ((Math.max(...xs) - Math.min(...xs)) * unit) / Math.max(120, width - covered.right - 160);
    const high = ((Math.max(...ys) - Math.min(...ys)) * unit) / Math.max(120, height - covered.bottom - 120);
    const close = Math.min(0.35, Math.max(0.02, 14 / Math.sqrt(this.graph.nodeCount)));
    const ratio = Math.min(1.2, Math.max(close, wide, high));
    this.moveTo({
      x: middle.x + ((covered.right / 2) * ratio) / unit,
      y: middle.y - ((covered.bottom / 2) * ratio) / unit,
      ratio,
    });
  }

  private pixelsPerUnit(): number {
    const origin = this.sigma.framedGraphToViewport({ x: 0, y: 0 });
    return this.sigma.framedGraphToViewport({ x: 1, y: 0 }).x - origin.x;
  }

  /** Moves or zooms by hand: keys and buttons. */
  nudge(dx: number, dy: number, zoom = 1): void {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    const unit = this.pixelsPerUnit();
    this.sigma
      .getCamera()
      .setState({ x: x + dx / unit, y: y - dy / unit, ratio: Math.min(4, Math.max(0.01, ratio * zoom)) });
  }

  /** Where a node is drawn, in pixels of the window. */
  place(node: number): [number, number] {
    const { left, top } = this.container.getBoundingClientRect();
    const { x, y } = this.sigma.graphToViewport({
      x: this.graph.data.nodes.x[node],
      y: this.graph.data.nodes.y[node],
    });
    return [x + left, y + top];
  }
}
