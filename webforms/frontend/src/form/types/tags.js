// Words, each once, however they are set apart.

import { clean } from "../characters.js";
import { typedIn } from "../controls.js";

/** @type {import("../types.js").Reader} */
export default (control) => [
  ...new Set(
    clean(typedIn(control))
      .split(/[\s,#]+/)
      .filter(Boolean),
  ),
];
