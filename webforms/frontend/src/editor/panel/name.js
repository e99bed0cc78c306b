// What an element is called.
import { html } from "@bpmn-io/diagram-js-ui";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { objectOf } from "../model.js";
import { NODE } from "../vocabulary.js";
import { Text } from "./inputs.js";
import { labelOf } from "./labels.js";

/** @import { Shown } from "../types.js" */

/** @param {Shown & { label?: string, isFirst?: boolean }} props `isFirst`: what is asked about something new */
export function Name({ editor, element, label = labelOf(NODE.name), isFirst = true }) {
  /** @param {string} text */
  const rename = (text) => editor.modeler.get("modeling").updateLabel(element, text);
  return html`<div class="placed" data-property=${`${is(element, "bpmn:Lane") ? "lane" : "node"}.name`}><${Text} label=${label} value=${objectOf(element).name ?? ""} lines=${2} onChange=${rename} ...${isFirst && { "data-first": true }} /></div>`;
}
