// Reading what the diagram says, out of bpmn-js's objects. Nothing here changes anything.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { nameOfType, typeNamed } from "./field_types.js";
import { CHOOSING, FIELD, STEP_TYPES } from "./vocabulary.js";

/** @import { BusinessObject, Extension, FormField } from "../viewer/moddle.js" */
/** @import { Element, Modeler, Property, Services } from "./types.js" */

/**
 * What the file says of an element.
 * @param {Element} element
 * @returns {BusinessObject}
 */
export const objectOf = (element) => getBusinessObject(element);

/**
 * By its own type: all that people do and machines do is a kind of task.
 * @param {Element} element
 */
export const isStep = (element) => STEP_TYPES.includes(objectOf(element).$type);
/** @param {Element} element */
export const isChoosing = (element) => CHOOSING.some((type) => is(element, type));

/**
 * @param {BusinessObject} object
 * @param {string} type
 * @returns {Extension | undefined}
 */
export const extension = (object, type) =>
  (object.extensionElements?.values ?? []).find((each) => each.$type === type);
/** @param {BusinessObject} object */
export const propertiesOf = (object) => extension(object, "camunda:Properties")?.values ?? [];

/**
 * The last of two equal names wins, as in the engine.
 * @param {BusinessObject} object
 * @param {Property} property
 */
export function propertyOf(object, { name }) {
  const found = propertiesOf(object).findLast((each) => (each.name ?? each.id) === name);
  return found?.value ?? "";
}

/**
 * The fields of a step's form.
 * @param {BusinessObject} object
 */
export const fieldsOf = (object) => extension(object, "camunda:FormData")?.fields ?? [];
/**
 * @param {Pick<FormField, "properties">} field
 * @param {Property} property
 * @param {string} [name] of one that is numbered
 */
export const fieldProperty = (field, property, name = property.name) =>
  (field.properties?.values ?? []).findLast((each) => each.id === name)?.value ?? "";
/**
 * @param {FormField} field
 * @param {Property} property
 */
export const constraintOf = (field, { name }) =>
  (field.validation?.constraints ?? []).find((each) => each.name === name);

/** @param {FormField} field */
export function isRequired(field) {
  const found = constraintOf(field, FIELD.required);
  return found !== undefined && (found.config ?? "true").toLowerCase() !== "false";
}

/**
 * The name of its type.
 * @param {Pick<FormField, "type" | "properties">} field
 */
export const typeOf = (field) => fieldProperty(field, FIELD.kind) || nameOfType(field.type);

/** @param {Pick<FormField, "type" | "properties">} field */
export const kindOf = (field) => typeNamed(typeOf(field));

/**
 * A field's name: its id without the ending that says "one for each chosen option".
 * @param {Pick<FormField, "id">} field
 */
export const nameOf = (field) => (field.id ?? "").replace(/\.\*$/, "");
/**
 * The name of the field that a part stands in; empty for a field of its own.
 * @param {FormField} field
 */
export const groupOf = (field) => (nameOf(field).includes(".") ? nameOf(field).split(".")[0] : "");

/**
 * The form as blocks: each field of its own with the parts that stand in it.
 * @param {BusinessObject} object
 */
export function blocksOf(object) {
  const fields = fieldsOf(object);
  const tops = fields.filter(
    (field) => !groupOf(field) || !fields.some((other) => nameOf(other) === groupOf(field)),
  );
  return tops.map((field) => ({
    field,
    parts: fields.filter(
      (other) => other !== field && groupOf(other) === nameOf(field) && !tops.includes(other),
    ),
  }));
}

/**
 * The process that runs, whatever is drawn around it.
 * @param {Modeler} modeler
 */
export function processOf(modeler) {
  const processes = modeler.getDefinitions().rootElements.filter((each) => is(each, "bpmn:Process"));
  return processes.find((each) => each.isExecutable) ?? processes[0];
}

/**
 * The shape that stands for the process: its pool, else the drawing itself.
 * @param {Modeler} modeler
 */
export function processShape(modeler) {
  const process = processOf(modeler);
  const pool = modeler
    .get("elementRegistry")
    .find((each) => is(each, "bpmn:Participant") && objectOf(each).processRef === process);
  return pool ?? modeler.get("canvas").getRootElement();
}

/**
 * Steps, gateways and events.
 * @param {Services} modeler
 */
export const nodesOf = (modeler) =>
  modeler.get("elementRegistry").filter((each) => !each.labelTarget && is(each, "bpmn:FlowNode"));

/** @param {Services} modeler */
export const stepsOf = (modeler) =>
  modeler.get("elementRegistry").filter((each) => !each.labelTarget && isStep(each));

/**
 * Fields of all steps, for conditions. Parts are left out.
 * @param {Services} modeler
 */
export function allFields(modeler) {
  return stepsOf(modeler).flatMap((step) => blocksOf(objectOf(step)).map(({ field }) => ({ step, field })));
}

/** @param {BusinessObject} object */
export const documentationOf = (object) => object.documentation?.[0]?.text ?? "";

/**
 * Lanes that hold steps themselves, from top to bottom.
 * @param {Services} modeler
 */
export function lanesOf(modeler) {
  const lanes = modeler.get("elementRegistry").filter((each) => is(each, "bpmn:Lane"));
  return lanes.filter((lane) => !objectOf(lane).childLaneSet?.lanes?.length).sort((a, b) => a.y - b.y);
}

/**
 * @param {Services} modeler
 * @param {Element} element
 */
export function laneOf(modeler, element) {
  return lanesOf(modeler).findLast((lane) => (objectOf(lane).flowNodeRef ?? []).includes(objectOf(element)));
}

/**
 * The note that a dotted line ties to an element.
 * @param {Element} element
 */
export function noteOf(element) {
  const ties = [...(element.outgoing ?? []), ...(element.incoming ?? [])].filter((each) =>
    is(each, "bpmn:Association"),
  );
  return ties
    .map((each) => (each.source === element ? each.target : each.source))
    .find((each) => is(each, "bpmn:TextAnnotation"));
}
