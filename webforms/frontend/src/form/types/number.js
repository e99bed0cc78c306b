// 1.250.000 and 12,5, as people here write numbers; 12.5 and 0.125 can't be thousands.

import { clean } from "../characters.js";
import { typedIn } from "../controls.js";

const THOUSANDS = /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?$/;
const DECIMAL = /^(\d+)(?:[,.](\d+))?$/;
const MAX_LENGTH = 40;
const MAX_NUMBER = 1e15;

/** @type {import("../types.js").Reader} */
export default (control) => {
  const plain = clean(typedIn(control)).replace(/\s/g, "").replaceAll("\u2212", "-");
  if (!plain) return null;
  const digits = plain.replace(/^-/, "");
  const match = THOUSANDS.exec(digits) ?? DECIMAL.exec(digits);
  if (!match || digits.length > MAX_LENGTH) return undefined;
  const whole = match[1].replaceAll(".", "");
  if (BigInt(whole) > MAX_NUMBER) return undefined;
  return Number(`${plain.startsWith("-") ? "-" : ""}${whole}.${match[2] ?? "0"}`);
};
