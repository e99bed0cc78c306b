// What the form's scripts send to the server in its reader's name.

import { seek } from "../dom.js";
import { hear } from "../hearing.js";

/** @import { Typed } from "./types.js" */

// Of what is sent while the page goes: browsers refuse more.
const MAX_IN_PASSING = 60_000;

/** The token that lets a script of this page send something. */
export const csrfToken = () => seek(document, 'meta[name="csrf-token"]', HTMLMetaElement)?.content ?? "";

/** For one action, to be sent with each try: the server does it once. Not every page has crypto.randomUUID. */
export const freshKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * @param {string} url
 * @param {Typed} typed
 * @param {{ leaving: boolean, page: Record<string, string> }} how `page`: headers that say which page it is
 */
export function postTyped(url, typed, { leaving, page }) {
  const body = new URLSearchParams(typed).toString();
  const sent = fetch(url, {
    method: "POST",
    keepalive: leaving && body.length < MAX_IN_PASSING,
    headers: {
      ...page,
      "X-CSRFToken": csrfToken(),
      Accept: "application/json",
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body,
  });
  return sent.then(hear);
}
