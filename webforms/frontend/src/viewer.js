// The read-only diagram: <div class="diagram" data-viewer data-src="….bpmn"><script type="application/json">…
// The marks (where the instance is, where it has been, which lane has which hue) come as JSON in the page:
//   {"lanes": {"Lane_1": 1}, "seen": ["Task_1", "Flow_1"], "here": {"Task_2": {"label": "22 menit", "late": true}},
//    "bad": ["Task_3"]}
import { all, around, dataIn, find } from "./dom.js";
import { draw, point, zoom } from "./viewer/drawing.js";
import { mark } from "./viewer/marks.js";

/** @import { DiagramCanvas, DiagramViewer } from "./viewer/diagram.js" */
/** @import { Marks } from "./viewer/marks.js" */

// Narrower than this, the whole diagram is too small to read.
const NARROW = 560;

for (const frame of all(document, "[data-viewer]")) show(frame);

/** @param {HTMLElement} frame */
async function show(frame) {
  const drawn = await draw(frame);
  if (!drawn) return;
  const { viewer, fit } = drawn;
  closeUp(viewer.get("canvas"), Object.keys(marksOf(frame).here ?? {})[0]);
  mark(viewer, marksOf(frame));
  listen(frame, viewer, fit);
  frame.setAttribute("aria-busy", "false");
}

/**
 * On a phone: show where the instance is.
 * @param {DiagramCanvas} canvas
 * @param {string | undefined} here
 */
function closeUp(canvas, here) {
  if (canvas.getContainer().clientWidth > NARROW || !here) return;
  canvas.zoom(0.7);
  canvas.scrollToElement(here, { top: 40, bottom: 40, left: 90, right: 90 });
}

/**
 * The marks may be renewed while the page is open: they stand in a live region that names this frame.
 * @param {HTMLElement} frame
 */
function marksOf(frame) {
  return /** @type {Marks} */ (dataIn(find(document, frame.dataset.marks ?? "")));
}

/**
 * @param {HTMLElement} frame
 * @param {DiagramViewer} viewer
 * @param {() => void} fit
 */
function listen(frame, viewer, fit) {
  document.addEventListener("alur:renewed", () => mark(viewer, marksOf(frame)));
  document.addEventListener("click", ({ target }) => {
    const direction = around(target, "[data-zoom]")?.dataset.zoom;
    if (direction) zoom(viewer.get("canvas"), direction, fit);
    const step = around(target, "[data-element]");
    if (step) point(viewer, step.dataset.element);
  });
}
