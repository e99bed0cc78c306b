// What goes, goes with all that names it; what a person has to decide then, the panel asks at once.
import { fieldsOf, isStep, nameOf, objectOf, stepsOf } from "../model.js";
import { nameOfElement } from "../kinds.js";
import { t } from "../words.js";
import { forget, misfits, referencesTo } from "./references.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Editor, Element } from "../types.js" */
/** @import { Target } from "./references.js" */

/**
 * A field goes with its parts.
 * @param {Editor} editor
 * @param {Element} element
 * @param {FormField} field
 */
export function removeField(editor, element, field) {
  const { modeler, edits } = editor;
  const below = `${nameOf(field)}.`;
  const fields = fieldsOf(objectOf(element));
  const gone = fields.filter((each) => each === field || nameOf(each).startsWith(below));
  const words = t("editor.gone.field", { name: field.label || nameOf(field) });
  const left = edits.together(() => {
    edits.setFields(
      element,
      fields.filter((each) => !gone.includes(each)),
    );
    return forget(modeler, edits, unasked(editor, gone));
  });
  editor.tell({ words, left });
}

/**
 * Fields that no form asks for any more.
 * @param {Editor} editor
 * @param {FormField[]} gone
 * @returns {Target[]}
 */
function unasked({ modeler }, gone) {
  const names = new Set(stepsOf(modeler).flatMap((step) => fieldsOf(objectOf(step)).map(nameOf)));
  return [...new Set(gone.map(nameOf))]
    .filter((name) => name && !names.has(name))
    .map((name) => ({ kind: "field", name }));
}

/**
 * @param {Editor} editor
 * @param {FormField} field
 * @param {() => void} retype
 */
export function retypeField(editor, field, retype) {
  const left = editor.edits.together(() => {
    retype();
    return misfits(editor.modeler, editor.edits, field);
  });
  editor.tell({ words: t("editor.gone.type", { name: field.label || nameOf(field) }), left });
}

/**
 * Options that a field offers no more: what compares with them is for a person to decide.
 * @param {Editor} editor
 * @param {FormField} field
 * @param {() => void} change
 */
export function changeOptions(editor, field, change) {
  const before = (field.values ?? []).map(({ id }) => id);
  change();
  const gone = before.filter((id) => !(field.values ?? []).some((each) => each.id === id));
  const literals = gone.flatMap((id) => [`"${id}"`, `'${id}'`]);
  const left = referencesTo(editor.modeler, { kind: "field", name: nameOf(field) })
    .filter(({ text }) => literals.some((each) => text.includes(each)))
    .map((each) => ({ ...each, isOpen: true }));
  editor.tell({ words: t("editor.gone.option", { name: field.label || nameOf(field) }), left });
}

/**
 * Steps that are taken away, by whatever button or key: in the same action, so that one step back brings all again.
 * @param {Editor} editor
 */
export function watchRemoval(editor) {
  const { modeler, edits } = editor;
  /** @type {Element[]} */
  let gone = [];
  /** @param {{ context: { shape: Element } }} event */
  const remember = ({ context: { shape } }) => {
    if (!shape.labelTarget && isStep(shape)) gone.push(shape);
  };
  const forgetThem = () => {
    const steps = gone.filter(({ id }) => !modeler.get("elementRegistry").get(id));
    gone = [];
    if (!steps.length) return;
    const fields = steps.flatMap((step) => fieldsOf(objectOf(step)));
    const ids = steps.map((step) => /** @type {Target} */ ({ kind: "step", name: objectOf(step).id }));
    const left = forget(modeler, edits, [...ids, ...unasked(editor, fields)]);
    const name = steps.map(nameOfElement).join(", ");
    // Once the whole action is done, so that one step back from here is this one.
    queueMicrotask(() => editor.tell({ words: t("editor.gone.step", { name }), left }));
  };
  modeler.on("commandStack.elements.delete.preExecute", () => (gone = []));
  modeler.on("commandStack.shape.delete.preExecute", remember);
  modeler.on("commandStack.elements.delete.postExecuted", forgetThem);
}
