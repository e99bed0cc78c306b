// Text cleaned and counted as engine/forms/characters.py does: change both.

const UNWANTED =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** @param {string} typed */
export const clean = (typed) =>
  typed
    .replace(/\r\n?|\u2028|\u2029|\x85/g, "\n")
    .replace(UNWANTED, "")
    .normalize("NFC")
    .trim();

/** @param {string} typed */
export const cleanLine = (typed) => clean(typed).split(/\s+/).join(" ");

/**
 * How many characters a reader sees.
 * @param {string} text
 * @param {number} [linkCounts] what each link counts as, where a channel shortens links
 */
export const count = (text, linkCounts) =>
  [...(linkCounts ? text.replace(/https?:\/\/\S+/g, "x".repeat(linkCounts)) : text)].length;
