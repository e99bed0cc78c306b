// The SOP itself: its steps in order, and the identity block of the official sheet.
import { html } from "@bpmn-io/diagram-js-ui";
import { allFields, objectOf, processOf, processShape, propertyOf, kindOf } from "../model.js";
import { inGroup, PROCESS } from "../vocabulary.js";
import { t } from "../words.js";
import { Choice, Group, Text } from "./inputs.js";
import { Input } from "./property.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { Editor, Property } from "../types.js" */
/** @import { InputProps } from "./property.js" */

/** @param {{ editor: Editor }} props */
export function Overview({ editor }) {
  const { steps } = editor.checking;
  /** @param {string} id */
  const select = (id) => editor.select(editor.modeler.get("elementRegistry").get(id) ?? null);
  return html`<${Group} id="steps" title=${t("editor.group.steps")} count=${steps.length} isOpen>
    <ol class="steps">
      ${steps.map(
        ({ id, name, lane, hue }) => html`<li>
          <button type="button" class="link" onClick=${() => select(id)}>${name || t("editor.unnamed")}</button>
          <small class=${lane ? `of-lane lane-${hue}` : "of-lane"}>${lane || t("editor.no_lane")}</small>
        </li>`,
      )}
    </ol>
  <//>`;
}

/** @param {{ editor: Editor }} props */
export function Identity({ editor }) {
  const written = inGroup(PROCESS, "identity").filter((property) => property !== PROCESS.name);
  const process = processOf(editor.modeler);
  const shape = processShape(editor.modeler);
  /** @param {Property} property */
  const set = (property) => (/** @type {string} */ text) =>
    editor.edits.setProperty(shape, property.name, text, process);
  /** @param {string} text */
  const renamePool = (text) => editor.modeler.get("modeling").updateLabel(shape, text);
  /** @param {string} name */
  const rename = (name) => editor.edits.run(shape, [{ moddle: process, properties: { name } }]);
  return html`<${Group} id="identity" title=${t("editor.group.identity")}>
    <${Text} label=${labelOf(PROCESS.name)} value=${process.name ?? ""} lines=${2} onChange=${rename} />
    ${
      shape !== editor.modeler.get("canvas").getRootElement() &&
      html`<${Text} label=${t("editor.pool_name")} value=${objectOf(shape).name ?? ""} onChange=${renamePool} />`
    }
    ${written.map((property) => html`<${IdentityInput} key=${property.key} ...${{ editor, property }} latest=${() => propertyOf(process, property)} onChange=${set(property)} />`)}
  <//>`;
}

/** @param {InputProps & { editor: Editor }} props */
function IdentityInput({ editor, ...props }) {
  if (props.property !== PROCESS.title_field) return html`<${Input} ...${props} />`;
  const options = [["", t("editor.title_field_none")], ...titleFields(editor)];
  return html`<${Choice} label=${labelOf(props.property)} help=${helpOf(props.property)} value=${props.latest()} onChange=${props.onChange} options=${options} />`;
}

/** @param {Editor} editor */
const titleFields = (editor) =>
  allFields(editor.modeler)
    .filter(({ field }) => kindOf(field).names_instances)
    .map(({ field }) => [field.id, field.label || field.id]);
