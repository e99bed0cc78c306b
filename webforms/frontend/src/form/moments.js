// Days and moments as people write them: what engine/forms/types/date.py and datetime.py read.

/** @import { Page } from "./types.js" */

const DAY = /^(\d{4})-(\d\d)-(\d\d)$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const TIME = /^(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?:\s*([A-Za-z]+))?$/;
const MIN_YEAR = 1900;
/** Of a moment. */
const FIRST_YEAR = 1970;
const MAX_YEAR = 2199;

/**
 * YYYY-MM-DD; undefined for what is no day, or none that is planned for.
 * @param {string} text on one line
 * @param {number} [since] the first year
 */
export function dayIn(text, since = MIN_YEAR) {
  const match = DAY.exec(text);
  if (!match) return undefined;
  const [year, month, day] = (match[1] ? match.slice(1, 4) : match.slice(4).reverse()).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= since && year <= MAX_YEAR ? date.toISOString().slice(0, 10) : undefined;
}

/**
 * ISO 8601 with seconds and the office's offset; undefined for what is no moment.
 * @param {string} text on one line
 * @param {Page} page
 */
export function momentIn(text, { offset, zone }) {
  const [, date, rest] = /** @type {RegExpExecArray} */ (/^([^T ]*)[T ]?(.*)$/.exec(text));
  const day = dayIn(date, FIRST_YEAR);
  const time = timeIn(rest.trim(), zone);
  return day && time ? `${day}T${time}${offset}` : undefined;
}

/**
 * @param {string} text
 * @param {string} zone
 */
function timeIn(text, zone) {
  const match = TIME.exec(text);
  const [hour, minute, second] = (match ?? []).slice(1, 4).map((each) => Number(each ?? 0));
  const isInDay = match && hour < 24 && minute < 60 && second < 60;
  const isOurs = isInDay && (match[4] ?? zone).toUpperCase() === zone;
  return isOurs ? [hour, minute, second].map((each) => String(each).padStart(2, "0")).join(":") : "";
}
