// A form as it stands in the page: its controls, what is typed there, and when each is shown.

import { all, isInput, seek } from "../dom.js";
import { settle } from "./settled.js";
import { clean } from "./characters.js";
import { controlsIn, fileIn, goneFrom } from "./controls.js";
import { familyOf, readerOf } from "./types/index.js";

/** @import { Input } from "../dom.js" */
/** @import { Answers, Settled, Config, Control, Page, Part } from "./types.js" */

/** By the device's clock, which may be wrong: only what has passed since is taken from it. */
const OPENED = Date.now();

/**
 * Which fields are shown with what is typed now, and the answers as the server will read them.
 * @param {HTMLElement} root
 * @param {Config} config
 * @returns {Settled}
 */
export function settledIn(root, config) {
  const now = { sekarang: localNow(config), langkah: config.langkah };
  return settle(readAll(root, pageOf(root, config)), [config.data, now]);
}

/**
 * With the language of what is typed. The form says it, not the page: what this device stored may be in another.
 * @template {Omit<Page, "language">} T
 * @param {HTMLElement} root
 * @param {T} config
 * @returns {T & Page}
 */
export const pageOf = (root, config) => ({
  ...config,
  language: seek(root, '[name="@language"]', HTMLInputElement)?.value ?? "id",
});

/**
 * @param {HTMLElement} root
 * @param {Page} config
 */
const readAll = (root, config) => controlsIn(root).map((each) => readControl(each, config));

/**
 * @param {HTMLElement} element
 * @param {Page} config
 * @returns {Control}
 */
function readControl(element, config) {
  const { name = "", inputs = "", shownIf, requiredIf, nothing, per, narrowedBy, parents } = element.dataset;
  const family = familyOf(element);
  return {
    element,
    name,
    inputs,
    isAnswered: !("unanswered" in element.dataset),
    shownIf: parsed(shownIf),
    requiredIf: parsed(requiredIf),
    nothing: parsed(nothing),
    read: readerOf(element)(element, config),
    isTyped: all(element, "input, select, textarea").some(isTyped),
    keysOf: per ?? narrowedBy ?? "",
    parents: parsed(parents),
    isRest: family.isRest,
    parts: family.parts(element).map((part) => readPart(part, config)),
  };
}

/**
 * @param {HTMLElement} element
 * @param {Page} config
 * @returns {Part}
 */
function readPart(element, config) {
  const isControl = "control" in element.dataset;
  return {
    element,
    key: element.dataset.key ?? "",
    shownIf: isControl ? null : parsed(element.dataset.shownIf),
    selectableIf: parsed(element.dataset.selectableIf),
    item: parsed(element.dataset.item) ?? {},
    own: isControl ? null : fileIn(element, config),
    controls: readAll(element, config),
  };
}

/** @param {string | undefined} json */
const parsed = (json) => (json ? JSON.parse(json) : null);

/**
 * Whether anybody typed there: what a field shows by itself doesn't count.
 * @param {HTMLElement} input
 */
export function isTyped(input) {
  if (!isInput(input) || !isSent(input)) return false;
  const untouched = input.closest("[data-control]")?.getAttribute("data-default") ?? "";
  return !["", clean(untouched)].includes(clean(input.value || goneFrom(input)));
}

/** @param {Input} input */
function isSent(input) {
  // eslint-disable-next-line alur/no-type-names -- types of input in HTML
  if (!input.name || input.type === "file") return false;
  // eslint-disable-next-line alur/no-type-names -- types of input in HTML
  const isTick = input instanceof HTMLInputElement && ["checkbox", "radio"].includes(input.type);
  return !isTick || input.checked;
}

/**
 * The time as the server writes it: by its own clock, in the office's zone, whatever the device believes.
 * @param {Config} config
 */
function localNow({ now, offset }) {
  const [hours, minutes] = offset.slice(1).split(":").map(Number);
  const east = (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
  const passed = Date.now() - OPENED;
  return new Date(now + passed + east * 60000).toISOString().slice(0, 19) + offset;
}
