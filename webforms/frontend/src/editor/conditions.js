// Conditions as sentences of three parts (field, operator, value), all of which or one of which must hold ↔ their text
// in the diagram. What has no such form is null: the panel then shows the text as it stands and leaves it alone.

export const COMPARISONS = ["==", "!=", ">=", "<=", ">", "<"];
/** Operators that need no value. */
export const WITHOUT_VALUE = ["filled", "empty"];
/** How many are chosen, or were sent. */
export const COUNTS = ["len>=", "len<=", "len=="];

const NAME = "[A-Za-z_][\\w.]*";
// As the server's grammar has them (engine/forms/conditions.py): what it doesn't read is left as it stands.
const STRING = `"(?:[^"\\\\\\n]|\\\\["'\\\\nt])*"|'(?:[^'\\\\\\n]|\\\\["'\\\\nt])*'`;
const LITERAL = `${STRING}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?|True|False|None`;
const SIMPLE = new RegExp(`^(${NAME})\\s*(==|!=|>=|<=|>|<)\\s*(${LITERAL})$`);
const AMONG = new RegExp(
  `^(${NAME})\\s+(in|not in)\\s+\\[\\s*((?:${STRING})(?:\\s*,\\s*(?:${STRING}))*)\\s*,?\\s*\\]$`,
);
const HOLDS = new RegExp(`^(${STRING})\\s+(in|not in)\\s+(${NAME})$`);
const COUNTED = new RegExp(`^len\\(\\s*(${NAME})\\s*\\)\\s*(==|>=|<=)\\s*(\\d+)$`);
const TWO_NAMES = new RegExp(`^(${NAME})(?:\\s*(==|!=|>=|<=|>|<)\\s*|\\s+(in|not in)\\s+)(${NAME})$`);
const ONE_STRING = new RegExp(STRING, "g");
const WORDS = new Set(["and", "or", "not", "in", "len", "True", "False", "None"]);

/**
 * With what is compared: nothing, a truth, a number, a text, a list of texts (in, not in), or what stands in another field.
 * @typedef {null | boolean | number | string | string[] | { name: string }} Value
 */
/** @typedef {{ field: string, operator: string, value: Value }} Part */
/** @typedef {{ join: string, parts: Part[] }} Conditions joined by "and" or by "or" */

/**
 * @param {string} source
 * @returns {Conditions | null}
 */
export function readConditions(source) {
  const pieces = split(source.trim());
  if (!pieces) return null;
  const parts = pieces.texts.flatMap((each) => readCondition(each) ?? []);
  return parts.length === pieces.texts.length ? { join: pieces.join, parts } : null;
}

/** @param {Conditions} conditions */
export function writeConditions({ join, parts }) {
  return parts.map(writeCondition).join(` ${join} `);
}

/**
 * @param {string} source
 * @returns {Part | null}
 */
export function readCondition(source) {
  const text = source.trim();
  const found = READERS.map((read) => read(text)).find((each) => each !== undefined) ?? null;
  return found && [found.field, comparedName(found.value)].some(isWord) ? null : found;
}

/** @param {Part} part */
export function writeCondition({ field, operator, value }) {
  if (operator === "filled") return `${field} != None`;
  if (operator === "empty") return `${field} == None`;
  if (operator === "contains") return `${literalOf(value)} in ${field}`;
  if (operator === "lacks") return `${literalOf(value)} not in ${field}`;
  if (COUNTS.includes(operator)) return `len(${field}) ${operator.slice(3)} ${value}`;
  return `${field} ${operator} ${comparedName(value) ?? literalOf(value)}`;
}

/**
 * The other field's name, where a value is what stands in one.
 * @param {Value | undefined} value
 */
export const comparedName = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? value.name : undefined;

/** @param {string | undefined} name */
const isWord = (name) => name !== undefined && WORDS.has(name);

/** @type {((text: string) => Part | null | undefined)[]} */
const READERS = [
  (text) =>
    matched(AMONG, text, ([, field, operator, list]) => ({
      field,
      operator,
      value: (list.match(ONE_STRING) ?? []).map(unquoted),
    })),
  (text) =>
    matched(HOLDS, text, ([, value, operator, field]) => ({
      field,
      operator: operator === "in" ? "contains" : "lacks",
      value: unquoted(value),
    })),
  (text) =>
    matched(COUNTED, text, ([, field, operator, value]) => ({
      field,
      operator: `len${operator}`,
      value: Number(value),
    })),
  (text) => matched(SIMPLE, text, ([, field, operator, literal]) => simple(field, operator, literal)),
  (text) =>
    matched(TWO_NAMES, text, ([, field, compared, among, name]) => ({
      field,
      operator: compared ?? among,
      value: { name },
    })),
];

/**
 * Undefined where the text has another form.
 * @param {RegExp} pattern
 * @param {string} text
 * @param {(found: RegExpExecArray) => Part | null} make
 */
function matched(pattern, text, make) {
  const found = pattern.exec(text);
  return found ? make(found) : undefined;
}

/**
 * @param {string} field
 * @param {string} operator
 * @param {string} literal
 */
function simple(field, operator, literal) {
  if (literal !== "None") return { field, operator, value: valueOf(literal) };
  if (operator === "!=") return { field, operator: "filled", value: null };
  return operator === "==" ? { field, operator: "empty", value: null } : null;
}

/**
 * At its "and"s or "or"s, but not at both; what stands in quotation marks is no such word.
 * @param {string} text
 */
function split(text) {
  const masked = text.replace(ONE_STRING, (string) => "_".repeat(string.length));
  const joints = [...masked.matchAll(/\s+(and|or)\s+/g)];
  const joins = new Set(joints.map(([, word]) => word));
  if (joins.size > 1) return null;
  const ends = [...joints.map(({ index }) => index), text.length];
  const starts = [0, ...joints.map(({ index, 0: joint }) => index + joint.length)];
  return { join: [...joins][0] ?? "and", texts: starts.map((start, n) => text.slice(start, ends[n])) };
}

/** @param {string} literal */
function valueOf(literal) {
  if (literal === "True" || literal === "False") return literal === "True";
  return /^["']/.test(literal) ? unquoted(literal) : Number(literal);
}

/**
 * @param {Value} value
 * @returns {string}
 */
function literalOf(value) {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? decimal(value) : quoted(String(value));
}

/** @type {Record<string, string>} */
const ESCAPED = { n: "\n", t: "\t" };

/** @param {string} literal */
const unquoted = (literal) => literal.slice(1, -1).replace(/\\(.)/g, (_, sign) => ESCAPED[sign] ?? sign);

/**
 * A return can't stand in the grammar's texts at all.
 * @param {string} text
 */
const quoted = (text) =>
  `"${text
    .replace(/[\\"]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replaceAll("\t", "\\t")}"`;

/**
 * Without an exponent, which the grammar does not have: 1e-7 is 0.0000001.
 * @param {number} number
 */
function decimal(number) {
  const [digits, exponent] = String(number).split("e");
  if (!exponent) return digits;
  const [whole, fraction = ""] = digits.replace("-", "").split(".");
  const places = fraction.length - Number(exponent);
  const plain = places > 0 ? `0.${(whole + fraction).padStart(places, "0")}` : BigInt(number).toString();
  return number < 0 && places > 0 ? `-${plain}` : plain;
}
