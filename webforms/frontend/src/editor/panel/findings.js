// What lint says, with what can be done about it at once.
import { html, render } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { objectOf } from "../model.js";
import { placeOf } from "../findings/places.js";
import { remedyFor } from "../findings/remedies.js";
import { isTimer } from "../timers.js";
import { t } from "../words.js";
import { Button } from "./inputs.js";

/** @import * as types from "../types.js" */

/**
 * What lint says about the selected element.
 * @param {{ editor: types.Editor, element?: types.Element }} props
 */
export function Own({ editor, element }) {
  const own = element ? editor.checking.of(objectOf(element).id) : [];
  return (
    own.length > 0 &&
    html`<ul class="findings own">${own.map((finding) => html`<${Finding} ...${{ editor, finding }} />`)}</ul>`
  );
}

/**
 * @param {HTMLElement} place
 * @param {types.Editor} editor
 */
export function drawFindings(place, editor) {
  const { findings, problem } = editor.checking;
  const sorted = ["error", "warning"].flatMap((severity) =>
    findings.filter((each) => each.severity === severity),
  );
  render(
    html`<div class="findings-list">
      ${problem && html`<p class="finding late">${problem}</p>`}
      ${!problem && !sorted.length && html`<p class="blank-words">${t("editor.findings.none")}</p>`}
      <ul class="findings">${sorted.map((finding) => html`<${Finding} isLinked ...${{ editor, finding }} />`)}</ul>
    </div>`,
    place,
  );
}

/**
 * A timer needs no name of its own, and its id is nobody's business.
 * @param {types.Editor} editor
 * @param {types.Finding} finding
 */
function nameOfFound(editor, finding) {
  const element = editor.modeler.get("elementRegistry").get(finding.element);
  return element && isTimer(element) ? nameOfElement(element) : finding.name || t("editor.kind.process");
}

/** @param {{ editor: types.Editor, finding: types.Finding, isLinked?: boolean }} props */
function Finding({ editor, finding, isLinked = false }) {
  const remedy = remedyFor(editor, finding);
  const place = placeOf(editor, finding);
  const isError = finding.severity === "error";
  return html`<li class=${`finding ${isError ? "late" : "warn"}`} data-rule=${finding.rule}>
    <div>
      <b class=${`chip ${isError ? "late" : "warn"}`}>${t(`definitions.severity.${finding.severity}`)}</b>
      ${isLinked && html`<button type="button" class="link" onClick=${() => place && editor.open(place)}>${nameOfFound(editor, finding)}</button>`}
      <p>${finding.message}</p>
      <p class="remedy">${finding.remedy}</p>
      <div class="actions">
        ${remedy && html`<${Button} kind="small" data-remedy onClick=${remedy}>${t(`editor.remedy.${finding.rule}`)}<//>`}
        ${place?.group && html`<${Button} kind="quiet small" data-open onClick=${() => editor.open(place)}>${t("editor.findings.open")}<//>`}
      </div>
    </div>
  </li>`;
}
