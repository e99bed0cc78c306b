// Conditions of a form, judged in the page: the mirror of engine/forms/conditions.py. Trees come as JSON from the
// server; a name's value comes from `lookup(firstName)`. Values are JSON values; a datetime is ISO text with offset.

/** @import { Answer, Answers, Lookup, Tree } from "./types.js" */

/**
 * @param {Tree} tree
 * @param {Lookup} lookup
 */
export function holds(tree, lookup) {
  return isTrue(valueOf(tree, lookup));
}

/**
 * @param {Tree} tree
 * @param {Lookup} lookup
 * @returns {Answer}
 */
function valueOf([word, ...parts], lookup) {
  if (word === "value") return /** @type {Answer} */ (parts[0]);
  if (word === "name") return found(/** @type {string} */ (parts[0]), lookup);
  const trees = /** @type {Tree[]} */ (parts);
  if (word === "and" || word === "or") return firstThatDecides(trees, lookup, word === "or");
  return MEANING[word](...trees.map((part) => valueOf(part, lookup)));
}

/**
 * As in Python: "and" ends at the first that doesn't hold, "or" at the first that does.
 * @param {Tree[]} parts
 * @param {Lookup} lookup
 * @param {boolean} decisive
 */
function firstThatDecides(parts, lookup, decisive) {
  /** @type {Answer} */
  let value = null;
  for (const part of parts) {
    value = valueOf(part, lookup);
    if (isTrue(value) === decisive) break;
  }
  return value;
}

/**
 * @param {string} name with dots
 * @param {Lookup} lookup
 */
function found(name, lookup) {
  const [first, ...rest] = name.split(".");
  let value = lookup(first);
  for (const part of rest) value = isMapping(value) && Object.hasOwn(value, part) ? value[part] : null;
  return value ?? null;
}

/** @param {Answer} value */
function kind(value) {
  if (value === null) return "none";
  if (Array.isArray(value)) return "list";
  // eslint-disable-next-line alur/no-type-names -- kinds of JSON values
  return { boolean: "bool", number: "number", string: "text" }[String(typeof value)] ?? "mapping";
}

/**
 * @param {Answer} value
 * @returns {value is Answers}
 */
const isMapping = (value) => kind(value) === "mapping";

/** @param {Answer} value */
function isTrue(value) {
  if (Array.isArray(value)) return value.length > 0;
  return isMapping(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/**
 * @param {Answer} left
 * @param {Answer} right
 * @returns {boolean}
 */
function equal(left, right) {
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  if (isMapping(left)) return isMapping(right) && equalMappings(left, right);
  if (typeof left === "string") return typeof right === "string" && equalTexts(left, right);
  return left === right;
}

/**
 * @param {string} left
 * @param {string} right
 */
function equalTexts(left, right) {
  const [first, second] = comparable(left, right);
  return first === second;
}

/**
 * @param {Answer[]} left
 * @param {Answer[]} right
 */
const equalLists = (left, right) =>
  left.length === right.length && left.every((element, n) => equal(element, right[n]));

/**
 * @param {Answers} left
 * @param {Answers} right
 */
function equalMappings(left, right) {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && equal(left[key], right[key]))
  );
}

/**
 * @param {Answer} left
 * @param {Answer} right
 */
function less(left, right) {
  if (typeof left === "number" && typeof right === "number") return left < right;
  if (typeof left !== "string" || typeof right !== "string") return false;
  const [first, second] = comparable(left, right);
  if (typeof first === "number" && typeof second === "number") return first < second;
  return inOrder(String(first), String(second)) < 0;
}

/**
 * @param {Answer} left
 * @param {Answer} right
 */
const lessOrEqual = (left, right) =>
  // eslint-disable-next-line alur/no-type-names -- kinds of JSON values
  less(left, right) || (["number", "text"].includes(kind(left)) && equal(left, right));

/**
 * By code points, as Python does; JavaScript's own < compares UTF-16 units.
 * @param {string} left
 * @param {string} right
 */
function inOrder(left, right) {
  const [first, second] = [left, right].map((text) => [...text].map((each) => each.codePointAt(0) ?? 0));
  for (let n = 0; n < Math.min(first.length, second.length); n += 1) {
    const gap = first[n] - second[n];
    if (gap) return gap;
  }
  return first.length - second.length;
}

/**
 * @param {Answer} needle
 * @param {Answer} hay
 */
function contains(needle, hay) {
  if (Array.isArray(hay)) return hay.some((element) => equal(needle, element));
  if (typeof needle !== "string") return false;
  if (typeof hay === "string") return hay.includes(needle);
  return isMapping(hay) && Object.hasOwn(hay, needle);
}

/** @param {Answer} value */
function lengthOf(value) {
  if (typeof value === "string") return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (isMapping(value)) return Object.keys(value).length;
  return kind(value) === "none" ? 0 : null;
}

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Two moments as moments; a day and a moment as days; anything else as text.
 * @param {string} left
 * @param {string} right
 */
function comparable(left, right) {
  const [first, second] = [milliseconds(left), milliseconds(right)];
  if (first !== null && second !== null) return [first, second];
  if (first !== null && DAY.test(right)) return [left.slice(0, 10), right];
  if (second !== null && DAY.test(left)) return [left, right.slice(0, 10)];
  return [left, right];
}

/**
 * Since 1970; null for what is no moment.
 * @param {string} text
 */
function milliseconds(text) {
  const match = MOMENT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = "00", fraction = "", sign = "+", ...away] = match;
  const local = utc(year, month, day, hour, minute, second);
  if (local === null) return null;
  const [hours, minutes] = away.map((each) => Number(each ?? 0));
  const east = Number(`${sign}1`) * (hours * 60 + minutes);
  return local + Number(fraction.slice(0, 3).padEnd(3, "0")) - east * 60000;
}

/**
 * Null where the calendar or the clock has no such moment.
 * @param {string[]} parts year, month, day, hour, minute, second
 */
function utc(...parts) {
  const [year, month, day, hour, minute, second] = parts.map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isReal = year > 0 && date.toISOString().match(/\d+/g)?.slice(0, 6).join() === parts.join();
  return isReal ? date.getTime() : null;
}

/** @type {Record<string, (...parts: Answer[]) => Answer>} */
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
  startswith: (value, start) =>
    typeof value === "string" && typeof start === "string" && value.startsWith(start),
  list: (...elements) => elements,
};
