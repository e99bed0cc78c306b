// The drawing takes the focus: whoever can't see it hears what it is, and where the same stands as a list.

/** @import { DiagramCanvas } from "./diagram.js" */

/**
 * @param {DiagramCanvas} canvas
 * @param {string} words
 */
export function nameCanvas(canvas, words) {
  const drawing = canvas.getContainer().querySelector("svg");
  // Its keys are its own, as are those of an application.
  drawing?.setAttribute("role", "application");
  drawing?.setAttribute("aria-label", words);
  // What is drawn speaks the language of the office, the page perhaps another.
  drawing?.querySelector(".viewport")?.setAttribute("lang", "id");
}
