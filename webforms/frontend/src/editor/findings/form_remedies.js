// Remedies for what forms and properties say: names that lead nowhere, words that nobody knows, ids that are no names.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { constraintOf, fieldsOf, nameOf, objectOf, processOf, propertiesOf, stepsOf } from "../model.js";
import { fieldId, free } from "../names.js";
import { referencesTo, forget } from "../references/references.js";
import { renameField, renameOwn } from "../references/renaming.js";
import { FIELD } from "../vocabulary.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Editor, Element } from "../types.js" */
/** @import { Given, Remedy } from "./remedies.js" */
/** @import { Kind } from "../references/written.js" */

/**
 * The field that a finding is about; the last of several with that name.
 * @param {Given} given
 */
const fieldOf = ({ element, finding }) =>
  fieldsOf(objectOf(element)).findLast(
    (each) => nameOf(each) === finding.params.field || each.id === finding.params.field,
  );

/** @type {Remedy} */
function withoutLastField(given) {
  const last = fieldOf(given);
  if (!last) return null;
  const others = fieldsOf(objectOf(given.element)).filter((each) => each !== last);
  return () => given.editor.edits.setFields(given.element, others);
}

/**
 * The name that leads nowhere goes, wherever the same property of the same bearer says it.
 * @param {Kind} kind
 * @returns {Remedy}
 */
const unnamed = (kind) => (given) => {
  const { editor, element, finding } = given;
  const { unknown = "", property } = finding.params;
  /** @param {{ element: Element, property: { name: string } }} each */
  const isMeant = (each) => each.element === element && each.property.name === property;
  const target = { kind, name: unknown };
  const found = referencesTo(editor.modeler, target).filter(isMeant);
  return found.length
    ? () => editor.edits.together(() => forget(editor.modeler, editor.edits, [target], isMeant))
    : null;
};

/** @type {Remedy} */
function withoutProperty(given) {
  const { editor, element, finding } = given;
  const { property = "", constraint = "" } = finding.params;
  const field = fieldOf(given);
  if (!field) return null;
  const isConstraint = Boolean(constraint || constraintOf(field, { ...FIELD.required, name: property }));
  if (isConstraint) return () => editor.edits.setConstraint(element, field, constraint || property, null);
  const attribute = Object.values(FIELD).find(
    ({ name, written }) => name === property && written === "attribute",
  );
  if (attribute) return () => editor.edits.updateField(element, field, { [property]: undefined });
  return () => editor.edits.setFieldProperties(element, field, numbered(field, property));
}

/**
 * With all its numbers.
 * @param {FormField} field
 * @param {string} property
 */
function numbered(field, property) {
  const ids = (field.properties?.values ?? []).map(({ id = "" }) => id);
  const those = ids.filter(
    (id) => id === property || (FIELD.rules.name === property && id.startsWith(`${property}_`)),
  );
  return Object.fromEntries([...those, property].map((id) => [id, ""]));
}

/** @type {Remedy} */
function withoutStepProperty({ editor, element, finding }) {
  const object = is(element, "bpmn:FlowNode") ? objectOf(element) : processOf(editor.modeler);
  const wanted = finding.params.property ?? "";
  const isThere = propertiesOf(object).some((each) => (each.name ?? each.id) === wanted);
  return isThere ? () => editor.edits.setProperty(element, wanted, "", object) : null;
}

/**
 * An id made of its label, which no other field has; whatever named it by the old one follows.
 * @type {Remedy}
 */
function ownName(given) {
  const { editor, element, finding } = given;
  const rename = finding.rule === "field_in_two_forms" ? renameOwn : renameField;
  const found = fieldOf(given) ?? fieldsOf(objectOf(element)).find((each) => !each.id);
  if (!found) return null;
  return () => rename(editor.modeler, editor.edits, element, found, freshName(editor, found));
}

/**
 * @param {Editor} editor
 * @param {FormField} field
 */
function freshName({ modeler }, field) {
  const names = new Set(stepsOf(modeler).flatMap((step) => fieldsOf(objectOf(step)).map(nameOf)));
  const [group, part] = nameOf(field).split(".");
  const isPart = part && names.has(group);
  const prefix = isPart ? `${group}.` : "";
  return prefix + fieldId(field.label || part || group, (id) => names.has(prefix + id));
}

/** @type {Remedy} */
function ownOptions(given) {
  const { editor, element } = given;
  const field = fieldOf(given);
  if (!field?.values) return null;
  /** @type {Set<string>} */
  const taken = new Set();
  const options = field.values.map((each) => {
    const id = free(each.id || "pilihan", (wanted) => taken.has(wanted));
    taken.add(id);
    return id === each.id ? { old: each } : { id, name: each.name ?? each.id };
  });
  return () => editor.edits.setOptions(element, field, options);
}

/** @type {Record<string, Remedy>} */
export const FORM_REMEDIES = {
  duplicate_field: withoutLastField,
  field_in_two_forms: ownName,
  field_name: ownName,
  unnamed_field: ownName,
  part_without_group: ownName,
  repeated_option: ownOptions,
  unknown_step_reference: unnamed("step"),
  unknown_field_reference: unnamed("field"),
  unknown_property: withoutProperty,
  unknown_constraint: withoutProperty,
  property_without_effect: withoutProperty,
  unknown_step_property: withoutStepProperty,
};
