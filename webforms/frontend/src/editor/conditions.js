// Conditions as a sentence of three parts (field, operator, value) ↔ their text in the diagram. What has no such
// form is null: the panel then shows the text as it stands and leaves it alone.

export const COMPARISONS = ["==", "!=", ">=", "<=", ">", "<"];
/** Operators that need no value. */
export const WITHOUT_VALUE = ["filled", "empty"];

const NAME = "[A-Za-z_][\\w.]*";
const STRING = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const LITERAL = `${STRING}|-?\\d+(?:\\.\\d+)?|True|False|None`;
const SIMPLE = new RegExp(`^(${NAME})\\s*(==|!=|>=|<=|>|<)\\s*(${LITERAL})$`);
const AMONG = new RegExp(`^(${NAME})\\s+(in|not in)\\s+\\[\\s*((?:${STRING})(?:\\s*,\\s*(?:${STRING}))*)\\s*,?\\s*\\]$`);
const ONE_STRING = new RegExp(STRING, "g");

/** {field, operator, value} or null. A value is a text, a list of texts (in, not in), a number or a truth. */
export function readCondition(source) {
  const text = source.trim();
  const among = AMONG.exec(text);
  if (among) return { field: among[1], operator: among[2], value: among[3].match(ONE_STRING).map(unquoted) };
  const simple = SIMPLE.exec(text);
  if (!simple) return null;
  const [, field, operator, literal] = simple;
  if (literal !== "None") return { field, operator, value: valueOf(literal) };
  if (operator === "!=") return { field, operator: "filled", value: null };
  return operator === "==" ? { field, operator: "empty", value: null } : null;
}

export function writeCondition({ field, operator, value }) {
  if (operator === "filled") return `${field} != None`;
  if (operator === "empty") return `${field} == None`;
  return `${field} ${operator} ${literalOf(value)}`;
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
