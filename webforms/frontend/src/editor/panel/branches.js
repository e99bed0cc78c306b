// Where a gateway leads: each branch with its condition, one of them "selain itu".
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { allFields, nameOf, objectOf, propertyOf } from "../model.js";
import { CHOICE, FLOW } from "../vocabulary.js";
import { t } from "../words.js";
import { Check, Group, Text } from "./inputs.js";
import { Condition } from "./condition.js";
import { Input } from "./property.js";
import { labelOf } from "./labels.js";

/** @import { Editor, Element, Shown } from "../types.js" */

/** @param {Shown} props */
export function Branches({ editor, element }) {
  const flows = branchesOf(element);
  return html`<${Group} id="branches" title=${t("editor.group.branches")} count=${flows.length} isOpen>
    ${flows.length < 2 && html`<p class="help">${t("editor.branches_few")}</p>`}
    ${flows.map((flow) => html`<${Branch} key=${flow.id} ...${{ editor, flow, isAlone: flows.length < 2 }} />`)}
  <//>`;
}

/** @param {Element} gateway */
const branchesOf = (gateway) =>
  gateway.outgoing.filter((each) => objectOf(each).$type === "bpmn:SequenceFlow");

/**
 * Also the whole panel of a branch that is selected itself.
 * @param {{ editor: Editor, flow: Element, isAlone?: boolean }} props
 */
export function Branch({ editor, flow, isAlone = false }) {
  const modeling = editor.modeler.get("modeling");
  const object = objectOf(flow);
  const isDefault = objectOf(flow.source).default === object;
  /** @param {string} text */
  const rename = (text) => modeling.updateLabel(flow, text);
  /** @param {boolean} isOn */
  const setDefault = (isOn) => {
    if (isOn && object.conditionExpression)
      modeling.updateProperties(flow, { conditionExpression: undefined });
    modeling.updateProperties(flow.source, { default: isOn ? object : undefined });
  };
  const hasCondition = sourceOf(flow) || !(isDefault || isAlone);
  return html`<div class="branch">
    <${Text} label=${t("editor.branch_name", { step: nameOfElement(flow.target) })} value=${object.name ?? ""} onChange=${rename} />
    ${!isAlone && html`<${Check} label=${labelOf(CHOICE.default)} checked=${isDefault} onChange=${setDefault} />`}
    ${hasCondition && html`<${BranchCondition} ...${{ editor, flow }} />`}
    <${Input} property=${FLOW.assumption} latest=${() => propertyOf(object, FLOW.assumption)} onChange=${(/** @type {string} */ text) => editor.edits.setProperty(flow, FLOW.assumption.name, text)} />
  </div>`;
}

/** @param {Element} flow */
const sourceOf = (flow) => objectOf(flow).conditionExpression?.body ?? "";

/**
 * What the step just before asks is what a gateway most likely decides by; what is asked nowhere before comes last.
 * @param {Element} gateway
 * @param {ReturnType<typeof allFields>} fields
 */
export function closestFirst(gateway, fields) {
  /** @type {Element[]} */
  const before = [];
  let edge = [gateway];
  while (edge.length) {
    before.push(...edge);
    const sources = edge.flatMap((each) =>
      [...each.incoming.map(({ source }) => source), each.host ?? []].flat(),
    );
    edge = [...new Set(sources)].filter((each) => !before.includes(each));
  }
  /** @param {Element} step */
  const distance = (step) => (before.includes(step) ? before.indexOf(step) : before.length);
  return fields.toSorted((a, b) => distance(a.step) - distance(b.step));
}

/** @param {{ editor: Editor, flow: Element }} props */
function BranchCondition({ editor, flow }) {
  const { modeler, edits } = editor;
  /** @param {string} body */
  const set = (body) => {
    const expression = body ? edits.create("bpmn:FormalExpression", { body }, objectOf(flow)) : undefined;
    modeler.get("modeling").updateProperties(flow, { conditionExpression: expression });
  };
  const fields = closestFirst(flow.source, allFields(modeler)).map(({ step, field }) => ({
    name: nameOf(field),
    label: `${field.label || nameOf(field)} (${nameOfElement(step)})`,
    field,
  }));
  return html`<${Condition} label=${labelOf(FLOW.condition)} latest=${() => sourceOf(flow)} fields=${fields} onChange=${set} />`;
}
