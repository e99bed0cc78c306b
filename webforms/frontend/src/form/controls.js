// The controls of a form as the server draws them, and what stands in their inputs.

import { all, isInput, seek } from "../dom.js";

const CONTAINERS = "[data-control], [data-row], [data-key], [data-form-fields]";

/**
 * The controls directly in a form, a row, a channel or a group; not those deeper inside.
 * @param {HTMLElement} root
 */
export const controlsIn = (root) =>
  all(root, "[data-control]").filter((each) => each.parentElement?.closest(CONTAINERS) === root);

/** @param {HTMLElement} control */
export const rowsOf = (control) => all(control, "[data-row]");

/** @param {HTMLElement} control */
export const keysOf = (control) => all(control, "[data-key]");

/**
 * @param {HTMLElement} control
 * @param {string} [suffix]
 */
export function typedIn(control, suffix = "") {
  const input = control.querySelector(`[name="${control.dataset.path}${suffix}"]`);
  return isInput(input) ? input.value : "";
}

/** @param {HTMLElement} control */
export const tickedIn = (control) =>
  all(control, `[name="${control.dataset.path}"]:checked`, HTMLInputElement)
    .filter((each) => !("barred" in each.dataset))
    .map((each) => each.value);

/**
 * The file that was sent for a row or a control.
 * @param {HTMLElement} root
 */
export function fileIn(root) {
  const id = seek(root, ":scope > [data-attached] [data-file]", HTMLInputElement)?.value;
  return id ? { file: id } : null;
}
