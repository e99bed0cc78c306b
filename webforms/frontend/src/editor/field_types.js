// Types of fields: the engine's registry (engine/forms/types), which comes with the page. Nothing here or in the panel
// knows a type by its name: what is particular to it is said by its attributes.

/** @import { FieldType } from "./types.js" */

/** @type {Record<string, FieldType>} */
let types = {};
/**
 * By Camunda 7's own names.
 * @type {Record<string, string>}
 */
let ofCamunda = {};

/** @param {FieldType[]} known the most used first; the one without a name is what nobody knows */
export function learnTypes(known) {
  types = Object.fromEntries(known.map((each) => [each.name, each]));
  const named = known.filter(({ camunda }) => camunda);
  ofCamunda = Object.fromEntries(named.map(({ camunda, name }) => [camunda, name]));
}

/** Those that are offered, in their order. */
export const typeNames = () => Object.keys(types).filter(Boolean);

/** @param {string} name */
export const typeNamed = (name) => types[name] ?? types[""];

/**
 * The name here of what a diagram calls a type; a field that says none is of the most used one.
 * @param {string} [written]
 */
export const nameOfType = (written = "") => (ofCamunda[written] ?? written) || typeNames()[0];
