// Conditions of a form, judged in the page: the mirror of engine/forms/conditions.py. Trees come as JSON from the
// server; a name's value comes from `lookup(firstName)`. Values are JSON values; a datetime is ISO text with offset.

export function holds(tree, lookup) {
  return isTrue(valueOf(tree, lookup));
}

function valueOf([word, ...parts], lookup) {
  if (word === "value") return parts[0];
  if (word === "name") return found(parts[0], lookup);
  if (word === "and" || word === "or") {
    let value = null;
    for (const part of parts) {
      value = valueOf(part, lookup);
      if (isTrue(value) === (word === "or")) break;
    }
    return value;
  }
  return MEANING[word](...parts.map((part) => valueOf(part, lookup)));
}

function found(name, lookup) {
  const [first, ...rest] = name.split(".");
  let value = lookup(first);
  for (const part of rest) value = kind(value) === "mapping" && Object.hasOwn(value, part) ? value[part] : null;
  return value ?? null;
}

function kind(value) {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return "list";
  return { boolean: "bool", number: "number", string: "text" }[typeof value] ?? "mapping";
}

function isTrue(value) {
  const what = kind(value);
  if (what === "list") return value.length > 0;
  if (what === "mapping") return Object.keys(value).length > 0;
  return Boolean(value);
}

function equal(left, right) {
  const what = kind(left);
  if (what !== kind(right)) return false;
  if (what === "none") return true;
  if (what === "text") {
    const [first, second] = comparable(left, right);
    return first === second;
  }
  if (what === "list") return left.length === right.length && left.every((element, n) => equal(element, right[n]));
  if (what === "mapping") {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]))
    );
  }
  return left === right;
}

function less(left, right) {
  const what = kind(left);
  if (what !== kind(right)) return false;
  if (what === "number") return left < right;
  if (what !== "text") return false;
  const [first, second] = comparable(left, right);
  return typeof first === "number" ? first < second : inOrder(first, second) < 0;
}

const lessOrEqual = (left, right) =>
  less(left, right) || (["number", "text"].includes(kind(left)) && equal(left, right));

// By code points, as Python does; JavaScript's own < compares UTF-16 units.
function inOrder(left, right) {
  const [first, second] = [[...left], [...right]];
  for (let n = 0; n < Math.min(first.length, second.length); n += 1) {
    const gap = first[n].codePointAt(0) - second[n].codePointAt(0);
    if (gap) return gap;
  }
  return first.length - second.length;
}

function contains(needle, hay) {
  if (kind(hay) === "list") return hay.some((element) => equal(needle, element));
  if (kind(needle) !== "text") return false;
  if (kind(hay) === "text") return hay.includes(needle);
  return kind(hay) === "mapping" && Object.hasOwn(hay, needle);
}

function lengthOf(value) {
  const what = kind(value);
  if (what === "none") return 0;
  if (what === "text") return [...value].length;
  if (what === "list") return value.length;
  return what === "mapping" ? Object.keys(value).length : null;
}

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

// Two moments as moments; a day and a moment as days; anything else as text.
function comparable(left, right) {
  const [first, second] = [milliseconds(left), milliseconds(right)];
  if (first !== null && second !== null) return [first, second];
  if (first !== null && DAY.test(right)) return [left.slice(0, 10), right];
  if (second !== null && DAY.test(left)) return [left, right.slice(0, 10)];
  return [left, right];
}

function milliseconds(text) {
  const match = MOMENT.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
  const second = Number(match[6] ?? 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const real =
    year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real) return null;
  const offset = Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0);
  const east = match[8] === "-" ? -offset : offset;
  return date.getTime() + Number((match[7] ?? "").slice(0, 3).padEnd(3, "0")) - east * 60000;
}

const MEANING = {
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": less,
  "<=": lessOrEqual,
  ">": (left, right) => less(right, left),
  ">=": (left, right) => lessOrEqual(right, left),
  in: contains,
  "not in": (needle, hay) => !contains(needle, hay),
  not: (value) => !isTrue(value),
  len: lengthOf,
  startswith: (value, start) => kind(value) === "text" && kind(start) === "text" && value.startsWith(start),
  list: (...elements) => elements,
};
