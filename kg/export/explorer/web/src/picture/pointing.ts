import type Sigma from "sigma";
import { pointOf, type Sight } from "./overlay.ts";
import { pairAt } from "./scene.ts";

/** What a pointer is over: a node, else a line, else nothing. */
export type Under = { node: number } | { pair: number } | null;

/** Pixels around a dot that count as the dot, for a mouse and for a finger. */
const MOUSE = 3;
const FINGER = 12;

/** What is drawn at a point of the canvas; the nearest dot goes before any line. */
export function under(sight: Sight, lines: Uint8Array, at: [number, number], slack = MOUSE): Under {
  const { graph, shown } = sight;
  let best = 0;
  let node = -1;
  for (let one = 0; one < graph.nodeCount; one++) {
    if (!shown.nodes[one]) continue;
    const [x, y] = pointOf(sight, one);
    const over = Math.hypot(x - at[0], y - at[1]) - sight.radius(one) - slack;
    if (over < best) {
      best = over;
      node = one;
    }
  }
  if (node >= 0) return { node };
  const pair = pairAt(graph, lines, sight.affine, at, slack + 2);
  return pair >= 0 ? { pair } : null;
}

/**
 * Follows mouse and finger. sigma's own way, which reads pixels back from the graphics card at each
 * move, halts a computer without one; so its listeners are taken off and geometry tells.
 */
export function follow(
  sigma: Sigma,
  find: (at: [number, number], slack: number) => Under,
  events: { over: (what: Under) => void; press: (what: Under) => void },
): void {
  const mouse = sigma.getMouseCaptor();
  const touch = sigma.getTouchCaptor();
  mouse.removeAllListeners();
  touch.removeAllListeners();
  let latest: [number, number] | null = null;
  mouse.on("mousemove", ({ x, y, original }) => {
    if ((original as MouseEvent).buttons) return;
    if (!latest) {
      requestAnimationFrame(() => {
        if (latest) events.over(find(latest, MOUSE));
        latest = null;
      });
    }
    latest = [x, y];
  });
  mouse.on("mouseleave", () => events.over(null));
  mouse.on("click", ({ x, y }) => events.press(find([x, y], MOUSE)));
  touch.on("tap", ({ touches, previousTouches }) => {
    const { x, y } = touches[0] ?? previousTouches[0];
    events.press(find([x, y], FINGER));
  });
}
