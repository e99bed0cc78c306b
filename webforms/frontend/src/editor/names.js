// Ids that people never see: made from names, plain letters, and unlike all others.

/** Ids that bpmn-js made up: nothing refers to them yet, so they may still become names. */
const MADE_UP = /^(Activity|Event|Gateway)_[0-9a-z]{7}$/;
/** SpiffWorkflow's own names. */
const RESERVED = new Set(["Start", "End"]);

/** @typedef {(id: string) => unknown} IsTaken */

/** @param {string} id */
export const isMadeUp = (id) => MADE_UP.test(id);

/**
 * @param {string} text
 * @param {string} fallback where nothing of it can stand in an id
 */
export function wordOf(text, fallback) {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
  if (!plain) return fallback;
  return /^\d/.test(plain) ? `${fallback}_${plain}` : plain;
}

/**
 * An element's id from its name: "Memeriksa materi" → Memeriksa_materi.
 * @param {string} name
 * @param {IsTaken} isTaken
 */
export function elementId(name, isTaken) {
  return free(wordOf(name, "Unsur"), (id) => RESERVED.has(id) || isTaken(id));
}

/**
 * A field's id from its label: "Judul kegiatan" → judul_kegiatan.
 * @param {string} label
 * @param {IsTaken} isTaken
 */
export function fieldId(label, isTaken) {
  const own = new Set([
    "sekarang",
    "langkah",
    "kunci",
    "true",
    "false",
    "none",
    "and",
    "or",
    "not",
    "in",
    "len",
  ]);
  return free(wordOf(label, "isian").toLowerCase(), (id) => own.has(id) || isTaken(id));
}

/**
 * The word itself, or with the first number with which it is free.
 * @param {string} wanted
 * @param {IsTaken} isTaken
 */
export function free(wanted, isTaken) {
  let id = wanted;
  for (let n = 2; isTaken(id); n += 1) id = `${wanted}_${n}`;
  return id;
}
