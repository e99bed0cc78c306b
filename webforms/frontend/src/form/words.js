// Sentences that the server wrote into the page, and the place where changes are announced.

/** @type {Record<string, string>} */
let words = {};
/** @type {HTMLElement | null} */
let status = null;

/**
 * @param {{ words: Record<string, string> }} config
 * @param {HTMLElement | null} element
 */
export function speak(config, element) {
  words = config.words;
  status = element;
}

/**
 * A sentence of the page in the reader's language.
 * @param {string} key
 * @param {Record<string, unknown>} [params]
 */
export const say = (key, params = {}) => fill(words[key] ?? key, params);

/**
 * A value that ends with a mark of its own ends the sentence, too (as engine/texts.py has it).
 * @param {string} sentence with {names} in it
 * @param {Record<string, unknown>} params
 */
export const fill = (sentence, params) =>
  sentence.replace(/\{(\w+)\}(?:([”"»]?)\.(?!\S))?/g, (whole, name, quote) => {
    if (!(name in params)) return whole;
    const value = String(params[name]);
    const isEnded = /[.!?…]$/.test(value);
    return quote === undefined ? value : `${value}${quote}${isEnded ? "" : "."}`;
  });

/**
 * For screen readers; what is seen changes at its own place.
 * @param {string} sentence
 */
export function announce(sentence) {
  if (status) status.textContent = sentence;
}
