// A decision on a narrow screen: its answers stand in the bar, and what they ask opens over the preview.
import { all, around, find, seek } from "../dom.js";

const NARROW = matchMedia("(max-width: 1040px)");

/** @param {HTMLFormElement} form */
export function setUpAnswer(form) {
  // What was refused stands open: its summary leads to each field.
  const sheet = seek(form, "[data-sheet]");
  if (!sheet || document.getElementById("form-problems")) return;
  const fit = () => {
    if (sheet.matches(":popover-open")) sheet.hidePopover();
    sheet.popover = NARROW.matches ? "auto" : null;
    find(sheet, "[data-sheet-close]").hidden = !NARROW.matches;
  };
  fit();
  NARROW.addEventListener("change", fit);
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-label", sheet.dataset.label ?? "");
  form.addEventListener("click", (event) => {
    const chosen = around(event.target, "[data-choose]");
    if (chosen && sheet.popover) {
      event.preventDefault();
      const input = all(form, "input").find(({ id }) => id === chosen.dataset.choose);
      input?.click();
      sheet.showPopover();
      input?.focus();
    }
    if (around(event.target, "[data-sheet-close]")) sheet.hidePopover();
  });
}
