// A condition as a sentence, for lists that are read: "Disetujui?" sama dengan "Ya".
import { comparedName, readConditions } from "../conditions.js";
import { fieldOf, wordOf } from "../operators.js";
import { t } from "../words.js";

/** @import { Part } from "../conditions.js" */
/** @import { Operand } from "../types.js" */

/**
 * As it is written where it says more than the panel can.
 * @param {string} source
 * @param {Operand[]} fields
 */
export function conditionWords(source, fields) {
  const read = readConditions(source);
  if (!read) return source;
  const joined = ` ${t(read.join === "and" ? "editor.said.and" : "editor.said.or")} `;
  return read.parts.map((part) => partWords(part, fields)).join(joined);
}

/**
 * @param {Part} part
 * @param {Operand[]} fields
 */
function partWords({ field: name, operator, value }, fields) {
  const field = fieldOf(name, fields);
  const label = fields.find((each) => each.name === name)?.label ?? name;
  const compared = comparedName(value) ?? value;
  const values = [compared].flat().map((each) => `“${wordsOf(each, field)}”`);
  const shown = compared === null ? [] : [values.join(", ")];
  return [`“${label}”`, t(`editor.operator.${wordOf(operator, field)}`), ...shown].join(" ");
}

/**
 * @param {unknown} value
 * @param {Operand["field"] | undefined} field
 */
function wordsOf(value, field) {
  if (typeof value === "boolean") return t(`editor.condition.${value ? "yes" : "no"}`);
  return field?.values?.find(({ id }) => id === value)?.name ?? String(value);
}
