// How the answer in a control is read, by the same key as everywhere: the name of the field's type. A type without a
// file here is read as its inputs are named (families.js); the server writes both on the control.

import checkbox from "./checkbox.js";
import date from "./date.js";
import datetime from "./datetime.js";
import { FAMILIES } from "./families.js";
import file_or_text from "./file_or_text.js";
import item_ref from "./item_ref.js";
import number from "./number.js";
import radio from "./radio.js";
import richtext from "./richtext.js";
import select from "./select.js";
import tags from "./tags.js";
import textarea from "./textarea.js";
import url from "./url.js";

/** @import { Reader } from "../types.js" */

/** @type {Record<string, Reader>} */
export const TYPES = {
  checkbox,
  date,
  datetime,
  file_or_text,
  item_ref,
  number,
  radio,
  richtext,
  select,
  tags,
  textarea,
  url,
};

/**
 * @param {HTMLElement} control
 * @returns {Reader}
 */
export const readerOf = (control) => TYPES[control.dataset.control ?? ""] ?? familyOf(control).read;

/**
 * Never a guess: a control whose inputs nobody knows is a fault of ours.
 * @param {HTMLElement} control
 */
export function familyOf({ dataset }) {
  const found = FAMILIES[dataset.inputs ?? ""];
  if (!found) throw new Error(`${dataset.path}: nobody reads inputs named ${dataset.inputs}.`);
  return found;
}
