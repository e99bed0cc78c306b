// Reading what the diagram says, out of bpmn-js's objects. Nothing here changes anything.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const STEPS = ["bpmn:UserTask", "bpmn:ManualTask"];
const CHOOSING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
/** What offers the options that it lists. */
export const WITH_OPTIONS = ["select", "radio", "multiselect", "checklist", "per_item_select"];
/** What is answered with several. */
export const LISTS = ["multiselect", "checklist", "tags", "item_select", "files", "repeat"];
/** What has parts of its own. */
export const WITH_PARTS = ["files", "repeat", "group"];
const CAMUNDA_TYPES = { string: "text", long: "number", boolean: "checkbox", enum: "select", date: "date" };

export const objectOf = (element) => getBusinessObject(element);
export const isStep = (element) => STEPS.some((type) => is(element, type)) || objectOf(element).$type === "bpmn:Task";
export const isChoosing = (element) => CHOOSING.some((type) => is(element, type));

export const extension = (object, type) => (object.extensionElements?.values ?? []).find((each) => each.$type === type);
export const propertiesOf = (object) => extension(object, "camunda:Properties")?.values ?? [];

/** The last of two equal names wins, as in the engine. */
export function propertyOf(object, name) {
  const found = propertiesOf(object).findLast((each) => (each.name ?? each.id) === name);
  return found?.value ?? "";
}

export const fieldsOf = (object) => extension(object, "camunda:FormData")?.fields ?? [];
export const fieldProperty = (field, name) => (field.properties?.values ?? []).findLast((each) => each.id === name)?.value ?? "";
export const constraintOf = (field, name) => (field.validation?.constraints ?? []).find((each) => each.name === name);

export function isRequired(field) {
  const found = constraintOf(field, "required");
  return Boolean(found) && (found.config ?? "true").toLowerCase() !== "false";
}

export function typeOf(field) {
  return fieldProperty(field, "jenis") || (CAMUNDA_TYPES[field.type] ?? field.type) || "text";
}

/** A field without the ending that says "one for each chosen option". */
export const nameOf = (field) => (field.id ?? "").replace(/\.\*$/, "");
export const groupOf = (field) => (nameOf(field).includes(".") ? nameOf(field).split(".")[0] : "");

/** The form as blocks: each field of its own with the parts that stand in it. */
export function blocksOf(object) {
  const fields = fieldsOf(object);
  const tops = fields.filter((field) => !groupOf(field) || !fields.some((other) => nameOf(other) === groupOf(field)));
  return tops.map((field) => ({
    field,
    parts: fields.filter((other) => other !== field && groupOf(other) === nameOf(field) && !tops.includes(other)),
  }));
}

/** The process that runs, whatever is drawn around it. */
export function processOf(modeler) {
  const processes = modeler.getDefinitions().rootElements.filter((each) => is(each, "bpmn:Process"));
  return processes.find((each) => each.isExecutable) ?? processes[0];
}

/** The shape that stands for the process: its pool, else the drawing itself. */
export function processShape(modeler) {
  const process = processOf(modeler);
  const pool = modeler.get("elementRegistry").find((each) => is(each, "bpmn:Participant") && objectOf(each).processRef === process);
  return pool ?? modeler.get("canvas").getRootElement();
}

export const stepsOf = (modeler) => modeler.get("elementRegistry").filter((each) => !each.labelTarget && isStep(each));

/** Fields of all steps, for conditions: [{step, field}]. Parts are left out. */
export function allFields(modeler) {
  return stepsOf(modeler).flatMap((step) => blocksOf(objectOf(step)).map(({ field }) => ({ step, field })));
}

export const documentationOf = (object) => object.documentation?.[0]?.text ?? "";

/** Lanes that hold steps themselves, from top to bottom. */
export function lanesOf(modeler) {
  const lanes = modeler.get("elementRegistry").filter((each) => is(each, "bpmn:Lane"));
  return lanes.filter((lane) => !objectOf(lane).childLaneSet?.lanes?.length).sort((a, b) => a.y - b.y);
}

export function laneOf(modeler, element) {
  return lanesOf(modeler).findLast((lane) => (objectOf(lane).flowNodeRef ?? []).includes(objectOf(element)));
}

/** The note that a dotted line ties to an element. */
export function noteOf(element) {
  const ties = [...(element.outgoing ?? []), ...(element.incoming ?? [])].filter((each) => is(each, "bpmn:Association"));
  return ties.map((each) => (each.source === element ? each.target : each.source)).find((each) => is(each, "bpmn:TextAnnotation"));
}
