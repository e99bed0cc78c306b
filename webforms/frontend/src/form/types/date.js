// A day: 2026-11-23 as the browser's own control has it, or 23/11/2026 as people write it.

import { cleanLine } from "../characters.js";
import { typedIn } from "../controls.js";
import { dayIn } from "../moments.js";

/** @type {import("../types.js").Reader} */
export default (control, page) => {
  const typed = cleanLine(typedIn(control));
  return typed ? dayIn(typed, page) : null;
};
