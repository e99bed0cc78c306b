// What was chosen in one row of a list, for all its rows: a consent that covers all photos is not asked for ten times.

import { all, isInput, seek } from "../dom.js";
import { controlsIn, rowsOf } from "./controls.js";
import { LISTS } from "./rows.js";
import { announce, say } from "./words.js";

/** @import { Input } from "../dom.js" */

/** @param {HTMLElement} root */
export function setUpSameForAll(root) {
  const offer = () => {
    for (const list of all(root, LISTS)) for (const row of rowsOf(list)) offerIn(row, list);
  };
  root.addEventListener("input", offer);
  root.addEventListener("form:changed", offer);
  offer();
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} list
 */
function offerIn(row, list) {
  const isAlone = rowsOf(list).length < 2;
  for (const control of controlsIn(row).filter(isChoice)) {
    const button = seek(control, ":scope > [data-same]", HTMLButtonElement) ?? buttonFor(control, row, list);
    button.hidden =
      isAlone || !inputsIn(control).some(isChosen) || !others(control, row, list).some(differs(control));
  }
}

/** @param {HTMLElement} control */
const isChoice = (control) =>
  control.dataset.inputs === "options" || Boolean(seek(control, ":scope > select"));

/**
 * @param {HTMLElement} control
 * @param {HTMLElement} row
 * @param {HTMLElement} list
 */
function buttonFor(control, row, list) {
  const button = document.createElement("button");
  const label = list.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
  Object.assign(button, { type: "button", className: "btn quiet", textContent: say("rows.same", { label }) });
  button.dataset.same = "";
  button.addEventListener("click", () => {
    const targets = others(control, row, list);
    for (const target of targets) copy(control, target);
    announce(say("rows.made_same", { n: targets.length }));
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });
  control.append(button);
  return button;
}

/**
 * The same question in the other rows.
 * @param {HTMLElement} control
 * @param {HTMLElement} row
 * @param {HTMLElement} list
 */
const others = (control, row, list) =>
  rowsOf(list)
    .filter((each) => each !== row)
    .flatMap((each) => controlsIn(each).filter(({ dataset }) => dataset.name === control.dataset.name));

/** @param {HTMLElement} control */
const inputsIn = (control) => all(control, "[name]").filter(isInput);

/** @param {Input} input */
const isTick = (input) => input instanceof HTMLInputElement;

/** @param {Input} input */
const isChosen = (input) => (input instanceof HTMLInputElement ? input.checked : Boolean(input.value));

/** @param {HTMLElement} control */
const differs = (control) => (/** @type {HTMLElement} */ other) =>
  inputsIn(control).some((input, n) => contentOf(input) !== contentOf(inputsIn(other)[n]));

/** @param {Input | undefined} input */
const contentOf = (input) => (input && isTick(input) ? isChosen(input) : input?.value);

/**
 * Rows of one list have the same inputs, in the same order.
 * @param {HTMLElement} from
 * @param {HTMLElement} to
 */
function copy(from, to) {
  const targets = inputsIn(to);
  inputsIn(from).forEach((input, n) => {
    const target = targets[n];
    if (target instanceof HTMLInputElement) target.checked = isChosen(input);
    else if (target) target.value = input.value;
  });
}
