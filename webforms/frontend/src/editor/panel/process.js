// The SOP itself: its steps in order, and the identity block of the official sheet.
import { html } from "@bpmn-io/diagram-js-ui";
import {
  allFields,
  nameOf,
  nodesOf,
  objectOf,
  processOf,
  processShape,
  propertiesOf,
  propertyOf,
} from "../model.js";
import { flowsOf } from "../timers.js";
import { inGroup, PROCESS } from "../vocabulary.js";
import { t } from "../words.js";
import { Choice, Group, ReadOnly, Text } from "./inputs.js";
import { fits } from "../references/references.js";
import { wordsFor } from "./arrows.js";
import { conditionWords } from "./condition_words.js";
import { Input, Placed } from "./property.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { Editor, Line, Property } from "../types.js" */
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

/**
 * The drawing as a text: every element with where it leads, for who can't see it or would rather read.
 * @param {{ editor: Editor }} props
 */
export function Arrangement({ editor }) {
  const nodes = nodesOf(editor.modeler).toSorted((a, b) => a.x - b.x);
  return html`<${Group} id="arrangement" title=${t("editor.group.arrangement")} count=${nodes.length}>
    <ul class="steps">
      ${nodes.map(
        (each) => html`<li>
          <button type="button" class="link" onClick=${() => editor.select(each)}>${wordsFor(each)}</button>
          ${flowsOf(each).map((flow) => html`<small>${arrowWords(editor, flow)}</small>`)}
        </li>`,
      )}
    </ul>
  <//>`;
}

/**
 * Where it leads, by which answer, and when.
 * @param {Editor} editor
 * @param {Line} flow
 */
function arrowWords(editor, flow) {
  const { name, conditionExpression } = objectOf(flow);
  const target = wordsFor(flow.target);
  const arrow = name ? t("editor.arrows.answer", { name, target }) : t("editor.arrows.onward", { target });
  if (objectOf(flow.source).default === objectOf(flow)) return t("editor.arrows.otherwise", { arrow });
  const source = conditionExpression?.body?.trim();
  if (!source) return arrow;
  const fields = allFields(editor.modeler).map(({ field }) => ({
    name: nameOf(field),
    label: field.label || nameOf(field),
    field,
  }));
  return t("editor.arrows.when", { arrow, condition: conditionWords(source, fields) });
}

/** @param {{ editor: Editor }} props */
export function Identity({ editor }) {
  const written = inGroup(PROCESS, "identity").filter((property) => property !== PROCESS.name);
  const process = processOf(editor.modeler);
  const shape = processShape(editor.modeler);
  const known = new Set(Object.values(PROCESS).map(({ name }) => name));
  const others = propertiesOf(process).filter(({ name, id, value }) => value && !known.has(name ?? id ?? ""));
  /** @param {Property} property */
  const set = (property) => (/** @type {string} */ text) =>
    editor.edits.setProperty(shape, property.name, text, process);
  /** @param {string} text */
  const renamePool = (text) => editor.modeler.get("modeling").updateLabel(shape, text);
  /** @param {string} name */
  const rename = (name) => editor.edits.run(shape, [{ moddle: process, properties: { name } }]);
  return html`<${Group} id="identity" title=${t("editor.group.identity")}>
    <${Placed} property=${PROCESS.name}><${Text} label=${labelOf(PROCESS.name)} value=${process.name ?? ""} lines=${2} onChange=${rename} /><//>
    ${
      shape !== editor.modeler.get("canvas").getRootElement() &&
      html`<${Text} label=${t("editor.pool_name")} value=${objectOf(shape).name ?? ""} onChange=${renamePool} />`
    }
    ${written.map((property) => html`<${Placed} key=${property.key} property=${property}><${IdentityInput} ...${{ editor, property }} latest=${() => propertyOf(process, property)} onChange=${set(property)} /><//>`)}
    ${others.map(({ name, id, value }) => html`<${ReadOnly} label=${name ?? id} text=${value} onRemove=${() => editor.edits.setProperty(shape, name ?? id ?? "", "", process)} />`)}
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
    .filter(({ field }) => fits(PROCESS.title_field, field))
    .map(({ field }) => [field.id, field.label || field.id]);
