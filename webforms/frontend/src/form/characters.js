// Text cleaned and counted as engine/forms/characters.py does: change both.

const UNWANTED =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const clean = (typed) =>
  typed
    .replace(/\r\n?|\u2028|\u2029|\x85/g, "\n")
    .replace(UNWANTED, "")
    .normalize("NFC")
    .trim();

export const cleanLine = (typed) => clean(typed).split(/\s+/).join(" ");

// Where a channel shortens links, each counts as `linkCounts`.
export const count = (text, linkCounts) =>
  [...(linkCounts ? text.replace(/https?:\/\/\S+/g, "x".repeat(linkCounts)) : text)].length;
