// A form is sent once: a second tap on a slow line must not hand in twice (the server refuses it anyway). What only
// asks, a filter, may be asked again before the answer has come.

import { all } from "./dom.js";

// As long as somebody waits before they press Stop and try anew, where the browser does not tell of it.
const PATIENCE = 10_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let patience;

export function guardForms() {
  document.addEventListener("submit", guard);
  // Back from the next page by the browser's cache, or never gone there: the form may be sent again.
  window.addEventListener("pageshow", free);
  // Not every browser has it yet.
  /** @type {EventTarget | undefined} */ (window.navigation)?.addEventListener("navigateerror", free);
}

/** @param {SubmitEvent} event */
function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  clearTimeout(patience);
  patience = setTimeout(free, PATIENCE);
}

function free() {
  for (const form of all(document, "form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    form.dispatchEvent(new CustomEvent("form:free"));
  }
}
