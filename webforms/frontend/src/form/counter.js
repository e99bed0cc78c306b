// Counts characters while they are typed, as the server and the channels do.

import { all, isInput } from "../dom.js";
import { clean, cleanLine, count } from "./characters.js";
import { fill } from "./words.js";

/** @param {HTMLElement} root */
export function setUpCounting(root) {
  root.addEventListener("input", (event) => recount(event.target));
  root.addEventListener("form:changed", () => all(root, "input, textarea").forEach(recount));
  all(root, "textarea, input[type=text]").forEach(recount);
}

/** @param {EventTarget | null} input */
function recount(input) {
  const counter = isInput(input) && document.getElementById(`${input.id}-counter`);
  if (!counter) return;
  const { words = "", n, max, soft, linkCounts } = counter.dataset;
  const plain = input instanceof HTMLTextAreaElement ? clean(input.value) : cleanLine(input.value);
  const length = count(plain, Number(linkCounts) || 0);
  counter.textContent = fill(words, { length, n });
  counter.classList.toggle("over", Boolean(max) && length > Number(max));
  counter.classList.toggle("soft", Boolean(soft) && length > Number(soft));
}
