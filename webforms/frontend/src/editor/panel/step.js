// A step: what it is called, who does it, its Mutu Baku, and who may not do it.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { moveToLane } from "../lanes.js";
import {
  laneOf,
  lanesOf,
  noteOf,
  objectOf,
  propertiesOf,
  propertyOf,
  stepsOf,
  documentationOf,
} from "../model.js";
import { inGroup, NODE, SCRIPT, STEP } from "../vocabulary.js";
import { t } from "../words.js";
import { Checks, Choice, Group, ReadOnly, Text } from "./inputs.js";
import { LanePeople } from "./lane.js";
import { Moving } from "./moving.js";
import { Name } from "./name.js";
import { Input, Placed } from "./property.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { Editor, Element, Property, Shown } from "../types.js" */

/** @param {Shown} props */
export function General({ editor, element }) {
  const { modeler } = editor;
  const lanes = lanesOf(modeler);
  const lane = laneOf(modeler, element);
  /** @param {string} id */
  const change = (id) => {
    const chosen = modeler.get("elementRegistry").get(id);
    if (chosen) moveToLane(modeler, element, chosen);
  };
  return html`<${Group} id="general" title=${t("editor.group.general")} isOpen>
    <${Name} ...${{ editor, element }} />
    ${
      !element.host &&
      lanes.length > 0 &&
      html`<${Choice} label=${t("editor.lane")} value=${lane?.id ?? ""} onChange=${change}
      options=${lanes.map((each) => [each.id, nameOfElement(each)])} />`
    }
    ${lane && html`<${LanePeople} ...${{ editor, lane }} />`}
    <${Moving} ...${{ editor, element }} />
    <${Note} ...${{ editor, element }} />
  <//>`;
}

/**
 * A note on the drawing, tied to the element by a dotted line.
 * @param {Shown} props
 */
function Note({ editor, element }) {
  const { modeler } = editor;
  const note = noteOf(element);
  /** @param {string} text */
  const write = (text) => {
    if (note && text) return modeler.get("modeling").updateLabel(note, text);
    if (note) return modeler.get("modeling").removeElements([note]);
    if (!text) return undefined;
    const selected = modeler.get("selection").get();
    const shape = modeler.get("elementFactory").createShape({ type: "bpmn:TextAnnotation" });
    objectOf(shape).text = text;
    modeler.get("autoPlace").append(element, shape);
    return modeler.get("selection").select(selected);
  };
  return html`<${Text} label=${t("editor.note")} help=${t("editor.note_help")} value=${note ? (objectOf(note).text ?? "") : ""} lines=${2} onChange=${write} />`;
}

/** @param {Shown} props */
export function Quality({ editor, element }) {
  const object = objectOf(element);
  /** @param {Property} property */
  const set = (property) => (/** @type {string} */ text) =>
    editor.edits.setProperty(element, property.name, text);
  return html`<${Group} id="quality" title=${t("editor.group.quality")}>
    ${inGroup(STEP, "quality").map((property) => html`<${Placed} key=${property.key} property=${property}><${Input} property=${property} latest=${() => propertyOf(object, property)} onChange=${set(property)} /><//>`)}
  <//>`;
}

/** @param {Shown} props */
export function Separation({ editor, element }) {
  const object = objectOf(element);
  const others = stepsOf(editor.modeler).filter((step) => step !== element);
  const named = propertyOf(object, STEP.separated_from).split(/\s+/).filter(Boolean);
  const options = inOrder(editor, others).map((step) => [step.id, nameOfElement(step)]);
  // A name that leads nowhere is lint's to report, not ours to drop: it can be unticked.
  const unknown = named.filter((id) => !options.some(([each]) => each === id));
  /** @param {string[]} ids */
  const set = (ids) => editor.edits.setProperty(element, STEP.separated_from.name, ids.join(" "));
  /** @param {string} id */
  const setReturn = (id) => editor.edits.setProperty(element, STEP.returns_to.name, id);
  return html`<${Group} id="separation" title=${t("editor.group.separation")} count=${named.length || undefined}>
    <${Placed} property=${STEP.separated_from}><${Checks} legend=${labelOf(STEP.separated_from)} help=${helpOf(STEP.separated_from)} none=${t("editor.separation.none")}
      options=${[...options, ...unknown.map((id) => [id, t("editor.separation.unknown", { id })])]} chosen=${named} onChange=${set} /><//>
    <${Placed} property=${STEP.returns_to}><${Choice} label=${labelOf(STEP.returns_to)} help=${helpOf(STEP.returns_to)} value=${propertyOf(object, STEP.returns_to)}
      options=${[["", t("editor.returns_nowhere")], ...options]} onChange=${setReturn} /><//>
  <//>`;
}

/**
 * Steps in the order of the definition, as the server's last check told them.
 * @param {Editor} editor
 * @param {Element[]} steps
 */
export function inOrder(editor, steps) {
  const place = new Map(editor.checking.steps.map(({ id }, n) => [id, n]));
  return steps.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity));
}

/** What has its input above, by its name; the assumption is a note that goes once it is certain. */
const SHOWN = new Set(Object.values(STEP).flatMap((property) => (property.read_only ? [] : [property.name])));

/** @param {Shown} props */
export function Documentation({ editor, element }) {
  const object = objectOf(element);
  const others = propertiesOf(object).filter(
    (each) => each.value && !SHOWN.has(each.name ?? each.id ?? "") && editor.isStep(element),
  );
  const { script } = object;
  /** @param {string} text */
  const write = (text) => editor.edits.setDocumentation(element, text);
  /** @param {string} text */
  const setScript = (text) => editor.edits.run(element, [{ moddle: object, properties: { script: text } }]);
  return html`<${Group} id="documentation" title=${t("editor.group.documentation")}>
    <${Text} label=${labelOf(NODE.documentation)} help=${helpOf(NODE.documentation)} value=${documentationOf(object)} lines=${NODE.documentation.rows}
      onChange=${write} />
    ${others.map((each) => html`<${ReadOnly} label=${each.name ?? each.id} text=${each.value} onRemove=${() => editor.edits.setProperty(element, each.name ?? each.id ?? "", "")} />`)}
    ${object.$type === "bpmn:ScriptTask" && html`<${Placed} property=${SCRIPT.script}><${Text} label=${labelOf(SCRIPT.script)} help=${helpOf(SCRIPT.script)} value=${script ?? ""} lines=${4} onChange=${setScript} /><//>`}
  <//>`;
}
