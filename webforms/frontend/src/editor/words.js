// Words come with the page, in its language; bpmn-js asks for its own by their English text.
const words = JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}");

/** English texts that bpmn-js asked for and that nobody has translated; a test reads them. */
export const untranslated = new Set();

export function t(key, params = {}) {
  let entry = words[key] ?? key;
  if (typeof entry === "object") entry = params.n === 1 ? entry.one : entry.other;
  return filled(entry, params);
}

export const isKnown = (key) => Object.hasOwn(words, key);

function translate(template, replacements = {}) {
  const key = `editor.bpmn.${template}`;
  if (!isKnown(key)) untranslated.add(template);
  return filled(words[key] ?? template, replacements);
}

const filled = (text, params) => text.replace(/{([^}]+)}/g, (whole, name) => params[name] ?? whole);

export const translateModule = { translate: ["value", translate] };
