// The islands of a task's form; main.js calls this when the page has one. Without it the form works too.

import { keepComposing } from "./compose.js";
import { keepCounting } from "./counter.js";
import { keepDraft } from "./drafts.js";
import { keepRows } from "./rows.js";
import { keepShown } from "./shown.js";
import { keepUploading } from "./uploads.js";
import { speak } from "./words.js";

export function start() {
  for (const root of document.querySelectorAll("[data-form-fields]")) begin(root.closest("form"), root);
}

function begin(form, root) {
  const config = JSON.parse(root.dataset.config);
  speak(config, root.querySelector("[data-form-status]"));
  keepRows(root);
  keepDraft(form, root); // before the others: it may bring back what was typed
  keepCounting(root);
  keepShown(root, config);
  keepComposing(root, config);
  keepUploading(root);
  root.addEventListener("keydown", (event) => {
    // Enter in a line of text hands nothing in by accident.
    if (event.key === "Enter" && event.target.matches('input:not([type="checkbox"], [type="radio"], [type="submit"], [type="file"])')) event.preventDefault();
  });
  document.getElementById("form-problems")?.focus();
}
