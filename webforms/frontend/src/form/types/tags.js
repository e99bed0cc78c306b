// Words, each once, however they are set apart and whatever their case.

import { clean } from "../characters.js";
import { typedIn } from "../controls.js";

const TAG = /^[\p{L}\p{N}_]{1,100}$/u;

/** @type {import("../types.js").Reader} */
export default (control) => {
  const words = clean(typedIn(control))
    .split(/[\s,#]+/)
    .filter(Boolean);
  /** @type {Map<string, string>} */
  const tags = new Map();
  for (const word of words) if (!tags.has(word.toLowerCase())) tags.set(word.toLowerCase(), word);
  return [...tags.values()].every((tag) => TAG.test(tag)) ? [...tags.values()] : undefined;
};
