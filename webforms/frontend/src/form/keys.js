// A field with one answer for each word that is typed in another: its parts come and go with the words, each made
// from the <template> beside them. Where keys are chosen from a list, the server has drawn a part for each.

import { all, find, seek } from "../dom.js";
import { controlsIn, keysOf } from "./controls.js";
import { isTyped } from "./reading.js";
import { readerOf } from "./types/index.js";

/** @import { Page } from "./types.js" */

const BLANK = ":scope > template[data-blank]";

/** @param {HTMLElement} root */
const growing = (root) => all(root, "[data-per]").filter((each) => seek(each, BLANK));

/**
 * @param {HTMLElement} root
 * @param {Page} page
 */
export function growKeys(root, page) {
  for (const control of growing(root)) {
    const source = controlsIn(root).find(({ dataset }) => dataset.name === control.dataset.per);
    const read = source && readerOf(source)(source, page);
    // Of what can't be read the words are not known: what is there stays.
    if (read !== undefined) follow(control, [read ?? []].flat().map(String));
  }
}

/**
 * @param {HTMLElement} root
 * @param {EventTarget | null} input
 */
export const makesKeys = (root, input) =>
  growing(root).some(({ dataset }) =>
    controlsIn(root).some(
      (each) => each.dataset.name === dataset.per && input instanceof Node && each.contains(input),
    ),
  );

/**
 * Parts for what was typed before, whatever words there are now.
 * @param {HTMLElement} root
 * @param {string[]} names of inputs
 */
export function makeKeys(root, names) {
  for (const control of growing(root)) {
    const start = `${control.dataset.path}.`;
    const below = names.filter((name) => name.startsWith(start));
    for (const name of below) addKey(control, name.slice(start.length).split(".")[0]);
  }
}

/**
 * What was typed under a word that is gone stays, hidden: it may come back.
 * @param {HTMLElement} control
 * @param {string[]} keys
 */
function follow(control, keys) {
  for (const part of keysOf(control)) {
    const isChosen = keys.includes(part.dataset.key ?? "");
    if (!isChosen && !all(part, "input, select, textarea").some(isTyped)) part.remove();
  }
  for (const key of keys) addKey(control, key);
}

/**
 * @param {HTMLElement} control
 * @param {string} key
 */
function addKey(control, key) {
  if (keysOf(control).some((part) => part.dataset.key === key)) return;
  const blank = find(control, BLANK, HTMLTemplateElement);
  const fresh = document.createElement("template");
  fresh.innerHTML = blank.innerHTML.replaceAll("__key__", () => escaped(key));
  control.insertBefore(fresh.content, blank);
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
