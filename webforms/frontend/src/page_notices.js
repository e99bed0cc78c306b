// What a page says when something happens to it as a whole: each sentence stands in it, hidden (page_notices.html).
import { around, seek } from "./dom.js";

/**
 * @param {string} name
 * @param {boolean} [isSo] false: it is over
 */
export function notify(name, isSo = true) {
  const notice = seek(document, `[data-page-notice="${name}"]`);
  if (notice) notice.hidden = !isSo;
}

/** @typedef {CustomEvent<(saved: Promise<unknown>) => void>} Reloading gives to whoever has something to save first */

export function listenToNotices() {
  document.addEventListener("click", ({ target }) => {
    if (around(target, "[data-reload]")) reload();
    const closing = around(target, "[data-close-notice]")?.closest("[data-page-notice]");
    if (closing instanceof HTMLElement) closing.hidden = true;
  });
}

/** What is typed is saved first: the page that comes must show it. */
async function reload() {
  /** @type {Promise<unknown>[]} */
  const saved = [];
  const wait = (/** @type {Promise<unknown>} */ saving) => saved.push(saving);
  document.dispatchEvent(new CustomEvent("alur:reloading", { detail: wait }));
  await Promise.allSettled(saved);
  location.reload();
}
