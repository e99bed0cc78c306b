// What a field offers: one option a line; where another field narrows it, for each of that one's choices.
import { html } from "@bpmn-io/diagram-js-ui";
import { belongs, groupFrom, optionsFrom, textOf } from "../options.js";
import { changeOptions } from "../references/removing.js";
import { OPTION } from "../vocabulary.js";
import { t } from "../words.js";
import { Text } from "./inputs.js";
import { labelOf } from "./labels.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Line } from "../options.js" */
/** @import { Shown } from "../types.js" */

/** @param {Shown & { field: FormField, parent?: FormField }} props `parent` narrows it */
export function Options({ editor, element, field, parent }) {
  const values = field.values ?? [];
  /** @param {Line[]} lines */
  const set = (lines) => changeOptions(editor, field, () => editor.edits.setOptions(element, field, lines));
  if (!parent?.values?.length)
    return html`<${Text} label=${labelOf(OPTION.label)} help=${t("editor.field.options_help")} lines=${4}
      value=${textOf(values)} onChange=${(/** @type {string} */ text) => set(optionsFrom(text, values))} />`;
  const groups = [
    ["", t("editor.field.options_always")],
    ...parent.values.map(({ id, name = id }) => [id, `${labelOf(OPTION.parents)}: ${name}`]),
  ];
  return html`<fieldset class="field" data-options-of=${parent.id}>
    <legend>${labelOf(OPTION.label)}</legend>
    <p class="help">${t("editor.field.options_help")}</p>
    ${groups.map(
      ([id, label]) =>
        html`<${Text} key=${id} label=${label} lines=${2}
          value=${textOf(values.filter((each) => belongs(each, id)))}
          onChange=${(/** @type {string} */ text) => set(groupFrom(text, field.values ?? [], id))} />`,
    )}
  </fieldset>`;
}
