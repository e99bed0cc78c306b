// Where in the panel a finding is put right: where the property stands that its rule looks at (the vocabulary knows),
// or, for what is drawn and not written, a group named here.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { isChoosing, processShape } from "../model.js";
import { isTimer } from "../timers.js";
import { BY_RULE } from "../vocabulary.js";

/** @import { Editor, Element, Finding, Place, Property } from "../types.js" */

/**
 * Rules about what no property says, by the group of the panel where it is changed.
 * @type {Record<string, string>}
 */
export const GROUPS = {
  unreachable_step: "arrows",
  dead_end: "arrows",
  no_way_out: "arrows",
  several_outgoing: "arrows",
  join_waits_in_vain: "arrows",
  joins_wait_for_each_other: "arrows",
  joins_not_checked: "arrows",
  circle_without_person: "arrows",
  step_opened_twice: "arrows",
  step_without_name: "general",
  task_without_lane: "general",
  gateway_not_checked: "branches",
  no_branch_taken: "branches",
  condition_fails: "branches",
  condition_reads_empty: "branches",
  condition_gives_no_truth: "branches",
  condition_never_holds: "branches",
  condition_always_holds: "branches",
  condition_value_unknown: "branches",
  condition_other_kind: "branches",
  condition_number_written: "branches",
  form_condition_reads_later: "form",
  form_condition_never_holds: "form",
  form_condition_always_holds: "form",
  field_without_options: "form",
  duplicate_field: "form",
  field_in_two_forms: "form",
  unknown_property: "form",
  unknown_constraint: "form",
  property_without_effect: "form",
  unknown_step_property: "documentation",
  no_glyph: "printed",
};

/**
 * Rules about what can't be put right in the panel, and why.
 * @type {Record<string, string>}
 */
export const NOWHERE = {
  process_without_id: "The editor opens no draft without it: it is what the definition is known by.",
  repeated_id: "bpmn-js can't open it, and says so in a dialog before anything is saved.",
  not_runnable: "A net below the rules: whatever it is, it is told with its element.",
  too_costly: "The whole is too large: several SOPs have to be made of it.",
  unreadable: "There is nothing to open.",
  more_findings: "It counts the others.",
};

/**
 * @param {Editor} editor
 * @param {Finding} finding
 * @returns {Place | null} null: nowhere in the panel
 */
export function placeOf({ modeler }, finding) {
  if (finding.rule in NOWHERE) return null;
  const element = modeler.get("elementRegistry").get(finding.element) ?? null;
  const property = propertyOf(finding, element ?? processShape(modeler));
  const group = groupFor(element, property?.group ?? GROUPS[finding.rule]);
  return { element, group, field: finding.params.field, property };
}

/**
 * The property that the finding names, else the first that its rule looks at and that such an element has.
 * @param {Finding} finding
 * @param {Element} element
 * @returns {Property | undefined}
 */
function propertyOf({ rule, params }, element) {
  const name = params.property ?? params.detail?.split("=")[0];
  const all = (BY_RULE.get(rule) ?? []).filter((each) => !each.not_in_editor);
  const named = all.filter(
    (each) => each.name === name || (each.numbered && name?.startsWith(`${each.name}_`)),
  );
  return (named.length ? named : all).find(({ place }) => bears(element, place, params.field));
}

/** @type {Record<string, (element: Element) => boolean>} */
const BEARS = {
  flow: (element) => is(element, "bpmn:SequenceFlow"),
  choice: isChoosing,
  lane: (element) => is(element, "bpmn:Lane"),
  timer: isTimer,
  process: (element) => !is(element, "bpmn:FlowNode") && !is(element, "bpmn:SequenceFlow"),
  script: (element) => is(element, "bpmn:ScriptTask"),
};

/**
 * @param {Element} element
 * @param {string} place
 * @param {string} [field]
 */
function bears(element, place, field) {
  if (place === "field" || place === "option") return Boolean(field) && !is(element, "bpmn:SequenceFlow");
  return BEARS[place]?.(element) ?? is(element, "bpmn:FlowNode");
}

/**
 * What of an element is printed on the sheet.
 * @param {Element | null} element
 */
function printedGroup(element) {
  if (element && is(element, "bpmn:Lane")) return "general";
  return element && is(element, "bpmn:FlowNode") ? "quality" : "identity";
}

/**
 * A branch's own panel has one group only.
 * @param {Element | null} element
 * @param {string} [group]
 */
function groupFor(element, group = "") {
  if (group === "printed") return printedGroup(element);
  if (element && is(element, "bpmn:SequenceFlow")) return "branch";
  return group;
}
