// Composes a first text from other answers ({judul_kegiatan} … {apa}), with an undo instead of a question.

import { all, find, isInput, seek } from "../dom.js";
import { compose } from "./compose_text.js";
import { pageOf } from "./reading.js";
import { labelOf } from "./shown.js";
import { readerOf } from "./types/index.js";
import { announce, say } from "./words.js";

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
    const { text, missing } = compose(
      bar.dataset.compose ?? "",
      (name) => inWords(root, name, config),
      (name) => labelIn(root, name),
    );
    put(text, before.trim() !== "");
    tellMissing(bar, missing);
  });
  undo.addEventListener("click", () => put(before, false));
}

/**
 * What is missing stands there until it is composed anew.
 * @param {HTMLElement} bar
 * @param {string[]} labels
 */
function tellMissing(bar, labels) {
  const words = labels.length ? say("field.compose_missing", { labels: labels.join(", ") }) : "";
  const place = find(bar, "[data-compose-missing]");
  place.textContent = words;
  place.hidden = !words;
  announce([say("field.composed"), words].filter(Boolean).join(" "));
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
const controlOf = (root, name) => seek(root, `[data-control][data-path="${name}"]`);

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function labelIn(root, name) {
  const control = controlOf(root, name);
  return (control && labelOf(control)) || name;
}

/**
 * An answer as it stands in a text; empty where none is given.
 * @param {HTMLElement} root
 * @param {string} name
 * @param {Config} config
 */
function inWords(root, name, config) {
  const control = controlOf(root, name);
  if (!control || control.closest("[data-off]")) return "";
  const answer = readerOf(control)(control, pageOf(root, config));
  if (typeof answer === "number")
    return new Intl.NumberFormat("id-ID", { maximumFractionDigits: 20 }).format(answer);
  const ticked = all(control, "input:checked");
  if (ticked.length) return ticked.map((each) => each.closest("label")?.textContent.trim()).join(", ");
  if (typeof answer === "string" && seek(control, ":scope > [data-echo]")) return when(answer, config);
  return textIn(control.querySelector("input:not([type=checkbox], [type=radio]), textarea, select"));
}

/** @param {Element | null} input */
function textIn(input) {
  if (input instanceof HTMLSelectElement) return input.value ? input.selectedOptions[0].text : "";
  return isInput(input) ? input.value.trim() : "";
}

/**
 * What is published is in Indonesian, whatever language the page is in.
 * @param {string} iso a day, or a moment
 * @param {Config} config
 */
function when(iso, { zone }) {
  const day = new Date(`${iso.slice(0, 10)}T00:00Z`);
  const words = new Intl.DateTimeFormat("id-ID", { dateStyle: "full", timeZone: "UTC" }).format(day);
  return iso.length > 10 ? `${words} pukul ${iso.slice(11, 16).replace(":", ".")} ${zone}` : words;
}
