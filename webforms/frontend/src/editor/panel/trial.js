// Uji coba from here: only at a step is there a form to begin with.
import { html } from "@bpmn-io/diagram-js-ui";
import { isStep, objectOf } from "../model.js";
import { t } from "../words.js";

/** @import { Shown } from "../types.js" */

/** @param {Shown} props */
export function Trial({ editor, element }) {
  if (!isStep(element)) return html`<p class="help">${t("editor.trial.only_steps")}</p>`;
  return html`<div class="actions"><a class="btn small" data-leave href=${editor.trialFrom(objectOf(element).id)}>${t("editor.trial.from_here")}</a></div>`;
}
