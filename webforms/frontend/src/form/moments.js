// Days and moments as people write them: what engine/forms/types/date.py and datetime.py read.

/** @import { Page } from "./types.js" */
/** @typedef {Pick<Page, "months" | "weekdays">} Names */

const DAY = /^(\d{4})-(\d\d)-(\d\d)$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
/** "Senin, 23 November 2026" */
const IN_WORDS = /^(?:([a-z]+), ?)?(\d{1,2}) ([a-z]+) (\d{4})$/;
const WORDS_AND_TIME = /^([^:]*[a-z] \d{4}),? (.+)$/i;
const TIME = /^(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?:\s*([A-Za-z]+))?$/;
const MIN_YEAR = 1900;
/** Of a moment. */
const FIRST_YEAR = 1970;
const MAX_YEAR = 2199;

/**
 * YYYY-MM-DD; undefined for what is no day, or none that is planned for.
 * @param {string} text on one line
 * @param {Names} page
 * @param {number} [since] the first year
 */
export function dayIn(text, page, since = MIN_YEAR) {
  const parts = inDigits(text) ?? inWords(text, page);
  if (!parts) return undefined;
  const [year, month, day, weekday] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, day));
  const isNamed = [undefined, (date.getUTCDay() + 6) % 7].includes(weekday);
  const isReal = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return isReal && isNamed && isPlanned(date, since) ? date.toISOString().slice(0, 10) : undefined;
}

/**
 * @param {Date} date
 * @param {number} since
 */
const isPlanned = (date, since) => date.getUTCFullYear() >= since && date.getUTCFullYear() <= MAX_YEAR;

/** @param {string} text */
function inDigits(text) {
  const match = DAY.exec(text);
  return match && (match[1] ? match.slice(1, 4) : match.slice(4).reverse()).map(Number);
}

/**
 * Year, month, day and, where it is named, weekday.
 * @param {string} text
 * @param {Names} page
 */
function inWords(text, { months, weekdays }) {
  const [, weekday, day, month, year] = IN_WORDS.exec(text.toLowerCase()) ?? [];
  if (!year || !months[month] || (weekday && !(weekday in weekdays))) return undefined;
  return [Number(year), months[month], Number(day), weekday ? weekdays[weekday] : undefined];
}

/**
 * ISO 8601 with seconds and the office's offset; undefined for what is no moment.
 * @param {string} text on one line
 * @param {Page} page
 */
export function momentIn(text, page) {
  const split = WORDS_AND_TIME.exec(text) ?? /^([^T ]*)[T ]?(.*)$/.exec(text);
  const [, date, rest] = /** @type {RegExpExecArray} */ (split);
  const day = dayIn(date, page, FIRST_YEAR);
  const time = timeIn(rest.trim(), page.zone);
  return day && time ? `${day}T${time}${page.offset}` : undefined;
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
