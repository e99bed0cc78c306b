// A new field of a form, or a new part of a field.
import { html, useState } from "@bpmn-io/diagram-js-ui";
import { typeNamed, typeNames } from "../field_types.js";
import { fieldsOf, nameOf, objectOf, stepsOf } from "../model.js";
import { fieldId } from "../names.js";
import { FIELD } from "../vocabulary.js";
import { t } from "../words.js";
import { labelOf } from "./labels.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Editor, FieldList } from "../types.js" */

/**
 * The name comes first: the field's id is made of it, and stays when it is renamed later.
 * @param {{ list: FieldList, group?: FormField, after?: FormField }} props `group`: what it becomes a part of
 */
export function NewField({ list, group, after }) {
  const { editor, element } = list;
  const [label, setLabel] = useState("");
  const [type, setType] = useState(typeNames()[0]);
  const prefix = group ? `${nameOf(group)}.` : "";
  /** @param {SubmitEvent} event */
  const add = (event) => {
    event.preventDefault();
    if (!label.trim()) return;
    const id = prefix + fieldId(label, isTakenIn(editor, prefix));
    const fields = fieldsOf(objectOf(element));
    const fresh = editor.edits.addField(
      element,
      { id, label: label.trim(), type },
      after ? fields.indexOf(after) + 1 : undefined,
    );
    setLabel("");
    if (!group) list.toggle(fresh);
  };
  /** @param {{ target: HTMLInputElement }} event */
  const write = ({ target }) => setLabel(target.value);
  /** @param {{ target: HTMLSelectElement }} event */
  const choose = ({ target }) => setType(target.value);
  const words = t(group ? "editor.new_part" : "editor.new_field");
  const types = typeNames().filter((each) => !group || !typeNamed(each).has_parts);
  return html`<form class="new-field" onSubmit=${add}>
    <input required value=${label} aria-label=${words} placeholder=${words} onInput=${write} />
    <select value=${type} aria-label=${labelOf(FIELD.type)} onChange=${choose}>
      ${types.map((each) => html`<option value=${each} selected=${each === type}>${t(`field_types.${each}.name`)}</option>`)}
    </select>
    <button class="btn">${t("editor.add")}</button>
  </form>`;
}

/**
 * Two steps may not ask for the same name: the later answer would take the earlier one's place.
 * @param {Editor} editor
 * @param {string} prefix
 */
function isTakenIn(editor, prefix) {
  const names = new Set(stepsOf(editor.modeler).flatMap((step) => fieldsOf(objectOf(step)).map(nameOf)));
  return (/** @type {string} */ id) => names.has(prefix + id);
}
