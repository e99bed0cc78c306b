// A moment with seconds and the office's offset, as the server keeps it.

import { typedIn } from "../controls.js";

/** @type {import("../types.js").Reader} */
export default (control, { offset }) => {
  const typed = typedIn(control);
  return typed ? `${typed}${typed.length === 16 ? ":00" : ""}${offset}` : null;
};
