// The controls of a form as the server draws them, and what stands in their inputs.

import { all, isInput, seek } from "../dom.js";

/** @import { Input } from "../dom.js" */

const CONTAINERS = "[data-control], [data-row], [data-key], [data-form-fields]";

/**
 * The controls directly in a form, a row, a channel or a group; not those deeper inside.
 * @param {HTMLElement} root
 */
export const controlsIn = (root) =>
  all(root, "[data-control]").filter((each) => each.parentElement?.closest(CONTAINERS) === root);

/** @param {HTMLElement} control */
export const rowsOf = (control) => own(control, "[data-row]");

/** @param {HTMLElement} control */
export const keysOf = (control) => own(control, "[data-key]");

/**
 * Not those of controls within it.
 * @param {HTMLElement} control
 * @param {string} selector
 */
const own = (control, selector) =>
  all(control, selector).filter((each) => each.closest("[data-control]") === control);

/**
 * @param {HTMLElement} control
 * @param {string} [suffix]
 */
export function typedIn(control, suffix = "") {
  const [input] = inputsOf(control, suffix);
  return input?.value || goneFrom(input);
}

/** @param {HTMLElement} control */
export const tickedIn = (control) =>
  inputsOf(control)
    .filter((each) => each instanceof HTMLInputElement && each.checked)
    .map((each) => each.value);

/**
 * By comparing: keys are words that people chose, which no selector has to fit.
 * @param {HTMLElement} control
 * @param {string} [suffix]
 */
const inputsOf = (control, suffix = "") =>
  all(control, "[name]")
    .filter(isInput)
    .filter(({ name }) => name === `${control.dataset.path}${suffix}`);

/**
 * The file that was sent for a row or a control, as an answer stores it: null without one, undefined as long as it
 * can't be used.
 * @type {import("./types.js").Reader}
 */
export function fileIn(root) {
  const place = seek(root, ":scope > [data-attached]");
  const id = place && seek(place, "[data-file]", HTMLInputElement)?.value;
  if (!id) return null;
  const answer = JSON.parse(place.dataset.answer || "null");
  return answer?.file === id ? answer : undefined;
}

/**
 * What was chosen in a list and isn't offered now: it comes back with what it belongs to (narrowing.js).
 * @param {Input | undefined} input
 */
export const goneFrom = (input) => input?.dataset.gone ?? "";
