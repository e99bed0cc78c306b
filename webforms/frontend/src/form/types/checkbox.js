// Ticked or not.

import { find } from "../../dom.js";

/** @type {import("../types.js").Reader} */
export default (control) => find(control, "input", HTMLInputElement).checked;
