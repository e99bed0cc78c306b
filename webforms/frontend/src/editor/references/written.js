// Where a diagram names fields and steps: told by how the vocabulary says that its values are written, and by nothing else.
import { FIELD, FLOW, PROCESS, SCRIPT, STEP } from "../vocabulary.js";
import {
  constraintOf,
  fieldsOf,
  groupOf,
  objectOf,
  processOf,
  processShape,
  propertiesOf,
  stepsOf,
} from "../model.js";
import { namesIn, renamedIn } from "./names_in.js";

/** @import { BusinessObject, FormField } from "../../viewer/moddle.js" */
/** @import { Edits } from "../edits.js" */
/** @import { Element, Modeler, Property } from "../types.js" */

/**
 * @typedef {object} Written a property that is said somewhere, of those that can name something
 * @property {Element} element
 * @property {BusinessObject} object what the file says of it
 * @property {FormField} [field] that bears it; else the element does
 * @property {Property} property
 * @property {string} id as it stands in the file: numbered ones by their number
 * @property {string} text
 */

/** Forms of values that name something, by what they name; a condition names both. */
const NAMING = {
  step: ["step", "steps", "condition"],
  field: ["field", "fields", "template", "condition", "script"],
};
/** Of these a name can be taken out and the rest still says what it said. */
const LISTED = ["step", "steps", "field", "fields", "template"];

/** @typedef {keyof typeof NAMING} Kind */

/** @param {Property} property */
export const isListed = ({ form }) => LISTED.includes(form);

/**
 * All that names steps or fields.
 * @param {Modeler} modeler
 * @param {Kind} kind
 * @returns {Written[]}
 */
export function writtenOf(modeler, kind) {
  /** @param {Written} each */
  const isOne = ({ property }) => NAMING[kind].includes(property.form);
  const registry = modeler.get("elementRegistry");
  const flows = registry.filter((each) => Boolean(objectOf(each)?.conditionExpression) && !each.labelTarget);
  const scripts = registry.filter((each) => Boolean(objectOf(each)?.script) && !each.labelTarget);
  const found = [
    ...ofObject(processShape(modeler), processOf(modeler), PROCESS),
    ...stepsOf(modeler).flatMap((step) => [...ofObject(step, objectOf(step), STEP), ...ofFields(step)]),
    ...flows.map((each) =>
      writtenIn(each, objectOf(each), FLOW.condition, objectOf(each).conditionExpression?.body),
    ),
    ...scripts.map((each) => writtenIn(each, objectOf(each), SCRIPT.script, objectOf(each).script)),
  ];
  return found.filter((each) => isOne(each) && each.text);
}

/**
 * @param {Element} element
 * @param {BusinessObject} object
 * @param {Property} property
 * @param {string} [text]
 * @returns {Written}
 */
const writtenIn = (element, object, property, text = "") => ({
  element,
  object,
  property,
  id: property.name,
  text,
});

/**
 * @param {Element} element
 * @param {BusinessObject} object
 * @param {Record<string, Property>} place
 */
function ofObject(element, object, place) {
  return propertiesOf(object).flatMap(({ name, id, value }) => {
    const property = Object.values(place).find((each) => each.name === (name ?? id));
    return property ? [writtenIn(element, object, property, value)] : [];
  });
}

/** @param {Element} step */
const ofFields = (step) =>
  fieldsOf(objectOf(step)).flatMap((field) =>
    Object.values(FIELD).flatMap((property) =>
      ofField(field, property).map(([id, text]) => ({
        element: step,
        object: objectOf(step),
        field,
        property,
        id,
        text,
      })),
    ),
  );

/**
 * @param {FormField} field
 * @param {Property} property
 * @returns {[id: string, text: string][]}
 */
function ofField(field, property) {
  if (property.written === "constraint") {
    const config = constraintOf(field, property)?.config;
    return config ? [[property.name, config]] : [];
  }
  const numbered = new RegExp(`^${property.name}(_\\d+)?$`);
  return (field.properties?.values ?? []).flatMap(({ id = "", value = "" }) => {
    const isOf = property.numbered ? numbered.test(id) : id === property.name;
    return isOf ? [/** @type {[string, string]} */ ([id, value])] : [];
  });
}

/**
 * By what a field is known where that is written: a part by its short name among its own, else by the whole one.
 * Empty where it is not known.
 * @param {string} name of the field: group.part for a part
 * @param {Written} written
 */
export function knownAs(name, { field, property }) {
  const [group, part] = name.split(".");
  if (!part) return name;
  if (property.form !== "condition" || !field) return name;
  if (!property.about_items) return groupOf(field) === group ? part : "";
  const sources = ofField(field, FIELD.of).flatMap(([, text]) => text.split(/\s+/));
  return sources.includes(group) ? part : "";
}

/**
 * Whether what is written names that.
 * @param {Written} written
 * @param {Kind} kind
 * @param {string} name
 */
export function isNaming(written, kind, name) {
  const known = kind === "field" ? knownAs(name, written) : name;
  return Boolean(known) && namesIn(written, kind).includes(known);
}

/**
 * The text with another name in that one's place; without one, where the form allows to leave it out.
 * @param {Written} written
 * @param {Kind} kind
 * @param {string} name
 * @param {string} [fresh]
 */
export function rewritten(written, kind, name, fresh) {
  const known = kind === "field" ? knownAs(name, written) : name;
  const short = known !== name && fresh ? fresh.split(".").at(-1) : fresh;
  return renamedIn(written, kind, known, short);
}

/**
 * @param {Edits} edits
 * @param {Written} written
 * @param {string} text
 */
export function write(edits, { element, object, field, property, id }, text) {
  if (field) return edits.setFieldProperty(element, field, id, text);
  if (property === FLOW.condition || property === SCRIPT.script)
    return writeOwn(edits, element, property, text);
  return edits.setProperty(element, id, text, object);
}

/**
 * @param {Edits} edits
 * @param {Element} element
 * @param {Property} property
 * @param {string} body
 */
function writeOwn(edits, element, property, body) {
  const object = objectOf(element);
  const expression = body ? edits.create("bpmn:FormalExpression", { body }, object) : undefined;
  const properties = { [property.name]: property === FLOW.condition ? expression : body };
  edits.run(element, [{ moddle: object, properties }]);
}
