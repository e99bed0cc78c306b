// Sentences that the server wrote into the page, and the place where changes are announced.

let words = {};
let status = null;

export function speak(config, element) {
  words = config.words;
  status = element;
}

export const say = (key, params = {}) => fill(words[key] ?? key, params);

export const fill = (sentence, params) => sentence.replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);

// For screen readers; what is seen changes at its own place.
export function announce(sentence) {
  if (status) status.textContent = sentence;
}
