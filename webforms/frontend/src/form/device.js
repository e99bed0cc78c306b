// What this device stores of a draft. A browser may refuse to store anything, or have no room: then only the server
// has it.

/** @import { Stored, Typed } from "./types.js" */

const MAX_AGE = 7 * 24 * 3600 * 1000;

/**
 * Whether it could be stored.
 * @param {string} place
 * @param {Typed} typed
 * @param {{ seen?: string }} [more]
 * @param {"localStorage" | "sessionStorage"} [store] the latter: for this tab only
 */
export function save(place, typed, more = {}, store = "localStorage") {
  const stored = JSON.stringify({ at: Date.now(), typed, ...more });
  return attempt(() => window[store].setItem(place, stored) ?? true) ?? false;
}

/**
 * What is stored at a place and not too old.
 * @param {string} place
 * @returns {Stored | null}
 */
export function find(place) {
  const text = attempt(() => localStorage.getItem(place) ?? sessionStorage.getItem(place));
  const stored = attempt(() => JSON.parse(text ?? "null"));
  return stored && Date.now() - stored.at <= MAX_AGE ? stored : null;
}

/** @param {string} place */
export function forget(place) {
  attempt(() => [localStorage, sessionStorage].forEach((store) => store.removeItem(place)));
}

/**
 * Null where the browser refuses.
 * @template T
 * @param {() => T} action
 */
export function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
