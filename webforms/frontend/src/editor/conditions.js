// Conditions as sentences of three parts (field, operator, value), all of which or one of which must hold ↔ their text
// in the diagram. What has no such form is null: the panel then shows the text as it stands and leaves it alone.

export const COMPARISONS = ["==", "!=", ">=", "<=", ">", "<"];
/** Operators that need no value. */
export const WITHOUT_VALUE = ["filled", "empty"];
/** How many are chosen, or were sent. */
export const COUNTS = ["len>=", "len<=", "len=="];

const NAME = "[A-Za-z_][\\w.]*";
const STRING = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const LITERAL = `${STRING}|-?\\d+(?:\\.\\d+)?|True|False|None`;
const SIMPLE = new RegExp(`^(${NAME})\\s*(==|!=|>=|<=|>|<)\\s*(${LITERAL})$`);
const AMONG = new RegExp(`^(${NAME})\\s+(in|not in)\\s+\\[\\s*((?:${STRING})(?:\\s*,\\s*(?:${STRING}))*)\\s*,?\\s*\\]$`);
const HOLDS = new RegExp(`^(${STRING})\\s+(in|not in)\\s+(${NAME})$`);
const COUNTED = new RegExp(`^len\\(\\s*(${NAME})\\s*\\)\\s*(==|>=|<=)\\s*(\\d+)$`);
const TWO_NAMES = new RegExp(`^(${NAME})(?:\\s*(==|!=|>=|<=|>|<)\\s*|\\s+(in|not in)\\s+)(${NAME})$`);
const ONE_STRING = new RegExp(STRING, "g");
const WORDS = new Set(["and", "or", "not", "in", "len", "True", "False", "None"]);

/** {join: "and" or "or", parts: [one as readCondition gives it]} or null. */
export function readConditions(source) {
  const text = source.trim();
  const pieces = split(text);
  if (!pieces) return null;
  const parts = pieces.texts.map(readCondition);
  return parts.every(Boolean) ? { join: pieces.join, parts } : null;
}

export function writeConditions({ join, parts }) {
  return parts.map(writeCondition).join(` ${join} `);
}

/**
 * {field, operator, value} or null. A value is a text, a list of texts (in, not in), a number, a truth, or {name}: what
 * is compared with stands in another field.
 */
export function readCondition(source) {
  const text = source.trim();
  const found = READERS.map((read) => read(text)).find((each) => each !== undefined) ?? null;
  return found && [found.field, found.value?.name].some((name) => WORDS.has(name)) ? null : found;
}

export function writeCondition({ field, operator, value }) {
  if (operator === "filled") return `${field} != None`;
  if (operator === "empty") return `${field} == None`;
  if (operator === "contains") return `${literalOf(value)} in ${field}`;
  if (operator === "lacks") return `${literalOf(value)} not in ${field}`;
  if (COUNTS.includes(operator)) return `len(${field}) ${operator.slice(3)} ${value}`;
  return `${field} ${operator} ${value?.name ?? literalOf(value)}`;
}

const READERS = [
  (text) => matched(AMONG, text, ([, field, operator, list]) => ({ field, operator, value: list.match(ONE_STRING).map(unquoted) })),
  (text) => matched(HOLDS, text, ([, value, operator, field]) => ({ field, operator: operator === "in" ? "contains" : "lacks", value: unquoted(value) })),
  (text) => matched(COUNTED, text, ([, field, operator, value]) => ({ field, operator: `len${operator}`, value: Number(value) })),
  (text) => matched(SIMPLE, text, ([, field, operator, literal]) => simple(field, operator, literal)),
  (text) => matched(TWO_NAMES, text, ([, field, compared, among, name]) => ({ field, operator: compared ?? among, value: { name } })),
];

function matched(pattern, text, make) {
  const found = pattern.exec(text);
  return found ? make(found) : undefined;
}

function simple(field, operator, literal) {
  if (literal !== "None") return { field, operator, value: valueOf(literal) };
  if (operator === "!=") return { field, operator: "filled", value: null };
  return operator === "==" ? { field, operator: "empty", value: null } : null;
}

/** At its "and"s or "or"s, but not at both; what stands in quotation marks is no such word. */
function split(text) {
  const masked = text.replace(ONE_STRING, (string) => "_".repeat(string.length));
  const joints = [...masked.matchAll(/\s+(and|or)\s+/g)];
  const joins = new Set(joints.map(([, word]) => word));
  if (joins.size > 1) return null;
  const ends = [...joints.map(({ index }) => index), text.length];
  const starts = [0, ...joints.map(({ index, 0: joint }) => index + joint.length)];
  return { join: [...joins][0] ?? "and", texts: starts.map((start, n) => text.slice(start, ends[n])) };
}

function valueOf(literal) {
  if (literal === "True" || literal === "False") return literal === "True";
  return /^["']/.test(literal) ? unquoted(literal) : Number(literal);
}

function literalOf(value) {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(", ")}]`;
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? String(value) : quoted(value);
}

const unquoted = (literal) => literal.slice(1, -1).replace(/\\(.)/g, "$1");
const quoted = (text) => `"${String(text).replace(/[\\"]/g, "\\$&").replaceAll("\n", " ")}"`;
