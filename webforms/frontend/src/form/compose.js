// Composes a first text from other answers ({judul_kegiatan} … {apa}), with an undo instead of a question.

import { all, find, isInput, seek } from "../dom.js";
import { pageOf } from "./reading.js";
import { readerOf } from "./types/index.js";
import { announce, say } from "./words.js";

/** @import { Input } from "../dom.js" */
/** @import { Config } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpComposing(root, config) {
  for (const bar of all(root, "[data-compose]")) setUpBar(bar, root, config);
}

/**
 * @param {HTMLElement} bar
 * @param {HTMLElement} root
 * @param {Config} config
 */
function setUpBar(bar, root, config) {
  const area = /** @type {HTMLTextAreaElement} */ (document.getElementById(bar.dataset.for ?? ""));
  const undo = find(bar, "[data-compose-undo]");
  let before = "";
  /** @type {(text: string, undoable: boolean) => void} */
  const put = (text, undoable) => {
    area.value = text;
    undo.hidden = !undoable;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  bar.hidden = false;
  find(bar, "[data-compose-do]").addEventListener("click", () => {
    before = area.value;
    put(composed(bar.dataset.compose ?? "", root, config), before.trim() !== "");
    announce(say("field.composed"));
  });
  undo.addEventListener("click", () => put(before, false));
}

/**
 * @param {string} template
 * @param {HTMLElement} root
 * @param {Config} config
 */
function composed(template, root, config) {
  return template
    .replace(/\{([\w.]+)\}/g, (_, name) => inWords(root, name, config))
    .replace(/\.(\s*\.)+/g, ".")
    .replace(/[ \t]+/g, " ")
    .replace(/ ([.,])/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/**
 * An answer as it stands in a text; empty where none is given.
 * @param {HTMLElement} root
 * @param {string} name
 * @param {Config} config
 */
function inWords(root, name, config) {
  const control = seek(root, `[data-control][data-path="${name}"]`);
  if (!control || control.closest("[data-off]")) return "";
  const answer = readerOf(control)(control, pageOf(root, config));
  if (typeof answer === "number")
    return new Intl.NumberFormat("id-ID", { maximumFractionDigits: 20 }).format(answer);
  const ticked = all(control, "input:checked");
  if (ticked.length) return ticked.map((each) => each.closest("label")?.textContent.trim()).join(", ");
  const input = control.querySelector("input:not([type=checkbox], [type=radio]), textarea, select");
  return isInput(input) && input.value ? valueInWords(input, config) : "";
}

/**
 * What is published is in Indonesian, whatever language the page is in.
 * @param {Input} input
 * @param {Config} config
 */
function valueInWords(input, { zone }) {
  if (input instanceof HTMLSelectElement) return input.selectedOptions[0].textContent;
  if (input.type === "datetime-local")
    return `${when(input.value, { dateStyle: "full", timeStyle: "short" })} ${zone}`;
  // eslint-disable-next-line alur/no-type-names -- a type of input in HTML
  return input.type === "date" ? when(input.value, { dateStyle: "full" }) : input.value.trim();
}

/**
 * @param {string} value a day, or a day and a time
 * @param {Intl.DateTimeFormatOptions} style
 */
const when = (value, style) =>
  new Intl.DateTimeFormat("id-ID", { ...style, timeZone: "UTC" }).format(
    new Date(`${value.length === 10 ? `${value}T00:00` : value}Z`),
  );
