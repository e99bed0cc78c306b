// A web address, as engine/forms/web_address.py knows one.

import { typedIn } from "../controls.js";

const MAX_LENGTH = 2000;
const BAD = /[\0-\x20\x7f-\xa0\\<>"'`{}|^\u2000-\u200f\u2028-\u202f\u2066-\u2069\ufeff]|\p{Surrogate}/u;
const START = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
const HOST = /^(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)$/;

/** @type {import("../types.js").Reader} */
export default (control) => {
  const typed = typedIn(control).trim();
  if (!typed) return null;
  return [...typed].length <= MAX_LENGTH && isAddress(typed) ? typed : undefined;
};

/** @param {string} typed */
function isAddress(typed) {
  if (BAD.test(typed) || !START.test(typed)) return false;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  return url !== null && url.port !== "0" && HOST.test(url.hostname.replace(/\.$/, ""));
}
