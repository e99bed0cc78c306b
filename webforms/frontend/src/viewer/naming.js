// The drawing takes the focus: whoever can't see it hears what it is, and where the same stands as a list.

/** @import { DiagramCanvas } from "./diagram.js" */

/**
 * @param {DiagramCanvas} canvas
 * @param {string} words
 * @param {"img" | "application"} role what is only read is a picture; where one works, keys are the drawing's own
 */
export function nameCanvas(canvas, words, role) {
  const drawing = canvas.getContainer().querySelector("svg");
  drawing?.setAttribute("role", role);
  drawing?.setAttribute("aria-label", words);
  // What is drawn speaks the language of the office, the page perhaps another.
  drawing?.querySelector(".viewport")?.setAttribute("lang", "id");
}
