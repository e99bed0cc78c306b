// Fields that a condition of a field may name.
import { nameOfElement } from "../kinds.js";
import { allFields, fieldProperty, fieldsOf, groupOf, kindOf, nameOf, objectOf, stepsOf } from "../model.js";
import { FIELD } from "../vocabulary.js";
import { t } from "../words.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Operand, Choice, Editor, Element, Property } from "../types.js" */

/**
 * The siblings of a part, then this form's, then those of other steps.
 * @param {Editor} editor
 * @param {Element} element
 * @param {FormField} field
 * @param {FormField[]} siblings parts of the same group
 * @returns {Operand[]}
 */
export function operandsFor(editor, element, field, siblings) {
  const own = siblings.filter((each) => each !== field).map(partOperand);
  const all = allFields(editor.modeler).filter((each) => each.field !== field);
  const here = all
    .filter(({ step }) => step === element)
    .map((each) => operand(each.field, nameOf(each.field)));
  const elsewhere = all
    .filter(({ step }) => step !== element)
    .map(({ step, field: other }) => operand(other, nameOf(other), objectOf(step).name));
  return [
    ...own,
    ...keyOf(
      element,
      field,
      all.map((each) => each.field),
    ),
    ...here,
    ...elsewhere,
  ];
}

/**
 * The option whose answer is being given: one of that field's, not several.
 * @param {Element} element
 * @param {FormField} field
 * @param {FormField[]} others
 * @returns {Operand[]}
 */
function keyOf(element, field, others) {
  const per = perOf(element, field);
  if (!per) return [];
  const listed = others.find((other) => nameOf(other) === per);
  return [
    { name: "kunci", label: t("editor.condition.key"), field: { shape: "option", values: listed?.values } },
  ];
}

/**
 * A part as its own rows know it: without its group.
 * @param {FormField} part
 */
export const partOperand = (part) => operand(part, nameOf(part).split(".").at(-1) ?? "");

/**
 * @param {FormField} field
 * @param {string} name
 * @param {string} [step]
 * @returns {Operand}
 */
function operand(field, name, step) {
  const label = field.label || name;
  return { name, field, label: step ? `${label} (${step})` : label };
}

/**
 * A field as something to choose.
 * @param {FormField} field
 * @returns {Choice}
 */
export const choiceOf = (field) => [nameOf(field), field.label || nameOf(field)];

/**
 * The field of whose chosen options each gets an answer of its own; of a part, its group's.
 * @param {Element} element
 * @param {FormField} field
 * @returns {string}
 */
export function perOf(element, field) {
  const own = ownPer(field);
  if (own) return own;
  const group = fieldsOf(objectOf(element)).find((each) => each !== field && nameOf(each) === groupOf(field));
  return group ? perOf(element, group) : "";
}

/**
 * An id that ends so says "for each channel" by itself.
 * @param {FormField} field
 */
export const ownPer = (field) => fieldProperty(field, FIELD.per) || (isForEach(field) ? "kanal" : "");

/** @param {FormField} field */
export const isForEach = (field) => (field.id ?? "").endsWith(".*");

/**
 * Times that no field holds: now, and when a step was last done.
 * @param {Editor} editor
 * @param {Element} element
 * @returns {Choice[]}
 */
export function momentsOf(editor, element) {
  const others = stepsOf(editor.modeler).filter((step) => step !== element);
  return [
    ["sekarang", t("editor.condition.now")],
    ...others.map((step) => {
      const words = t("editor.condition.when_done", { step: nameOfElement(step) });
      return /** @type {Choice} */ ([`langkah.${objectOf(step).id}.selesai`, words]);
    }),
  ];
}

/**
 * Whether the type of a field knows a property; of a type that nobody knows, what all fields know.
 * @param {FormField} field
 */
export function appliesTo(field) {
  const { properties } = kindOf(field);
  return (/** @type {Property} */ { key }) => properties.includes(key);
}
