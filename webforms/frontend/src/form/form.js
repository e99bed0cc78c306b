// The islands of a task's form; a part of the page (parts.js). Without it the form works too.

import { all, seek } from "../dom.js";
import { setUpComposing } from "./compose.js";
import { setUpCounting } from "./counter.js";
import { setUpDraft } from "./drafts.js";
import { setUpEchoes } from "./echo.js";
import { setUpMended } from "./mended.js";
import { setUpPickers } from "./pickers.js";
import { setUpSameForAll } from "./same_for_all.js";
import { sendWhenReached } from "./reaching.js";
import { setUpRows } from "./rows.js";
import { setUpAnswer } from "./sheet.js";
import { setUpSections } from "./sections.js";
import { setUpConditions } from "./shown.js";
import { setUpUploads } from "./uploads.js";
import { speak } from "./words.js";

/** @import { Config } from "./types.js" */

const ONE_LINE = 'input:not([type="checkbox"], [type="radio"], [type="submit"], [type="file"])';

export function start() {
  for (const root of all(document, "[data-form-fields]")) {
    const form = root.closest("form");
    if (form) begin(form, root);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} root
 */
function begin(form, root) {
  const config = /** @type {Config} */ (JSON.parse(root.dataset.config ?? "{}"));
  speak(config, seek(root, "[data-form-status]"));
  sendWhenReached(form); // before what else hears that the form is sent
  setUpRows(root);
  setUpDraft(form, root); // before the others: it may bring back what was typed
  setUpCounting(root);
  setUpConditions(root, config);
  setUpComposing(root, config);
  setUpEchoes(root, config);
  setUpPickers(root, config);
  setUpSameForAll(root);
  setUpMended(form, root);
  setUpSections(root);
  setUpUploads(root);
  root.addEventListener("keydown", (event) => {
    // Enter in a line of text hands nothing in by accident.
    if (event.key === "Enter" && event.target instanceof Element && event.target.matches(ONE_LINE))
      event.preventDefault();
  });
  document.getElementById("form-problems")?.focus();
  setUpAnswer(form);
  // Its word that it runs: until then everything is there that does without it.
  form.dataset.runs = "";
}
