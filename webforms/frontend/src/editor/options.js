// What a field offers, as a text: one option a line.
import { free, wordOf } from "./names.js";

/** @import { Option } from "../viewer/moddle.js" */
/** @typedef {{ old: Option } | { old?: undefined, id: string, name?: string, value?: string }} Line as it is, or what a new one says */

/** @param {Option[]} options */
export const textOf = (options) => options.map(wordsOf).join("\n");

/** @param {Option} option */
const wordsOf = ({ id, name }) => name ?? id;

/**
 * A line that is changed remains the same option: answers that were given keep their meaning.
 * @param {string} text
 * @param {Option[]} values
 * @param {Option[]} [others] of the same field: their ids are taken
 * @returns {Line[]}
 */
export function optionsFrom(text, values, others = []) {
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const names = values.map(wordsOf);
  const isAlike = lines.length === values.length;
  const remaining = values.filter((_, n) => isAlike || lines.includes(names[n]));
  const taken = new Set([...remaining, ...others].map(({ id }) => id));
  return lines.map((name, n) => {
    const old = values[names.indexOf(name)];
    if (old) return { old };
    if (isAlike && !lines.includes(names[n])) return { ...attributesOf(values[n]), name };
    const id = freeId(name, taken);
    taken.add(id);
    return { id, name };
  });
}

/**
 * @param {string} name
 * @param {Set<string>} taken
 */
const freeId = (name, taken) => free(wordOf(name, "pilihan").toLowerCase(), (id) => taken.has(id));

/**
 * The choices of another field that an option belongs to.
 * @param {Option} option
 */
export const parentsOf = ({ value }) => (value ?? "").split(/\s+/).filter(Boolean);

/**
 * All options of a field, after those that belong to one choice of another field were written anew.
 * @param {string} text
 * @param {Option[]} values
 * @param {string} parent empty: those that are always offered
 * @returns {Line[]}
 */
export function groupFrom(text, values, parent) {
  const group = values.filter((each) => belongs(each, parent));
  const others = values.filter((each) => !group.includes(each));
  const lines = optionsFrom(text, group, others);
  const left = lines.map((line) => (line.old ?? line).id);
  const elsewhere = group
    .filter(({ id }) => !left.includes(id))
    .flatMap((each) => {
      const parents = parentsOf(each).filter((other) => other !== parent);
      return parents.length ? [{ ...attributesOf(each), value: parents.join(" ") }] : [];
    });
  const written = lines.map((line) => (line.old ? line : { ...belongingTo(parent), ...line }));
  const place = group.length
    ? values.filter((each) => !group.includes(each) || each === group[0]).indexOf(group[0])
    : others.length;
  const all = others.map((old) => /** @type {Line} */ ({ old }));
  return [...all.slice(0, place), ...written, ...elsewhere, ...all.slice(place)];
}

/**
 * @param {Option} option
 * @param {string} parent
 */
export const belongs = (option, parent) =>
  parent ? parentsOf(option).includes(parent) : !parentsOf(option).length;

/** @param {string} parent */
const belongingTo = (parent) => (parent ? { value: parent } : {});

/** @param {Option} option */
const attributesOf = ({ id, name, value }) => ({ id, name, ...(value && { value }) });
