// Whoever types a long password on a telephone may look at it.

import { all, seek } from "./dom.js";

export function setUpShowing() {
  for (const tick of all(document, "[data-shows]", HTMLInputElement)) {
    const label = tick.closest("label");
    if (label) label.hidden = false;
    const input = seek(document, tick.dataset.shows ?? "", HTMLInputElement);
    // eslint-disable-next-line alur/no-type-names -- a type of input in HTML
    tick.addEventListener("change", () => input && (input.type = tick.checked ? "text" : "password"));
    // What is shown is not for the browser's memory of texts.
    input?.form?.addEventListener("submit", () => (input.type = "password"));
  }
}
