// A moment with seconds and the office's offset, as the server stores it.

import { cleanLine } from "../characters.js";
import { typedIn } from "../controls.js";
import { momentIn } from "../moments.js";

/** @type {import("../types.js").Reader} */
export default (control, page) => {
  const typed = cleanLine(typedIn(control));
  return typed ? momentIn(typed, page) : null;
};
