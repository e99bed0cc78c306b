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
 * @param {unknown} iso YYYY-MM-DD, or with a time behind it
 * @param {string} zone
 */
export function inWords(iso, zone) {
  if (typeof iso !== "string") return "";
  const date = new Date(`${iso.slice(0, 10)}T00:00Z`);
  const time = iso.slice(11, 16).replace(":", document.documentElement.lang === "en" ? ":" : ".");
  return fill(say(time ? "time.moment" : "time.day"), {
    weekday: say("time.weekdays").split(" ")[(date.getUTCDay() + 6) % 7],
    day: date.getUTCDate(),
    month: say("time.months").split(" ")[date.getUTCMonth()],
    year: date.getUTCFullYear(),
    time,
    zone,
  });
}
