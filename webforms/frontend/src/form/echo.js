// What stands in an input for a day or a moment, in the page's words: the browser's own may be in any language.
import { all, around, seek } from "../dom.js";
import { fill, say } from "./words.js";
import { pageOf } from "./reading.js";
import { readerOf } from "./types/index.js";

/** @import { Config } from "./types.js" */

/**
 * @param {HTMLElement} root
 * @param {Config} config
 */
export function setUpEchoes(root, config) {
  /** @param {HTMLElement | null} control */
  const echo = (control) => {
    const place = control && seek(control, ":scope > [data-echo]");
    if (!control || !place) return;
    place.textContent = inWords(readerOf(control)(control, pageOf(root, config)), config.zone);
  };
  root.addEventListener("input", ({ target }) => echo(around(target, "[data-control]")));
  for (const place of all(root, "[data-echo]")) echo(place.parentElement);
}

/**
 * A day or a moment as people type it: "27 November 2026, 09.15".
 * @param {string} iso YYYY-MM-DD, or with a time behind it
 */
export function typedMoment(iso) {
  if (!iso) return "";
  const { day, month, year, time } = partsOf(iso);
  return `${day} ${month} ${year}${time && `, ${time}`}`;
}

/** @param {string} iso */
function partsOf(iso) {
  const date = new Date(`${iso.slice(0, 10)}T00:00Z`);
  return {
    weekday: say("time.weekdays").split(" ")[(date.getUTCDay() + 6) % 7],
    day: date.getUTCDate(),
    month: say("time.months").split(" ")[date.getUTCMonth()],
    year: date.getUTCFullYear(),
    time: iso.slice(11, 16).replace(":", document.documentElement.lang === "en" ? ":" : "."),
  };
}

/**
 * @param {unknown} iso YYYY-MM-DD, or with a time behind it
 * @param {string} zone
 */
export function inWords(iso, zone) {
  if (typeof iso !== "string") return "";
  const parts = partsOf(iso);
  return fill(say(parts.time ? "time.moment" : "time.day"), { ...parts, zone });
}
