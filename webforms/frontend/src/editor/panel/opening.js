// Opens what a place of the panel is hidden in, and knows its input.
import { fieldsOf, nameOf, objectOf } from "../model.js";
import { openField } from "./form.js";
import { openGroup } from "./inputs.js";

/** @import { Element, Place, Property } from "../types.js" */

/** Groups within the form's. */
const INSIDE_FORM = ["form", "more_rules"];
const INPUTS = ":is(input, select, textarea, button)";

/** @param {Place} place */
export function openFor({ element, group, field, property }) {
  if (!INSIDE_FORM.includes(group)) return openGroup(group);
  openGroup("form");
  if (element && field) openField(element, field);
  if (element && field && group !== "form") openRules(element, field, property);
  return undefined;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {Property} [property]
 */
function openRules(element, name, property) {
  openGroup("more-rules");
  const field = fieldsOf(objectOf(element)).find((each) => nameOf(each) === name || each.id === name);
  if (!property?.numbered || !field) return;
  for (const { id } of field.properties?.values ?? []) openGroup(`rule-${field.id}-${id}`);
}

/**
 * What is to be written in there, or the beginning of what surrounds it.
 * @param {Place} place
 */
export function inputOf({ group, field, property }) {
  const within = field && INSIDE_FORM.includes(group) ? `[data-field="${CSS.escape(field)}"] ` : "";
  const around = property
    ? `${within}[data-property="${property.place}.${property.key}"]`
    : `[data-group="${group}"] .group-inside`;
  return `${around} ${INPUTS}`;
}
