// What a condition may say about a field: which operators, compared with what, and where it begins.
import { comparedName, COMPARISONS, COUNTS, WITHOUT_VALUE, writeConditions } from "./conditions.js";
import { typeNamed } from "./field_types.js";
import { kindOf } from "./model.js";

/** @import { Part, Value } from "./conditions.js" */
/** @import { Operand, Choice } from "./types.js" */

/** @typedef {{ fields: Operand[], moments: Choice[] }} Scope what a condition may name: fields, and times that are no field's */
/** @typedef {Operand["field"] | undefined} Field unknown where a condition names what is in no form */

/**
 * @typedef {object} Shape what can be said of an answer
 * @property {string[]} operators the likeliest first
 * @property {boolean} [isOrdered] compared with others of its shape
 * @property {(first: Value | undefined) => Value} [plain] the value to begin with, or what fits of one before
 */

/** @type {Shape} */
const ORDERED = { operators: [...COMPARISONS, ...WITHOUT_VALUE], isOrdered: true };
/**
 * By their names in engine/forms/types/base.py.
 * @type {Record<string, Shape>}
 */
const SHAPES = {
  text: { operators: ["==", "!=", ...WITHOUT_VALUE] },
  number: { ...ORDERED, plain: (first) => (typeof first === "number" ? first : 0) },
  moment: ORDERED,
  truth: { operators: ["==", "!="], plain: (first) => (typeof first === "boolean" ? first : true) },
  option: { operators: ["==", "!=", "in", "not in", ...WITHOUT_VALUE] },
  list: { operators: ["contains", "lacks", ...COUNTS] },
  rows: { operators: COUNTS },
};
/** Of several words, ids or rows. */
const MANY = ["list", "rows"];

/** @type {Record<string, string>} */
const OPERATOR_WORDS = {
  "==": "equal",
  "!=": "unlike",
  ">=": "at_least",
  "<=": "at_most",
  ">": "more",
  "<": "less",
  in: "among",
  "not in": "not_among",
  filled: "filled",
  empty: "empty",
  contains: "contains",
  lacks: "lacks",
  "len>=": "count_least",
  "len<=": "count_most",
  "len==": "count_exactly",
};
/**
 * Of times one says it otherwise than of numbers.
 * @type {Record<string, string>}
 */
const TIME_WORDS = { ">=": "not_before", "<=": "not_after", ">": "after", "<": "before" };

/** @param {Operand[]} fields */
const wordsOf = (fields) => fields.map(({ name, label }) => /** @type {Choice} */ ([name, label]));

/**
 * @param {string} name
 * @param {Operand[]} fields
 * @returns {Field}
 */
export const fieldOf = (name, fields) => fields.find((each) => each.name === name)?.field;

/**
 * The name of its shape.
 * @param {Field} field
 */
const shapeOf = (field) => field?.shape ?? (field ? kindOf(field) : typeNamed("")).shape;

/** @param {Field} field */
const isTime = (field) => shapeOf(field) === "moment";

/** @param {Field} field */
const isMany = (field) => MANY.includes(shapeOf(field));

/**
 * The key of what an operator is called.
 * @param {string} operator
 * @param {Field} field
 */
export const wordOf = (operator, field) =>
  (isTime(field) && TIME_WORDS[operator]) || OPERATOR_WORDS[operator];

/**
 * Those that a field's type allows; and the one that stands there, whatever it is.
 * @param {Field} field
 * @param {Part} part
 */
export function operatorsFor(field, { operator }) {
  const all = SHAPES[shapeOf(field)].operators;
  return all.includes(operator) ? all : [...all, operator];
}

/**
 * What a field may be compared with beside a value of its own: times with times, numbers with numbers.
 * @param {Pick<Part, "field" | "operator"> & { value?: Value }} part
 * @param {Field} field
 * @param {Scope} scope
 */
export function othersFor({ field: name, operator, value }, field, { fields, moments }) {
  const others = fields.filter((each) => each.name !== name);
  const isByName = comparedName(value) !== undefined;
  if (!COMPARISONS.includes(operator))
    return isByName ? wordsOf(fields.filter((each) => isMany(each.field))) : [];
  const alike = others.filter((each) => shapeOf(each.field) === shapeOf(field));
  if (isTime(field)) return [...moments, ...wordsOf(alike)];
  if (SHAPES[shapeOf(field)].isOrdered) return wordsOf(alike);
  return isByName ? wordsOf(fields) : [];
}

/**
 * The likeliest beginning: a time is compared with the clock, a list is looked into.
 * @param {string} name
 * @param {Scope} scope
 * @returns {Part}
 */
export function firstFor(name, scope) {
  const field = fieldOf(name, scope.fields);
  const operator = isTime(field) ? "<=" : SHAPES[shapeOf(field)].operators[0];
  return { field: name, operator, value: valueFor(operator, null, { name, field, scope }) };
}

/**
 * The likeliest rule about a field: that it is answered, unless its type says more.
 * @param {string} name
 * @param {Scope} scope
 */
export function begun(name, scope) {
  const field = fieldOf(name, scope.fields);
  const says = isMany(field) || isTime(field);
  const part = says ? firstFor(name, scope) : { field: name, operator: "filled", value: null };
  return writeConditions({ join: "and", parts: [part] });
}

/**
 * The value for a new operator: as much of the one before as fits.
 * @param {string} operator
 * @param {Value} before null at the beginning
 * @param {{ name: string, field: Field, scope: Scope }} about
 * @returns {Value}
 */
export function valueFor(operator, before, about) {
  if (WITHOUT_VALUE.includes(operator)) return null;
  if (comparedName(before) && COMPARISONS.includes(operator)) return before;
  const first = [before].flat()[0];
  if (COUNTS.includes(operator)) return Number.isInteger(first) ? first : 1;
  if (operator.endsWith("in")) return [textFor(first, about.field)];
  return timeFor(operator, before, about) ?? plainFor(first, about.field);
}

/**
 * @param {Value | undefined} first
 * @param {Field} field
 */
function plainFor(first, field) {
  const { plain } = SHAPES[shapeOf(field)];
  return plain ? plain(first) : textFor(first, field);
}

/**
 * @param {Value | undefined} first
 * @param {Field} field
 */
const textFor = (first, field) => (typeof first === "string" ? first : (field?.values?.[0]?.id ?? ""));

/**
 * A time begins with the clock, or with another time.
 * @param {string} operator
 * @param {Value} before
 * @param {{ name: string, field: Field, scope: Scope }} about
 */
function timeFor(operator, before, { name, field, scope }) {
  if (before !== null || !isTime(field)) return null;
  const [other] = othersFor({ field: name, operator }, field, scope);
  return other ? { name: other[0] } : null;
}
