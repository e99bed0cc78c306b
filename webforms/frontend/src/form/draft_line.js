// The line that says what became of a draft, and offers what can be done.

import { seek } from "../dom.js";

/**
 * @param {string} words
 * @param {() => void} press
 */
export function button(words, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "link", textContent: words });
  made.addEventListener("click", press);
  return made;
}

/** @param {string} words */
export function warning(words) {
  const made = document.createElement("strong");
  made.textContent = words;
  return made;
}

/**
 * A trouble that somebody can do something about: no quiet line any more, and its action beside it.
 * @param {HTMLElement} line
 * @param {string} words
 * @param {HTMLElement} action
 */
export function trouble(line, words, action) {
  line.classList.add("trouble");
  line.replaceChildren(`${words} `, action);
}

/**
 * @param {HTMLElement} line
 * @param {string} words
 */
export function quiet(line, words) {
  line.classList.remove("trouble");
  line.textContent = words;
}

/**
 * To log in again beside this page, which goes on as it is.
 * @param {string} words
 */
export function loginLink(words) {
  const made = document.createElement("a");
  Object.assign(made, {
    href: "/login",
    target: "_blank",
    rel: "noopener",
    textContent: words,
    className: "link",
  });
  return made;
}

/**
 * Where it stands in the page, or at the end of the form.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} root
 */
export const lineIn = (form, root) => seek(form, "[data-draft-state]") ?? root.appendChild(stateLine());

function stateLine() {
  const line = document.createElement("p");
  line.className = "draft-state help";
  line.setAttribute("role", "status");
  line.dataset.draftState = "";
  return line;
}
