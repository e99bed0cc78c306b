// What is typed, as the answers it would become: enough for conditions, judged finally by the server.

import { controlsIn } from "./controls.js";
import { readerOf } from "./types/index.js";

/** @import { Answers } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {string} offset the office's, from UTC
 * @returns {Answers}
 */
export function valuesIn(root, offset) {
  const page = { offset, inside: (/** @type {HTMLElement} */ part) => valuesIn(part, offset) };
  return Object.fromEntries(
    controlsIn(root).map((control) => [control.dataset.name, readerOf(control)(control, page)]),
  );
}
