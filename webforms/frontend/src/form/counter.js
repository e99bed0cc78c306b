// Counts characters while they are typed, as the server and the channels do.

import { clean, cleanLine, count } from "./characters.js";
import { fill } from "./words.js";

export function keepCounting(root) {
  root.addEventListener("input", (event) => recount(event.target));
  root.addEventListener("form:changed", () => root.querySelectorAll("input, textarea").forEach(recount));
  root.querySelectorAll("textarea, input[type=text]").forEach(recount);
}

function recount(input) {
  const counter = document.getElementById(`${input.id}-counter`);
  if (!counter) return;
  const { words, n, max, soft, linkCounts } = counter.dataset;
  const plain = input.matches("textarea") ? clean(input.value) : cleanLine(input.value);
  const length = count(plain, Number(linkCounts) || 0);
  counter.textContent = fill(words, { length, n });
  counter.classList.toggle("over", Boolean(max) && length > Number(max));
  counter.classList.toggle("soft", Boolean(soft) && length > Number(soft));
}
