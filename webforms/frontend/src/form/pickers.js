// The browser's own picker for a day or a moment, behind a button: what it gives is written as people type it.

import { all, find } from "../dom.js";
import { typedMoment } from "./echo.js";
import { readerOf } from "./types/index.js";
import { pageOf } from "./reading.js";

/** @import { Config } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpPickers(root, config) {
  if (!("showPicker" in HTMLInputElement.prototype)) return;
  for (const button of all(root, "[data-pick]")) button.hidden = false;
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-pick]") : null;
    if (button instanceof HTMLElement) pick(button, root, config);
  });
  // A row that is added later, too.
  root.addEventListener("form:changed", () => {
    for (const button of all(root, "[data-pick]")) button.hidden = false;
  });
}

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} root
 * @param {Config} config
 */
function pick(button, root, config) {
  const place = /** @type {HTMLElement} */ (button.parentElement);
  const control = /** @type {HTMLElement} */ (button.closest("[data-control]"));
  const text = find(place, "input", HTMLInputElement);
  const native = nativeIn(place, button.dataset.pick ?? "");
  const known = readerOf(control)(control, pageOf(root, config));
  native.value = typeof known === "string" ? known.slice(0, native.maxLength) : "";
  native.onchange = () => {
    text.value = typedMoment(native.value);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  };
  native.showPicker();
}

/**
 * @param {HTMLElement} place
 * @param {string} type of the browser's input
 */
function nativeIn(place, type) {
  const made = document.createElement("input");
  // A day is the first ten characters of a moment, its minutes the first sixteen.
  Object.assign(made, { type, tabIndex: -1, maxLength: type.length > 4 ? 16 : 10 });
  made.dataset.native = "";
  made.setAttribute("aria-hidden", "true");
  place.querySelector("[data-native]")?.remove();
  place.append(made);
  return made;
}
