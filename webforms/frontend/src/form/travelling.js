// Which files are on their way, from this page and from others of this browser. Two senders of one upload would
// refuse each other, and whoever cancelled one would delete the bytes of the other.
// A beat in the browser's storage, no Web Lock: these need HTTPS, which not every office's network has.

import { attempt } from "../attempt.js";

const BEAT = 2_000;
/** So long after its last beat a page is gone, and another may go on with its upload. */
const STALE = 10_000;

/** @type {Map<string, ReturnType<typeof setInterval> | undefined>} */
const here = new Map();

/** @param {string} fingerprint */
export const isHere = (fingerprint) => here.has(fingerprint);

/**
 * Whether this page alone sends it, and may go on with what an earlier one has begun.
 * @param {string} fingerprint
 */
export function setOut(fingerprint) {
  const isAlone = Date.now() - Number(attempt(() => localStorage.getItem(place(fingerprint))) ?? 0) >= STALE;
  const beat = () => attempt(() => localStorage.setItem(place(fingerprint), String(Date.now())));
  if (isAlone) beat();
  here.set(fingerprint, isAlone ? setInterval(beat, BEAT) : undefined);
  return isAlone;
}

/** @param {string} fingerprint */
export function arrive(fingerprint) {
  const timer = here.get(fingerprint);
  here.delete(fingerprint);
  if (timer === undefined) return;
  clearInterval(timer);
  attempt(() => localStorage.removeItem(place(fingerprint)));
}

// Whoever loads the page again goes on at once.
window.addEventListener("pagehide", () => [...here.keys()].forEach(arrive));

/** @param {string} fingerprint */
const place = (fingerprint) => `alur-travelling ${fingerprint}`;
