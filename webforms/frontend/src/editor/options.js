// What a field offers, as a text: one option a line.
import { free, wordOf } from "./names.js";

/** @import { Option } from "../viewer/moddle.js" */

/** @param {Option[]} options */
export const textOf = (options) => options.map(wordsOf).join("\n");

/** @param {Option} option */
const wordsOf = ({ id, name }) => name ?? id;

/**
 * A line that is changed remains the same option: answers that were given keep their meaning.
 * @param {string} text
 * @param {Option[]} values
 */
export function optionsFrom(text, values) {
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const names = values.map(wordsOf);
  const isAlike = lines.length === values.length;
  const remaining = values.filter((_, n) => isAlike || lines.includes(names[n]));
  const taken = new Set(remaining.map(({ id }) => id));
  return lines.map((name, n) => {
    const old = values[names.indexOf(name)];
    if (old) return { old };
    const id = isAlike && !lines.includes(names[n]) ? values[n].id : freeId(name, taken);
    taken.add(id);
    return { id, name };
  });
}

/**
 * @param {string} name
 * @param {Set<string>} taken
 */
const freeId = (name, taken) => free(wordOf(name, "pilihan").toLowerCase(), (id) => taken.has(id));
