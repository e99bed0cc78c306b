// A form as what it would send: read, filled in again, and whether anything was changed.

import { all, isInput } from "../dom.js";
import { goneFrom, rowsOf } from "./controls.js";
import { makeKeys } from "./keys.js";
import { sentIn } from "./narrowing.js";
import { addRow, LISTS } from "./rows.js";

/** @import { Input } from "../dom.js" */
/** @import { Typed } from "./types.js" */

/**
 * Hidden fields too: who changes a mind twice finds the text again.
 * @param {HTMLFormElement} form
 * @returns {Typed}
 */
export const entriesOf = (form) =>
  answersIn(form)
    .filter((each) => !isTick(each) || each.checked)
    .map((each) => [each.name, each.value || goneFrom(each)]);

/**
 * @param {Typed} pairs
 * @param {HTMLFormElement} form
 * @param {HTMLElement} root
 */
export function fillIn(pairs, form, root) {
  /** @type {Map<string, string[]>} */
  const typed = new Map();
  for (const [name, value] of pairs) typed.set(name, [...(typed.get(name) ?? []), value]);
  makeKeys(root, [...typed.keys()]);
  makeRows(root, [...typed.keys()]);
  for (const each of answersIn(form)) put(each, typed.get(each.name) ?? []);
  for (const file of all(root, "[data-file]", HTMLInputElement))
    /** @type {HTMLElement} */ (file.closest("[data-attached]")).hidden = !file.value;
}

/** @param {HTMLFormElement} form */
export const isChanged = (form) => answersIn(form).some(isOtherThanSent);

/** @param {HTMLFormElement} form */
const answersIn = (form) => [...form.elements].filter(isInput).filter(isAnswer);

/** @param {Input} input */
const isAnswer = ({ name, type }) =>
  // eslint-disable-next-line alur/no-type-names -- types of input in HTML
  name && !name.startsWith("_") && name !== "csrf_token" && !["file", "submit"].includes(type);

/**
 * @param {Input} input
 * @returns {input is HTMLInputElement}
 */
// eslint-disable-next-line alur/no-type-names -- types of input in HTML
const isTick = (input) => ["checkbox", "radio"].includes(input.type);

/**
 * @param {Input} input
 * @param {string[]} values
 */
function put(input, values) {
  if (isTick(input)) input.checked = values.includes(input.value);
  else if (values.length) {
    input.value = values[0];
    // An option that isn't offered now, but may be when all is filled in.
    if (input instanceof HTMLSelectElement && input.value !== values[0]) input.dataset.gone = values[0];
  }
}

/**
 * @param {HTMLElement} root
 * @param {string[]} names
 */
function makeRows(root, names) {
  for (const list of all(root, LISTS)) {
    const start = `${list.dataset.path}.`;
    const numbers = names
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length).split(".")[0]);
    const there = rowsOf(list).map((row) => row.dataset.row);
    for (const number of new Set(numbers))
      if (/^\d{1,4}$/.test(number) && !there.includes(number)) addRow(list, number);
  }
}

/**
 * Than the server sent it.
 * @param {Input} input
 */
function isOtherThanSent(input) {
  if (input instanceof HTMLSelectElement) {
    return (input.value || goneFrom(input)) !== (input.dataset.sent ?? sentIn(input));
  }
  return isTick(input) ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
}
