// Pages that renew themselves: <div data-live-url="/?live">. The server answers 304 while nothing has changed,
// else with the parts of the page that may change, each in <div data-part="NAME">. Only parts that differ are
// swapped, and never one that somebody is typing in. [data-announce] in a part is read out when it changes.
import { all, find, seek } from "./dom.js";
import { attempt } from "./attempt.js";
import { hear } from "./hearing.js";
import { notify } from "./page_notices.js";

const EVERY = 4000;
const SLOWEST = 60000;
const PAUSED = "alur-live-paused";

/** @param {HTMLElement} region */
export function setUpRenewal(region) {
  /** @type {Shown} */
  const shown = new Map();
  let tag = region.dataset.liveTag ?? "";
  let wait = EVERY;
  let timer = setTimeout(renew, EVERY);
  const pause = seek(region, "[data-live-pause]", HTMLButtonElement);

  async function renew() {
    clearTimeout(timer);
    if (document.hidden || isPaused()) return;
    try {
      wait = (await ask()) ? EVERY : Math.min(wait * 2, SLOWEST);
    } catch {
      // No network: say so, and ask less often until it is back.
      notify("offline");
      wait = Math.min(wait * 2, SLOWEST);
    }
    clearTimeout(timer);
    timer = setTimeout(renew, wait);
  }

  async function ask() {
    const answer = await fetch(region.dataset.liveUrl ?? "", {
      headers: { Accept: "text/html", ...(tag && { "If-None-Match": tag }) },
      cache: "no-store",
      redirect: "manual",
    });
    hear(answer);
    if (answer.status === 304) return true;
    if (!answer.ok) return false;
    if (swapParts(region, await answer.text(), shown)) tag = answer.headers.get("ETag") ?? "";
    return true;
  }

  showPause(pause);
  pause?.addEventListener("click", () => {
    attempt(() => sessionStorage.setItem(PAUSED, isPaused() ? "" : "yes"));
    showPause(pause);
    renew();
  });
  document.addEventListener("visibilitychange", renew);
  window.addEventListener("online", renew);
}

/** Whoever can't read while things move stops them, on all pages of this tab. */
const isPaused = () => attempt(() => sessionStorage.getItem(PAUSED)) === "yes";

/** @param {HTMLButtonElement | null} pause */
const showPause = (pause) => pause?.setAttribute("aria-pressed", String(isPaused()));

/** @typedef {Map<string, string>} Shown name of a part → its HTML as the server sent it */

/**
 * True when every part that differs could be swapped.
 * @param {HTMLElement} region
 * @param {string} html
 * @param {Shown} shown
 */
function swapParts(region, html, shown) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  let isWhole = true;
  for (const part of all(fresh.content, "[data-part]")) {
    const { part: name = "" } = part.dataset;
    const old = seek(region, `[data-part="${name}"]`);
    if (!old || shown.get(name) === part.innerHTML) continue;
    if (isBusy(old)) {
      isWhole = false;
      continue;
    }
    swap(old, part);
    shown.set(name, part.innerHTML);
  }
  region.dispatchEvent(new CustomEvent("alur:renewed", { bubbles: true }));
  return isWhole;
}

/**
 * Somebody types here, has a dialog or a menu open, or watches a video.
 * @param {HTMLElement} part
 */
function isBusy(part) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  return Boolean(
    focused?.matches("input, textarea, select, [contenteditable]") ||
    document.querySelector("dialog[open]") ||
    part.querySelector(":popover-open") ||
    all(part, "video", HTMLVideoElement).some((video) => !video.paused),
  );
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function swap(old, fresh) {
  const before = announcement(old);
  const open = new Map(all(old, "details[id]", HTMLDetailsElement).map((each) => [each.id, each.open]));
  const focused = old.contains(document.activeElement) && addressOf(document.activeElement);
  old.innerHTML = fresh.innerHTML;
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = isOpen;
  }
  if (focused) seek(old, focused)?.focus({ preventScroll: true });
  if (announcement(old) !== before) find(document, "[data-live-status]").textContent = announcement(old);
  count(old);
}

/** @param {HTMLElement} part */
const announcement = (part) => seek(part, "[data-announce]")?.textContent.trim() ?? "";

/**
 * The number beside "Tugas saya" follows the list.
 * @param {HTMLElement} part
 */
function count(part) {
  const number = seek(part, "[data-count]")?.dataset.count;
  if (number === undefined) return;
  for (const badge of all(document, "[data-badge]")) {
    badge.hidden = number === "0";
    find(badge, "[data-number]").textContent = number;
  }
}

/**
 * A selector that finds the same thing in the new HTML.
 * @param {Element | null} element
 */
function addressOf(element) {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const name = ["href", "data-key"].find((each) => element?.hasAttribute(each));
  return name && `[${name}="${CSS.escape(element?.getAttribute(name) ?? "")}"]`;
}
