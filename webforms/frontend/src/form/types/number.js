// 1.250.000 and 12,5, as people here write numbers; 12.5 and 0.125 can't be thousands.

import { typedIn } from "../controls.js";

/** @type {import("../types.js").Reader} */
export default (control) => {
  const plain = typedIn(control).replace(/\s/g, "").replace("\u2212", "-");
  if (/^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(plain))
    return Number(plain.replaceAll(".", "").replace(",", "."));
  return /^-?\d+([,.]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : null;
};
