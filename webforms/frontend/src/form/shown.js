// Shows, hides and requires fields as their conditions say. What is hidden is not sent; the server judges again.

import { all, find, seek } from "../dom.js";
import { controlsIn, keysOf } from "./controls.js";
import { growKeys, makesKeys } from "./keys.js";
import { narrow } from "./narrowing.js";
import { pageOf, settledIn } from "./reading.js";
import { announce, say } from "./words.js";

/** @import { Settled, Config } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpConditions(root, config) {
  const judge = () => {
    growKeys(root, pageOf(root, config));
    show(root, settledIn(root, config));
  };
  let known = new Set();
  const tell = () => {
    const seen = visible(root);
    const labels = [...seen].filter((each) => !known.has(each)).map(labelOf);
    if (labels.length) announce([...new Set(labels)].map((label) => say("field.shown", { label })).join(" "));
    known = seen;
  };
  root.addEventListener("input", ({ target }) => {
    judge();
    // What comes with a word is told when the word is typed, not at each of its letters.
    if (!makesKeys(root, target)) tell();
  });
  root.addEventListener("change", ({ target }) => makesKeys(root, target) && tell());
  root.addEventListener("form:changed", () => {
    judge();
    known = visible(root);
  });
  judge();
  known = visible(root);
}

/**
 * @param {HTMLElement} root
 * @param {Settled} settled
 */
export function show(root, { hidden, barred, gone, needed }) {
  for (const control of all(root, "[data-control]")) {
    control.toggleAttribute("data-off", hidden.has(control) && !isRefused(control));
    if (control.dataset.requiredIf) require(control, needed.has(control));
  }
  for (const each of all(root, "[data-key]")) each.toggleAttribute("data-off", isKeyOff(each, hidden));
  for (const [control, options] of gone) narrow(control, options);
  for (const each of all(root, "[data-selectable-if]")) bar(each, barred.has(each));
  for (const empty of all(root, "[data-empty]"))
    empty.toggleAttribute("data-off", !keysAround(empty).every(isOff));
  disable(root);
}

/**
 * What is hidden or barred is not sent.
 * @param {HTMLElement} root
 */
function disable(root) {
  for (const input of all(root, "input, select, textarea"))
    input.toggleAttribute("disabled", "barred" in input.dataset || input.closest("[data-off]") !== null);
}

/**
 * @param {HTMLElement} element an option or a file of a control
 * @param {Set<HTMLElement>} hidden
 */
function isKeyOff(element, hidden) {
  const controls = controlsIn(element);
  return (hidden.has(element) || isAllOff(controls)) && !controls.some(isRefused);
}

/**
 * @param {HTMLElement} card of a file
 * @param {boolean} isBarred
 */
function bar(card, isBarred) {
  const input = find(card, "input");
  input.toggleAttribute("data-barred", isBarred);
  if (isBarred) input.setAttribute("aria-describedby", input.dataset.why ?? "");
  else input.removeAttribute("aria-describedby");
  find(card, ".pick").classList.toggle("barred", isBarred);
  find(card, ".why").hidden = !isBarred;
  for (const chip of all(card, ".chip")) chip.classList.toggle("late", isBarred);
}

/** @param {HTMLElement} element */
const keysAround = (element) => (element.parentElement ? keysOf(element.parentElement) : []);

/** @param {HTMLElement} element */
const isOff = (element) => element.hasAttribute("data-off");

/**
 * The server has refused what was typed there, for it is hidden: it must be seen to be dealt with.
 * @param {HTMLElement} control
 */
const isRefused = (control) => "refused" in control.dataset;

/** @param {HTMLElement[]} controls */
const isAllOff = (controls) => controls.length > 0 && controls.every(isOff);

/**
 * @param {HTMLElement} control
 * @param {boolean} needed
 */
function require(control, needed) {
  const sign = ":scope > :is(label, legend) [data-required], :scope > label > span > [data-required]";
  seek(control, sign)?.toggleAttribute("hidden", !needed);
  const input = control.matches('[role="radiogroup"]')
    ? control
    : seek(control, ":scope > :is(input, textarea, select), :scope > label > input");
  if (needed) input?.setAttribute("aria-required", "true");
  else input?.removeAttribute("aria-required");
}

/** @param {HTMLElement} root */
const visible = (root) =>
  new Set(all(root, "[data-control], [data-key]").filter((each) => !each.closest("[data-off]")));

/** @param {HTMLElement} control */
export const labelOf = (control) =>
  seek(control, "legend, label, .legend")?.firstChild?.textContent?.trim() || control.dataset.key || "";
