// 1.250.000 and 12,5, or in English 1,250,000 and 12.5; what can't be thousands may have the other mark.

import { clean } from "../characters.js";
import { typedIn } from "../controls.js";

/** @type {Record<string, RegExp>} */
const THOUSANDS = {
  id: /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?$/,
  en: /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?$/,
};
const DECIMAL = /^(\d+)(?:[,.](\d+))?$/;
const MAX_LENGTH = 40;
const MAX_NUMBER = 1e15;

/** @type {import("../types.js").Reader} */
export default (control, { language }) => {
  const plain = clean(typedIn(control)).replace(/\s/g, "").replaceAll("\u2212", "-");
  if (!plain) return null;
  const digits = plain.replace(/^-/, "");
  const match = THOUSANDS[language].exec(digits) ?? DECIMAL.exec(digits);
  if (!match || digits.length > MAX_LENGTH) return undefined;
  const whole = match[1].replace(/[.,]/g, "");
  if (BigInt(whole) > MAX_NUMBER) return undefined;
  return Number(`${plain.startsWith("-") ? "-" : ""}${whole}.${match[2] ?? "0"}`);
};
