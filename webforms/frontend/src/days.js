// Days on pages that are no task's form: typed as people write them, or chosen with the browser's picker.

import { all, around } from "./dom.js";
import { dayIn } from "./form/moments.js";
import { offerPickers, openPicker } from "./native_picker.js";

const MONTHS = 12;

export function setUpDays() {
  const buttons = all(document, "[data-pick]").filter((button) => !button.closest("[data-form-fields]"));
  for (const button of buttons) {
    const place = /** @type {HTMLElement} */ (button.parentElement);
    offerPickers(place);
    button.addEventListener("click", () => {
      const text = around(place.querySelector("input"), "input", HTMLInputElement)?.value ?? "";
      openPicker(button, dayIn(text.trim(), { months: months(), weekdays: {} }), typed);
    });
  }
}

/** Day, month, year, in that order in both languages. */
const words = () =>
  new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "id", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });

/** @param {string} iso */
const typed = (iso) => (iso ? words().format(new Date(`${iso}T00:00Z`)) : "");

/** Name in small letters → 1 to 12. */
function months() {
  const names = Array.from({ length: MONTHS }, (_, month) =>
    words().formatToParts(new Date(Date.UTC(2026, month, 1))),
  );
  return Object.fromEntries(
    names.map((parts, month) => [parts.find(isMonth)?.value.toLowerCase(), month + 1]),
  );
}

/** @param {Intl.DateTimeFormatPart} part */
const isMonth = (part) => part.type === "month";
