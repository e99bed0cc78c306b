// Where a gateway leads: each branch with its condition, one of them "selain itu".
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { allFields, nameOf, objectOf } from "../model.js";
import { t } from "../words.js";
import { Check, Group, Text } from "./inputs.js";
import { Condition } from "./condition.js";

export function Branches({ editor, element }) {
  const flows = branchesOf(element);
  return html`<${Group} id="branches" title=${t("editor.group.branches")} count=${flows.length} isOpen>
    ${flows.length < 2 && html`<p class="help">${t("editor.branches_few")}</p>`}
    ${flows.map((flow) => html`<${Branch} key=${flow.id} ...${{ editor, flow, isAlone: flows.length < 2 }} />`)}
  <//>`;
}

export const branchesOf = (gateway) => gateway.outgoing.filter((each) => objectOf(each).$type === "bpmn:SequenceFlow");

/** Also the whole panel of a branch that is selected itself. */
export function Branch({ editor, flow, isAlone = false }) {
  const { modeler, edits } = editor;
  const object = objectOf(flow);
  const gateway = flow.source;
  const isDefault = objectOf(gateway).default === object;
  const modeling = modeler.get("modeling");
  const setDefault = (isOn) => {
    if (isOn && object.conditionExpression) modeling.updateProperties(flow, { conditionExpression: undefined });
    modeling.updateProperties(gateway, { default: isOn ? object : undefined });
  };
  const setCondition = (body) => {
    const expression = body ? edits.create("bpmn:FormalExpression", { body }, object) : undefined;
    modeling.updateProperties(flow, { conditionExpression: expression });
  };
  const source = object.conditionExpression?.body ?? "";
  return html`<div class="branch">
    <${Text} label=${t("editor.branch_name", { step: nameOfElement(flow.target) })} value=${object.name ?? ""} onChange=${(text) => modeling.updateLabel(flow, text)} />
    ${!isAlone && html`<${Check} label=${t("editor.branch_default")} checked=${isDefault} onChange=${setDefault} />`}
    ${(!isDefault || source) && (!isAlone || source) && html`<${Condition} label=${t("editor.branch_condition")} latest=${() => object.conditionExpression?.body ?? ""} fields=${fieldsFor(editor)} onChange=${setCondition} />`}
  </div>`;
}

const fieldsFor = (editor) =>
  allFields(editor.modeler).map(({ step, field }) => ({
    name: nameOf(field),
    label: `${field.label || nameOf(field)} (${nameOfElement(step)})`,
    field,
  }));
