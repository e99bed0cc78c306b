// What a field offers: one option a line.
import { html } from "@bpmn-io/diagram-js-ui";
import { optionsFrom, textOf } from "../options.js";
import { changeOptions } from "../references/removing.js";
import { OPTION } from "../vocabulary.js";
import { t } from "../words.js";
import { Text } from "./inputs.js";
import { labelOf } from "./labels.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Shown } from "../types.js" */

/** @param {Shown & { field: FormField }} props */
export function Options({ editor, element, field }) {
  const values = field.values ?? [];
  /** @param {string} text */
  const set = (text) =>
    changeOptions(editor, field, () => editor.edits.setOptions(element, field, optionsFrom(text, values)));
  return html`<${Text} label=${labelOf(OPTION.label)} help=${t("editor.field.options_help")} lines=${4}
    value=${textOf(values)} onChange=${set} />`;
}
