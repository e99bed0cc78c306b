// The side panel: whatever is selected, in words.
import { html, render } from "@bpmn-io/diagram-js-ui";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { kindOf, nameOfElement } from "../kinds.js";
import { isChoosing, isStep, objectOf } from "../model.js";
import { isTimer } from "../timers.js";
import { NOTE } from "../vocabulary.js";
import { t } from "../words.js";
import { Branch, Branches } from "./branches.js";
import { Own } from "./findings.js";
import { Form } from "./form.js";
import { Arrows, Ends } from "./arrows.js";
import { Content } from "./content.js";
import { Button, Group, Text } from "./inputs.js";
import { LanePanel } from "./lane.js";
import { Name } from "./name.js";
import { Notice } from "./notice.js";
import { Arrangement, Identity, Overview } from "./process.js";
import { Trial } from "./trial.js";
import { Documentation, General, Quality, Separation } from "./step.js";
import { TimerPanel, Timers } from "./timers.js";
import { labelOf } from "./labels.js";

/** @import { Editor, Element, Shown } from "../types.js" */

const WHOLE = ["bpmn:Process", "bpmn:Collaboration", "bpmn:Participant"];

/**
 * @param {HTMLElement} place
 * @param {Editor} editor
 */
export function drawPanel(place, editor) {
  render(
    html`<${Notice} ...${{ editor }} /><${Panel} key=${editor.selected.map(keyOf).join()} ...${{ editor }} />`,
    place,
  );
}

/** @type {WeakMap<Element, number>} */
const keys = new WeakMap();
let serial = 0;

/**
 * An element's id may change while its panel is open (its first name gives it one): the panel must stay.
 * @param {Element} element
 */
function keyOf(element) {
  if (!keys.has(element)) keys.set(element, (serial += 1));
  return keys.get(element);
}

/** @param {{ editor: Editor }} props */
function Panel({ editor }) {
  const [element, second] = editor.selected;
  if (second) return html`<p class="blank-words">${t("editor.several", { n: editor.selected.length })}</p>`;
  if (!element || WHOLE.some((type) => is(element, type)))
    return html`<${Whole} ...${{ editor, element }} />`;
  const name = is(element, "bpmn:TextAnnotation") ? "" : nameOfElement(element);
  return html`<${Heading} kind=${kindOf(element)} name=${name} onBack=${() => editor.select(null)} ...${{ editor, element }} />
    <${Groups} ...${{ editor, element }} />
    <${Own} ...${{ editor, element }} />`;
}

/** @typedef {{ editor: Editor, element?: Element }} MaybeShown without an element: of the whole definition */

/** @param {MaybeShown} props */
function Whole({ editor, element }) {
  return html`<${Heading} kind=${t("editor.kind.process")} name=${editor.title()} ...${{ editor, element }} />
    <${Overview} ...${{ editor }} /><${Arrangement} ...${{ editor }} /><${Identity} ...${{ editor }} />
    <${Own} ...${{ editor, element }} />`;
}

/**
 * Of one height, whatever is typed below: what is about to be clicked must not move.
 * @param {MaybeShown & { kind: string, name: string, onBack?: () => void }} props
 */
function Heading({ editor, element, kind, name, onBack }) {
  const own = element ? editor.checking.of(objectOf(element).id) : [];
  return html`<header class="panel-head">
    <div>
      <small>${kind}</small>
      ${own.length > 0 && html` · <button type="button" class="link small" onClick=${() => editor.showTab("findings")}>${t("editor.findings.count", { n: own.length })}</button>`}
      <h2 title=${name} tabindex="-1">${name}</h2>
    </div>
    ${onBack && html`<${Button} kind="quiet small" onClick=${onBack}>${t("editor.whole")}<//>`}
  </header>`;
}

/** @param {string} type */
const isA = (type) => (/** @type {Element} */ element) => is(element, type);

/**
 * What stands in the panel: of the first kind that an element is.
 * @type {[fits: (element: Element) => boolean, Component: (shown: Shown) => object][]}
 */
const KINDS = [
  [isStep, Step],
  [isTimer, Timer],
  [isA("bpmn:Lane"), LanePanel],
  [isA("bpmn:TextAnnotation"), Annotation],
  [isA("bpmn:SequenceFlow"), Flow],
  [isA("bpmn:FlowNode"), FlowNode],
];

/** @param {Shown} shown */
function Groups(shown) {
  const [, Component] = KINDS.find(([fits]) => fits(shown.element)) ?? [];
  if (!Component) return html`<p class="blank-words">${t("editor.nothing_to_say")}</p>`;
  return html`<${Component} ...${shown} />`;
}

/** @param {Shown} shown */
function Step(shown) {
  return html`<${General} ...${shown} /><${Quality} ...${shown} /><${Form} ...${shown} /><${Timers} ...${shown} /><${Arrows} ...${shown} /><${Separation} ...${shown} /><${Content} ...${shown} /><${Documentation} ...${shown} /><${Trial} ...${shown} />`;
}

/** @param {Shown} shown */
function Timer(shown) {
  return html`<${TimerPanel} ...${shown} /><${Documentation} ...${shown} /><${Trial} ...${shown} />`;
}

/** @param {Shown} shown */
function Annotation({ editor, element }) {
  /** @param {string} text */
  const write = (text) => editor.modeler.get("modeling").updateLabel(element, text);
  return html`<${Group} id="general" title=${t("editor.group.general")} isOpen><${Text} label=${labelOf(NOTE.text)} value=${objectOf(element).text ?? ""} lines=${NOTE.text.rows} onChange=${write} /><//>`;
}

/** @param {Shown} shown */
function Flow({ editor, element }) {
  const isBranch = isChoosing(element.source);
  return html`<${Group} id="branch" title=${t(isBranch ? "editor.group.branches" : "editor.group.general")} isOpen>
    ${isBranch ? html`<${Branch} editor=${editor} flow=${element} isAlone=${element.source.outgoing.length < 2} />` : html`<${Name} ...${{ editor, element }} />`}
  <//><${Ends} ...${{ editor, element }} />`;
}

/** @param {Shown} shown */
function FlowNode(shown) {
  return html`<${General} ...${shown} />${isChoosing(shown.element) && html`<${Branches} ...${shown} />`}<${Arrows} ...${shown} /><${Documentation} ...${shown} /><${Trial} ...${shown} />`;
}
