// diagram-js has no touch support: two fingers pan and pinch, one finger scrolls the page.

/** @import { DiagramCanvas, Point } from "./diagram.js" */

/** @typedef {Point & { apart: number }} Grip the middle between two fingers, and how far they are from each other */

/** @param {DiagramCanvas} canvas */
export function panWithTwoFingers(canvas) {
  const element = canvas.getContainer();
  /** @type {Map<number, Point>} */
  const fingers = new Map();
  /** @type {Grip | null} */
  let last = null;

  const centre = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  /** @param {PointerEvent} event */
  const put = ({ pointerId, clientX, clientY }) => fingers.set(pointerId, { x: clientX, y: clientY });
  /** @param {PointerEvent} event */
  const lift = ({ pointerId }) => {
    fingers.delete(pointerId);
    last = null;
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    put(event);
    last = fingers.size === 2 ? centre() : null;
  });
  element.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    put(event);
    if (fingers.size !== 2) return;
    const now = centre();
    if (last) follow(canvas, last, now);
    last = now;
  });
  element.addEventListener("pointerup", lift);
  element.addEventListener("pointercancel", lift);
  element.addEventListener("pointerleave", lift);
  /** @param {TouchEvent} event */
  const preventZoom = (event) => event.touches.length > 1 && event.cancelable && event.preventDefault();
  element.addEventListener("touchmove", preventZoom, { passive: false });
}

/**
 * @param {DiagramCanvas} canvas
 * @param {Grip} before
 * @param {Grip} now
 */
function follow(canvas, before, now) {
  canvas.scroll({ dx: now.x - before.x, dy: now.y - before.y });
  if (before.apart < 10) return;
  const box = canvas.getContainer().getBoundingClientRect();
  const zoom = Math.min(3, Math.max(0.2, (canvas.zoom() * now.apart) / before.apart));
  canvas.zoom(zoom, { x: now.x - box.left, y: now.y - box.top });
}
