// A file, or words in its place.

import { clean } from "../characters.js";
import { fileIn, typedIn } from "../controls.js";

/** @type {import("../types.js").Reader} */
export default (control) => {
  const text = clean(typedIn(control, ".text"));
  return fileIn(control) ?? (text ? { text } : null);
};
