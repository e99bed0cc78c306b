// What stands of a field in the list: its name, its type, and buttons to move it.
import { html } from "@bpmn-io/diagram-js-ui";
import { isRequired, nameOf, typeOf } from "../model.js";
import { t } from "../words.js";

/** @import { ComponentChildren } from "@bpmn-io/diagram-js-ui" */
/** @import { FormField } from "../../viewer/moddle.js" */

/**
 * @typedef {object} HeadProps
 * @property {FormField} field
 * @property {number} n its place
 * @property {number} last the last place
 * @property {boolean} isOpen
 * @property {() => void} toggle
 * @property {(by: number) => void} move
 * @property {string} [prefix] before its name
 * @property {string} [count] after its type
 * @property {ComponentChildren} [children] before all that
 */

/** @param {HeadProps} props */
export function RowHead({ field, n, last, isOpen, toggle, move, prefix = "", count = "", children }) {
  const label = field.label ?? "";
  return html`<div class="form-row-head">
    ${children}
    <button type="button" class="form-row-name" aria-expanded=${isOpen} onClick=${toggle}>
      <b>${prefix}${field.label || nameOf(field)}${isRequired(field) ? html` <span class="req">*</span>` : ""}</b>
      <small>${t(`field_types.${typeOf(field)}.name`)}${count}</small>
    </button>
    <${Mover} words=${t("editor.up", { label })} sign="↑" disabled=${n === 0} onClick=${() => move(-1)} />
    <${Mover} words=${t("editor.down", { label })} sign="↓" disabled=${n === last} onClick=${() => move(1)} />
  </div>`;
}

/** @param {{ words: string, sign: string } & Record<string, unknown>} props */
const Mover = ({ words, sign, ...more }) =>
  html`<button type="button" class="mover" aria-label=${words} title=${words} ...${more}>${sign}</button>`;
