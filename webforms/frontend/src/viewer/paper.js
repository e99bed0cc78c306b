// Paper shows the whole drawing, whichever part of it is on the screen, and is narrower than a desk's screen.

// What an A4 sheet held upright leaves to a drawing, and to each of two side by side, in CSS pixels.
const ONE = 640;
const OF_TWO = 290;

/** @import { DiagramCanvas, Rect } from "./diagram.js" */

/**
 * @param {DiagramCanvas} canvas
 * @param {HTMLElement} frame
 */
export function wholeOnPaper(canvas, frame) {
  /** @type {Rect | undefined} */
  let onScreen;
  addEventListener("beforeprint", () => {
    const seen = canvas.viewbox();
    onScreen = seen;
    const { clientWidth, clientHeight } = canvas.getContainer();
    const wide = Math.min(clientWidth, "side" in frame.dataset ? OF_TWO : ONE);
    const { x, y, width, height } = seen.inner;
    const scale = 0.96 * Math.min(wide / width, clientHeight / height);
    canvas.viewbox({ x, y, width: clientWidth / scale, height: clientHeight / scale });
  });
  addEventListener("afterprint", () => canvas.viewbox(onScreen));
}
