// In a form the picker gives what is typed, in the form's own words.

import { around } from "../dom.js";
import { offerPickers, openPicker } from "../native_picker.js";
import { typedMoment } from "./echo.js";
import { pageOf } from "./reading.js";
import { readerOf } from "./types/index.js";

/** @import { Config } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpPickers(root, config) {
  offerPickers(root);
  root.addEventListener("click", ({ target }) => {
    const button = around(target, "[data-pick]");
    const control = around(button, "[data-control]");
    if (button && control) openPicker(button, readerOf(control)(control, pageOf(root, config)), typedMoment);
  });
  // A row that is added later, too.
  root.addEventListener("form:changed", () => offerPickers(root));
}
