// One field: what it is called, what it takes, and when it is asked.
import { html } from "@bpmn-io/diagram-js-ui";
import { typeNamed, typeNames } from "../field_types.js";
import {
  allFields,
  constraintOf,
  fieldProperty,
  fieldsOf,
  isRequired,
  kindOf,
  nameOf,
  objectOf,
  typeOf,
} from "../model.js";
import { FIELD, inGroup } from "../vocabulary.js";
import { t } from "../words.js";
import { fits } from "../references/references.js";
import { removeField, retypeField } from "../references/removing.js";
import { appliesTo, operandsFor, partOperand, choiceOf, momentsOf } from "./operands.js";
import { ReadOnly, Button, Check, Checks, Choice } from "./inputs.js";
import { Options } from "./options.js";
import { Input, Placed, Plain } from "./property.js";
import { MoreRules } from "./rules.js";
import { labelOf } from "./labels.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { OperandProps, Editor, Element, FieldAccess, FieldProps, Property } from "../types.js" */

/** @param {{ editor: Editor, element: Element, field: FormField, siblings?: FormField[] }} props */
export function FieldPanel({ editor, element, field, siblings = [] }) {
  const operands = operandsFor(editor, element, field, siblings);
  const shared = { editor, element, field, siblings, of: accessTo(editor, element, field) };
  const rows = inRows(inGroup(FIELD, "form").filter(appliesTo(field)));
  return html`<div class="field-panel" data-field=${nameOf(field)}>
    ${rows.map((row) => html`<${Row} key=${row[0].key} ...${{ ...shared, operands, row }} />`)}
    <${WithoutEffect} ...${shared} />
    ${appliesTo(field)(FIELD.rules) && html`<${MoreRules} ...${{ ...shared, operands: [partOperand(field), ...operands] }} />`}
    <${Button} kind="quiet danger small" onClick=${() => removeField(editor, element, field)}>${t("editor.field.remove")}<//>
  </div>`;
}

/**
 * @param {Editor} editor
 * @param {Element} element
 * @param {FormField} field
 * @returns {FieldAccess}
 */
function accessTo({ edits }, element, field) {
  const attributes = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (field));
  return {
    text(property, name) {
      if (property.written === "attribute") return String(attributes[property.name] ?? "");
      if (property.written === "constraint") return constraintOf(field, property)?.config ?? "";
      return fieldProperty(field, property, name);
    },
    set(property, name = property.name) {
      if (property.written === "attribute")
        return (value) => edits.updateField(element, field, { [name]: value || undefined });
      if (property.written === "constraint")
        return (value) => edits.setConstraint(element, field, name, value || null);
      return (value) => edits.setFieldProperty(element, field, name, value);
    },
  };
}

/** Forms of values whose inputs are short: the least and the most stand side by side. */
const SHORT = ["whole", "decimal"];

/**
 * @param {Property[]} properties
 * @returns {Property[][]}
 */
function inRows(properties) {
  /** @type {Property[][]} */
  const rows = [];
  for (const each of properties) {
    const last = rows.at(-1);
    const isPaired = last && [each, last[0]].every(({ form }) => SHORT.includes(form));
    if (isPaired) last.push(each);
    else rows.push([each]);
  }
  return rows;
}

/** @param {OperandProps & { row: Property[] }} props */
function Row({ row, ...shared }) {
  const inputs = row.map(
    (property) => html`<${FieldInput} key=${property.key} ...${{ ...shared, property }} />`,
  );
  return SHORT.includes(row[0].form) ? html`<div class="row-of">${inputs}</div>` : html`${inputs}`;
}

/** @param {OperandProps & { property: Property }} props */
function FieldInput(props) {
  const Special = SPECIAL[props.property.key];
  return html`<${Placed} property=${props.property}>${Special ? html`<${Special} ...${props} />` : html`<${Plain} ...${props} />`}<//>`;
}

/**
 * Inputs that are more than how their value is written.
 * @type {Record<string, (props: OperandProps & { property: Property }) => object | null>}
 */
const SPECIAL = {
  type: Type,
  required: Required,
  of: FromFiles,
  narrowed_by: NarrowedBy,
  required_if: RequiredIf,
};

/**
 * Its type, and what it offers.
 * @param {OperandProps} props
 */
function Type({ editor, element, field, siblings, of }) {
  const type = typeOf(field);
  /** @param {string} next */
  const retype = (next) => {
    retypeField(editor, field, () => {
      of.set(FIELD.kind)("");
      of.set(FIELD.type)(next);
    });
  };
  const options = typeNames().map((each) => [each, t(`field_types.${each}.name`)]);
  return html`
    <${Choice} label=${labelOf(FIELD.type)} value=${type} onChange=${retype} options=${options} />
    ${typeNamed(type).has_options && html`<${Options} ...${{ editor, element, field, parent: narrowing(element, field, siblings, of.text(FIELD.narrowed_by)) }} />`}
  `;
}

/** @param {OperandProps} props */
function Required({ editor, element, field }) {
  /** @param {boolean} isOn */
  const set = (isOn) => editor.edits.setConstraint(element, field, FIELD.required.name, isOn ? "" : null);
  return html`<${Check} label=${labelOf(FIELD.required)} checked=${isRequired(field)} onChange=${set} />`;
}

/**
 * Nobody asks it of what is required anyway.
 * @param {OperandProps} props
 */
function RequiredIf({ editor, element, field, of, operands }) {
  const property = FIELD.required_if;
  if (isRequired(field) && !of.text(property)) return null;
  const scope = { fields: operands, moments: momentsOf(editor, element) };
  return html`<${Input} ...${{ property, scope }} latest=${() => of.text(property)} onChange=${of.set(property)} />`;
}

/**
 * What is said of the field, but unknown to its type: left from another type, or written elsewhere.
 * @param {FieldProps} props
 */
function WithoutEffect({ field, of }) {
  const knows = appliesTo(field);
  const left = Object.values(FIELD).filter((each) => !knows(each) && isWritten(field, of, each));
  return kindOf(field).name
    ? left.map(
        (each) =>
          html`<${ReadOnly} key=${each.key} label=${labelOf(each)} text=${of.text(each)} note=${t("editor.without_effect")} onRemove=${() => of.set(each)("")} />`,
      )
    : null;
}

/**
 * A constraint says something by being there.
 * @param {FormField} field
 * @param {FieldAccess} of
 * @param {Property} property
 */
const isWritten = (field, of, property) => Boolean(of.text(property) || constraintOf(field, property));

/** @param {OperandProps} props */
function FromFiles({ editor, of }) {
  const files = allFields(editor.modeler).flatMap(({ field }) => (fits(FIELD.of, field) ? [field] : []));
  /** @param {string[]} names */
  const choose = (names) => of.set(FIELD.of)(names.join(" "));
  const chosen = of.text(FIELD.of).split(/\s+/).filter(Boolean);
  const options = new Map(files.map(choiceOf));
  for (const name of chosen) if (!options.has(name)) options.set(name, name);
  return html`<${Checks} legend=${labelOf(FIELD.of)} none=${t("editor.field.of_none")} chosen=${chosen} options=${[...options]} onChange=${choose} />`;
}

/** @param {OperandProps} props */
function NarrowedBy({ element, field, siblings, of }) {
  const property = FIELD.narrowed_by;
  const chosen = narrowers(element, field, siblings);
  if (!chosen.length && !of.text(property)) return null;
  const options = [
    ["", t("editor.field.narrowed_by_none")],
    ...chosen.map(([name, each]) => [name, choiceOf(each)[1]]),
  ];
  return html`<${Choice} label=${labelOf(property)} value=${of.text(property)} onChange=${of.set(property)} options=${options} />`;
}

/**
 * Fields whose choice may decide what the field offers, by the names that it knows them by: parts beside it first.
 * @param {Element} element
 * @param {FormField} field
 * @param {FormField[]} [siblings]
 * @returns {[string, FormField][]}
 */
function narrowers(element, field, siblings = []) {
  const parts = siblings.map(
    (each) => /** @type {[string, FormField]} */ ([nameOf(each).split(".").at(-1) ?? "", each]),
  );
  const form = fieldsOf(objectOf(element)).map(
    (each) => /** @type {[string, FormField]} */ ([nameOf(each), each]),
  );
  const isOfOptions = kindOf(field).has_options && !isOfFiles(field);
  return [...parts, ...form.filter(([name]) => !name.includes("."))].filter(
    ([, each]) => each !== field && fits(FIELD.narrowed_by, each) && isOfFiles(each) !== isOfOptions,
  );
}

/** @param {FormField} field */
const isOfFiles = (field) => ["items", "item_keys"].includes(kindOf(field).inputs);

/**
 * @param {Element} element
 * @param {FormField} field
 * @param {FormField[] | undefined} siblings
 * @param {string} name
 */
const narrowing = (element, field, siblings, name) =>
  narrowers(element, field, siblings).find(([each]) => each === name)?.[1];
