// What a diagram may say: the vocabulary that the engine reads diagrams by, held by the bundle.
import vocabulary from "../../../../engine/bpmn/vocabulary.json" with { type: "json" };

/** @import { Property } from "./types.js" */

/**
 * @template {string} Key
 * @param {string} place
 * @param {Record<Key, Omit<Property, "place" | "key">>} properties
 * @returns {Record<Key, Property>}
 */
function placed(place, properties) {
  const all = /** @type {Record<string, Omit<Property, "place" | "key">>} */ (properties);
  const named = Object.entries(all).map(([key, each]) => [key, { ...each, place, key }]);
  return Object.fromEntries(named);
}

export const PROCESS = placed("process", vocabulary.properties.process);
export const LANE = placed("lane", vocabulary.properties.lane);
export const NODE = placed("node", vocabulary.properties.node);
export const STEP = placed("step", vocabulary.properties.step);
export const SCRIPT = placed("script", vocabulary.properties.script);
export const CHOICE = placed("choice", vocabulary.properties.choice);
export const FLOW = placed("flow", vocabulary.properties.flow);
export const TIMER = placed("timer", vocabulary.properties.timer);
export const NOTE = placed("note", vocabulary.properties.note);
export const FIELD = placed("field", vocabulary.properties.field);
export const OPTION = placed("option", vocabulary.properties.option);

/** @param {string} name */
const typeOf = (name) => `bpmn:${name[0].toUpperCase()}${name.slice(1)}`;

/** bpmn-js's names of a person's steps. */
export const STEP_TYPES = vocabulary.elements.step.bpmn.map(typeOf);
/** Of gateways whose branches have conditions. */
export const CHOOSING = [...vocabulary.elements.choice.bpmn, ...vocabulary.elements.inclusive.bpmn].map(
  typeOf,
);

/**
 * The properties of a place whose inputs stand in a group of the panel, in their order.
 * @param {Record<string, Property>} place
 * @param {string} group
 */
export const inGroup = (place, group) =>
  Object.values(place).filter((each) => each.group === group && !each.not_in_editor);

/**
 * Rule of lint → the properties that it looks at.
 * @type {Map<string, Property[]>}
 */
export const BY_RULE = new Map();
for (const place of [PROCESS, LANE, NODE, STEP, SCRIPT, CHOICE, FLOW, TIMER, NOTE, FIELD, OPTION])
  for (const property of Object.values(place))
    for (const rule of property.rules ?? []) BY_RULE.set(rule, [...(BY_RULE.get(rule) ?? []), property]);
