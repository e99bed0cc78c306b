// Words come with the page, in its language; bpmn-js asks for its own by their English text.
/** @type {Record<string, string | { one: string, other: string }>} */
const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}");

/**
 * English texts that bpmn-js asked for and that nobody has translated; a test reads them.
 * @type {Set<string>}
 */
export const untranslated = new Set();

/**
 * A text in the reader's language.
 * @param {string} key
 * @param {Record<string, string | number | undefined>} [params]
 */
export function t(key, params = {}) {
  const entry = words[key] ?? key;
  if (typeof entry === "string") return filled(entry, params);
  return filled(params.n === 1 ? entry.one : entry.other, params);
}

/** @param {string} key */
export const isKnown = (key) => Object.hasOwn(words, key);

/**
 * @param {string} template
 * @param {Record<string, string>} [replacements]
 */
function translate(template, replacements = {}) {
  const key = `editor.bpmn.${template}`;
  if (!isKnown(key)) untranslated.add(template);
  return isKnown(key) ? t(key, replacements) : filled(template, replacements);
}

/**
 * @param {string} text
 * @param {Record<string, string | number | undefined>} params
 */
const filled = (text, params) => text.replace(/{([^}]+)}/g, (whole, name) => String(params[name] ?? whole));

export const translateModule = { translate: ["value", translate] };
