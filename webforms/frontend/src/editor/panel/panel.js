// The side panel: whatever is selected, in words.
import { html, render } from "@bpmn-io/diagram-js-ui";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { kindOf, nameOfElement } from "../kinds.js";
import { isChoosing, isStep, objectOf } from "../model.js";
import { remedyFor } from "../remedies.js";
import { isTimer } from "../timers.js";
import { t } from "../words.js";
import { Branch, Branches } from "./branches.js";
import { Form } from "./form.js";
import { Button, Group, Text } from "./inputs.js";
import { LanePanel } from "./lane.js";
import { Identity, Overview } from "./process.js";
import { Documentation, General, Name, Quality, Separation } from "./step.js";
import { TimerPanel, Timers } from "./timers.js";

const WHOLE = ["bpmn:Process", "bpmn:Collaboration", "bpmn:Participant"];
const NODES = ["bpmn:FlowNode"];

export function drawPanel(place, editor) {
  render(html`<${Panel} key=${editor.selected.map(keyOf).join()} ...${{ editor }} />`, place);
}

/** An element's id may change while its panel is open (its first name gives it one): the panel must stay. */
function keyOf(element) {
  if (!keys.has(element)) keys.set(element, (serial += 1));
  return keys.get(element);
}

const keys = new WeakMap();
let serial = 0;

function Panel({ editor }) {
  const [element, second] = editor.selected;
  if (second) return html`<p class="blank-words">${t("editor.several", { n: editor.selected.length })}</p>`;
  if (!element || WHOLE.some((type) => is(element, type))) {
    return html`<${Heading} kind=${t("editor.kind.process")} name=${editor.title()} ...${{ editor, element }} />
      <${Overview} ...${{ editor }} /><${Identity} ...${{ editor }} />
      <${Own} ...${{ editor, element }} />`;
  }
  const name = is(element, "bpmn:TextAnnotation") ? "" : nameOfElement(element);
  return html`<${Heading} kind=${kindOf(element)} name=${name} onBack=${() => editor.select(null)} ...${{ editor, element }} />
    <${Groups} ...${{ editor, element }} />
    <${Own} ...${{ editor, element }} />`;
}

/** Of one height, whatever is typed below: what is about to be clicked must not move. */
function Heading({ editor, element, kind, name, onBack }) {
  const own = element ? editor.checking.of(objectOf(element).id) : [];
  return html`<header class="panel-head">
    <div>
      <small>${kind}</small>
      ${own.length > 0 && html` · <button type="button" class="link small" onClick=${() => editor.showTab("findings")}>${t("editor.findings.count", { n: own.length })}</button>`}
      <h2 title=${name}>${name}</h2>
    </div>
    ${onBack && html`<${Button} kind="quiet small" onClick=${onBack}>${t("editor.whole")}<//>`}
  </header>`;
}

function Groups({ editor, element }) {
  const shared = { editor, element };
  if (isStep(element)) {
    return html`<${General} ...${shared} /><${Quality} ...${shared} /><${Form} ...${shared} /><${Timers} ...${shared} /><${Separation} ...${shared} /><${Documentation} ...${shared} />`;
  }
  if (isTimer(element)) return html`<${TimerPanel} ...${shared} /><${Documentation} ...${shared} />`;
  if (is(element, "bpmn:Lane")) return html`<${LanePanel} ...${shared} />`;
  if (is(element, "bpmn:TextAnnotation")) return html`<${Annotation} ...${shared} />`;
  if (is(element, "bpmn:SequenceFlow")) {
    const isBranch = isChoosing(element.source);
    return html`<${Group} id="branch" title=${t(isBranch ? "editor.group.branches" : "editor.group.general")} isOpen>
      ${isBranch ? html`<${Branch} editor=${editor} flow=${element} isAlone=${element.source.outgoing.length < 2} />` : html`<${Name} ...${shared} />`}
    <//>`;
  }
  if (!NODES.some((type) => is(element, type))) return html`<p class="blank-words">${t("editor.nothing_to_say")}</p>`;
  return html`<${General} ...${shared} />${isChoosing(element) && html`<${Branches} ...${shared} />`}<${Documentation} ...${shared} />`;
}

function Annotation({ editor, element }) {
  const write = (text) => editor.modeler.get("modeling").updateLabel(element, text);
  return html`<${Group} id="general" title=${t("editor.group.general")} isOpen><${Text} label=${t("editor.note_text")} value=${objectOf(element).text ?? ""} lines=${4} onChange=${write} /><//>`;
}

/** What lint says about the selected element. */
function Own({ editor, element }) {
  const own = element ? editor.checking.of(objectOf(element).id) : [];
  return own.length > 0 && html`<ul class="findings own">${own.map((finding) => html`<${Finding} ...${{ editor, finding }} />`)}</ul>`;
}

export function drawFindings(place, editor) {
  const { findings, problem } = editor.checking;
  const sorted = ["error", "warning"].flatMap((severity) => findings.filter((each) => each.severity === severity));
  render(
    html`<div class="findings-list">
      ${problem && html`<p class="finding late">${problem}</p>`}
      ${!problem && !sorted.length && html`<p class="blank-words">${t("editor.findings.none")}</p>`}
      <ul class="findings">${sorted.map((finding) => html`<${Finding} isLinked ...${{ editor, finding }} />`)}</ul>
    </div>`,
    place,
  );
}

/** A timer needs no name of its own, and its id is nobody's business. */
function nameOfFound(editor, finding) {
  const element = editor.modeler.get("elementRegistry").get(finding.element);
  return element && isTimer(element) ? nameOfElement(element) : finding.name || t("editor.kind.process");
}

function Finding({ editor, finding, isLinked = false }) {
  const remedy = remedyFor(editor, finding);
  const isError = finding.severity === "error";
  return html`<li class=${`finding ${isError ? "late" : "warn"}`}>
    <div>
      <b class=${`chip ${isError ? "late" : "warn"}`}>${t(`definitions.severity.${finding.severity}`)}</b>
      ${isLinked && html`<button type="button" class="link" onClick=${() => editor.show(finding)}>${nameOfFound(editor, finding)}</button>`}
      <p>${finding.message}</p>
      <p class="remedy">${finding.remedy}</p>
      ${remedy && html`<div class="actions"><${Button} kind="small" onClick=${remedy}>${t(`editor.remedy.${finding.rule}`)}<//></div>`}
    </div>
  </li>`;
}
