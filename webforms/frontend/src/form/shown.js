// Shows, hides and requires fields as their conditions say. What is hidden is not sent; the server judges again.

import { all, seek } from "../dom.js";
import { holds } from "./conditions.js";
import { controlsIn, keysOf } from "./controls.js";
import { familyOf } from "./types/index.js";
import { valuesIn } from "./values.js";
import { announce, say } from "./words.js";

/** @import { Answer, Answers, Config, Lookup } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpConditions(root, config) {
  /** @param {boolean} loud whether what appears is told */
  const judge = (loud) => {
    const before = loud ? visible(root) : null;
    const values = valuesIn(root, config.offset);
    const now = { sekarang: localNow(config.offset), langkah: config.langkah };
    judgeAll(root, [values, config.data, now], config.offset);
    for (const input of all(root, "input, select, textarea"))
      input.toggleAttribute("disabled", "barred" in input.dataset || input.closest("[data-off]") !== null);
    const fresh = before ? [...visible(root)].filter((each) => !before.has(each)) : [];
    if (fresh.length) announce(fresh.map((each) => say("field.shown", { label: labelOf(each) })).join(" "));
  };
  root.addEventListener("input", () => judge(true));
  root.addEventListener("form:changed", () => judge(false));
  judge(false);
}

/**
 * @param {HTMLElement} root
 * @param {Answers[]} layers what names mean: the innermost first
 * @param {string} offset
 */
function judgeAll(root, layers, offset) {
  /** @type {Lookup} */
  const lookup = (name) => layers.find((layer) => Object.hasOwn(layer, name))?.[name] ?? null;
  for (const control of controlsIn(root)) {
    const { name = "", shownIf, requiredIf } = control.dataset;
    const shown = !shownIf || holds(JSON.parse(shownIf), lookup);
    control.toggleAttribute("data-off", !shown);
    // As on the server: what is hidden has no answer, for the fields after it.
    if (!shown && Object.hasOwn(layers[0], name)) layers[0][name] = nothing(control, layers[0][name]);
    if (requiredIf) require(control, holds(JSON.parse(requiredIf), lookup));
    for (const part of familyOf(control).parts(control))
      judgeAll(part, [valuesIn(part, offset), ...layers], offset);
    judgeKeys(control, layers, lookup, offset);
  }
}

/**
 * Of the same shape as an answer.
 * @param {HTMLElement} control
 * @param {Answer} value
 * @returns {Answer}
 */
function nothing(control, value) {
  if (familyOf(control).isKeyed) return {};
  return Array.isArray(value) ? [] : null;
}

/**
 * Each option or file of a control: whether it is asked about.
 * @param {HTMLElement} control
 * @param {Answers[]} layers
 * @param {Lookup} lookup
 * @param {string} offset
 */
function judgeKeys(control, layers, lookup, offset) {
  const chosen = chosenFor(control, lookup);
  const { onlyTheRest } = familyOf(control);
  if (!chosen && !onlyTheRest) return;
  for (const each of keysOf(control)) {
    const { key = "" } = each.dataset;
    judgeAll(each, [{ kunci: key }, ...layers], offset);
    // Reasons are asked for what isn't chosen, captions and the main photo for what is.
    const isOffered = !chosen || chosen.includes(key) !== onlyTheRest;
    each.toggleAttribute("data-off", !isOffered || isAllOff(controlsIn(each)));
  }
  seek(control, ":scope > [data-empty]")?.toggleAttribute("data-off", !keysOf(control).every(isOff));
}

/**
 * What is chosen in the field that a control follows; null when it follows none.
 * @param {HTMLElement} control
 * @param {Lookup} lookup
 */
function chosenFor({ dataset }, lookup) {
  const wanted = dataset.per || dataset.narrowedBy;
  return wanted ? [lookup(wanted) ?? []].flat() : null;
}

/** @param {HTMLElement} element */
const isOff = (element) => element.hasAttribute("data-off");

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
const labelOf = (control) =>
  seek(control, "legend, label")?.firstChild?.textContent?.trim() || control.dataset.key || "";

/**
 * The time as the server writes it: local, with the office's offset, whatever zone the device is in.
 * @param {string} offset
 */
function localNow(offset) {
  const [hours, minutes] = offset.slice(1).split(":").map(Number);
  const east = (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
  return new Date(Date.now() + east * 60000).toISOString().slice(0, 19) + offset;
}
