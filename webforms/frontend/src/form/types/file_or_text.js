// A file, or words in its place.

import { clean } from "../characters.js";
import { fileIn, typedIn } from "../controls.js";

/** @type {import("../types.js").Reader} */
export default (control, page) => {
  const text = clean(typedIn(control, ".text"));
  const file = fileIn(control, page);
  return file || (text ? { text } : file);
};
