// The browser's own picker for a day or a moment: a button opens it beside the input that is typed into.

import { all, find } from "./dom.js";

const IS_THERE = "showPicker" in HTMLInputElement.prototype;

/** @param {ParentNode} root */
export function offerPickers(root) {
  if (IS_THERE) for (const button of all(root, "[data-pick]")) button.hidden = false;
}

/**
 * @param {HTMLElement} button
 * @param {unknown} known what is typed: YYYY-MM-DD, or with a time behind it
 * @param {(iso: string) => string} write as it is typed
 */
export function openPicker(button, known, write) {
  const place = /** @type {HTMLElement} */ (button.parentElement);
  const text = find(place, "input", HTMLInputElement);
  const native = nativeIn(place, button.dataset.pick ?? "");
  native.value = typeof known === "string" ? known.slice(0, native.maxLength) : "";
  native.onchange = () => {
    text.value = write(native.value);
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
