// Elements of the page, each of a kind that is known: what is looked for without a kind is an HTMLElement.

/**
 * The first that fits; a page without it is broken, and the error says what is missing.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} [kind]
 * @returns {E}
 */
export function find(root, selector, kind) {
  const found = seek(root, selector, kind);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}

/**
 * The first that fits, if there is one.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} [kind]
 */
export const seek = (root, selector, kind) => ofKind(root.querySelector(selector), kind);

/**
 * All that fit, in the order of the page.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} [kind]
 */
export const all = (root, selector, kind) =>
  [...root.querySelectorAll(selector)].flatMap((each) => ofKind(each, kind) ?? []);

/**
 * The nearest around what an event happened to, or around an element: itself, or what it stands in.
 * @template {Element} [E=HTMLElement]
 * @param {EventTarget | null} place
 * @param {string} selector
 * @param {new () => E} [kind]
 */
export const around = (place, selector, kind) =>
  ofKind(place instanceof Element ? place.closest(selector) : null, kind);

/**
 * @template {Element} E
 * @param {Element | null} element
 * @param {new () => E} [kind]
 */
function ofKind(element, kind) {
  return element instanceof (kind ?? HTMLElement) ? /** @type {E} */ (element) : null;
}

/**
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Input
 */

/**
 * Whether something can be typed, chosen or ticked there.
 * @param {EventTarget | null} element
 * @returns {element is Input}
 */
export const isInput = (element) =>
  [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((kind) => element instanceof kind);

/**
 * What the page brings along for its script, as JSON.
 * @param {Element} element
 * @returns {unknown}
 */
export const dataIn = (element) => JSON.parse(element.textContent ?? "");
