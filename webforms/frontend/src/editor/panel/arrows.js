// Where an element leads, and what leads to it: arrows as a list, so that they are read, drawn and redrawn without a mouse.
import { html } from "@bpmn-io/diagram-js-ui";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { middleOf } from "../geometry.js";
import { kindOf, nameOfElement } from "../kinds.js";
import { isStep, nodesOf, objectOf } from "../model.js";
import { flowsOf, layAnew } from "../timers.js";
import { t } from "../words.js";
import { Button, Choice, Group } from "./inputs.js";
import { inOrder } from "./step.js";

/** @import { Editor, Element, Line, Shown } from "../types.js" */

/** @param {Shown} props */
export function Arrows({ editor, element }) {
  const outgoing = flowsOf(element);
  const incoming = /** @type {Line[]} */ (element.incoming.filter((each) => is(each, "bpmn:SequenceFlow")));
  const leadsOn = !is(element, "bpmn:EndEvent");
  const isLedTo = !is(element, "bpmn:StartEvent") && !element.host;
  return html`<${Group} id="arrows" title=${t("editor.group.arrows")} count=${outgoing.length + incoming.length}>
    ${outgoing.map((flow) => html`<${Onward} key=${flow.id} ...${{ editor, flow }} />`)}
    ${leadsOn && html`<${Fresh} ...${{ editor, element, label: t("editor.arrows.add"), isBack: false }} />`}
    ${incoming.length > 0 && html`<p class="help">${t("editor.arrows.from")}</p>`}
    <ul class="steps">${incoming.map((flow) => html`<li><${Link} ...${{ editor, element: flow.source }} /></li>`)}</ul>
    ${isLedTo && html`<${Fresh} ...${{ editor, element, label: t("editor.arrows.add_from"), isBack: true }} />`}
  <//>`;
}

/** @param {{ editor: Editor, element: Element }} props */
const Link = ({ editor, element }) =>
  html`<button type="button" class="link" onClick=${() => editor.select(element)}>${wordsFor(element)}</button>`;

/** @param {{ editor: Editor, flow: Line }} props */
function Onward({ editor, flow }) {
  const { modeler, edits } = editor;
  const modeling = modeler.get("modeling");
  /** @param {string} id */
  const lead = (id) => {
    const target = modeler.get("elementRegistry").get(id);
    if (!target) return;
    edits.together(() => {
      modeling.reconnectEnd(flow, target, middleOf(target));
      layAnew(modeler, flow);
    });
  };
  const { name } = objectOf(flow);
  const label = name ? t("editor.arrows.named", { name }) : t("editor.arrows.to");
  const remove = () => {
    modeling.removeElements([flow]);
    // Its row is gone: whoever uses the keyboard goes on at the top of what is shown.
    editor.focus(".panel-head h2");
  };
  return html`<div class="arrow">
    <${Choice} label=${label} value=${flow.target.id} onChange=${lead} options=${choices(editor, flow.source, flow.target)} />
    <${Button} kind="quiet danger small" onClick=${remove}>${t("editor.arrows.remove")}<//>
  </div>`;
}

/**
 * An arrow that is selected itself: where it begins and ends, and away with it.
 * @param {Shown} props
 */
export function Ends({ editor, element }) {
  const { modeler, edits } = editor;
  const flow = /** @type {Line} */ (element);
  const { source, target } = flow;
  /** @param {string} id */
  const begin = (id) => {
    const other = modeler.get("elementRegistry").get(id);
    if (!other) return;
    edits.together(() => {
      modeler.get("modeling").reconnectStart(flow, other, middleOf(other));
      layAnew(modeler, flow);
    });
  };
  const sources = choices(editor, target, undefined, true).filter(([id]) => id !== source.id);
  return html`<${Group} id="arrows" title=${t("editor.group.arrows")} isOpen>
    <${Choice} label=${t("editor.arrows.begins")} value=${source.id} onChange=${begin} options=${[[source.id, wordsFor(source)], ...sources]} />
    <${Onward} ...${{ editor, flow }} />
  <//>`;
}

/** @param {{ editor: Editor, element: Element, label: string, isBack: boolean }} props */
function Fresh({ editor, element, label, isBack }) {
  const { modeler, edits } = editor;
  /** @param {string} id */
  const connect = (id) => {
    const other = modeler.get("elementRegistry").get(id);
    if (!other) return;
    const [source, target] = isBack ? [other, element] : [element, other];
    edits.together(() =>
      layAnew(modeler, modeler.get("modeling").connect(source, target, { type: "bpmn:SequenceFlow" })),
    );
    editor.announce(t("editor.arrows.added", { source: wordsFor(source), target: wordsFor(target) }));
  };
  const options = [["", t("editor.choose")], ...choices(editor, element, undefined, isBack)];
  return html`<${Choice} isAction label=${label} value="" onChange=${connect} options=${options} />`;
}

/**
 * What an element may be joined with: steps in their order, then all else.
 * @param {Editor} editor
 * @param {Element} element
 * @param {Element} [current] what it leads to already
 * @param {boolean} [isBack] what may lead to it instead
 */
function choices(editor, element, current, isBack = false) {
  const rules = editor.modeler.get("bpmnRules");
  const joined = flowsOf(element).map(({ target }) => target);
  /** @param {Element} each */
  const leadsHere = (each) => each !== element && !each.host && rules.canConnectSequenceFlow(each, element);
  /** @param {Element} each */
  const isLedTo = (each) =>
    each === current || (!joined.includes(each) && rules.canConnectSequenceFlow(element, each));
  const found = nodesOf(editor.modeler).filter(isBack ? leadsHere : isLedTo);
  const steps = inOrder(editor, found.filter(isStep));
  return [...steps, ...found.filter((each) => !isStep(each))].map((each) => [each.id, wordsFor(each)]);
}

/**
 * A step by its name; all else with what it is.
 * @param {Element} element
 */
export function wordsFor(element) {
  if (isStep(element)) return nameOfElement(element);
  return [kindOf(element), objectOf(element).name].filter(Boolean).join(": ");
}
