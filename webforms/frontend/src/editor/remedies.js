// Findings for which there is one right action. Each gives a function that does it, or null where it can't be done.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { moveToLane } from "./lanes.js";
import { elementId } from "./names.js";
import { fieldsOf, lanesOf, nameOf, objectOf, processOf, processShape } from "./model.js";
import { setDuration } from "./timers.js";

/** @import { Editor, Element, Finding } from "./types.js" */

/** @typedef {{ editor: Editor, element: Element, finding: Finding }} Given what a finding is about */
/** @typedef {(given: Given) => (() => void) | null} Remedy */

/** @type {Record<string, Remedy>} */
const REMEDIES = {
  reserved_id: renamed,
  process_not_executable: executable,
  unsupported_element: removed,
  several_starts: removed,
  branch_without_condition: otherwise,
  default_astray: (given) => without(given, "default"),
  default_with_condition: (given) => without(given, "conditionExpression"),
  task_without_lane: intoNearestLane,
  no_end: endAfterLast,
  dead_end: endAfter,
  deadline_leads_nowhere: (given) => askFor(given, "data-then"),
  timer_without_duration: (given) => askFor(given, "data-lasts"),
  timer_unreadable: newDuration,
  timer_by_date: newDuration,
  timer_on_no_step: removed,
  flow_into_timer: removed,
  duplicate_field: withoutLastField,
  condition_value_unknown: correctedCondition,
  condition_other_kind: correctedCondition,
  condition_number_written: correctedCondition,
  condition_reads_empty: correctedCondition,
  condition_gives_no_truth: correctedCondition,
};

/** @type {Remedy} */
function removed({ editor, element }) {
  return () => editor.modeler.get("modeling").removeElements([element]);
}

/**
 * @param {Given} given
 * @param {"default" | "conditionExpression"} property
 */
function without({ editor, element }, property) {
  return () => editor.modeler.get("modeling").updateProperties(element, { [property]: undefined });
}

/** @type {Remedy} */
function renamed({ editor, element }) {
  const { ids } = editor.modeler.get("moddle");
  return () => {
    const id = elementId(wordFor(element), (each) => ids.assigned(each));
    editor.modeler.get("modeling").updateProperties(element, { id });
  };
}

/** @param {Element} element */
function wordFor(element) {
  if (is(element, "bpmn:StartEvent")) return "Mulai";
  return is(element, "bpmn:EndEvent") ? "Selesai" : objectOf(element).name || "Unsur";
}

/** @type {Remedy} */
function executable({ editor: { edits, modeler } }) {
  return () => {
    const change = { moddle: processOf(modeler), properties: { isExecutable: true } };
    edits.run(processShape(modeler), [change]);
  };
}

/**
 * The branch that the finding is about becomes "selain itu" where there is none yet.
 * @type {Remedy}
 */
function otherwise({ editor, element, finding }) {
  const branch = objectOf(element).outgoing?.find(({ id }) => id === finding.params.flow);
  if (!branch || objectOf(element).default) return null;
  return () => editor.modeler.get("modeling").updateProperties(element, { default: branch });
}

/** @type {Remedy} */
function intoNearestLane({ editor: { modeler }, element }) {
  const lanes = lanesOf(modeler);
  if (!lanes.length || !element.height) return null;
  const middle = element.y + element.height / 2;
  /** @param {Element} lane */
  const distance = (lane) => Math.abs(lane.y + lane.height / 2 - middle);
  const [nearest] = lanes.toSorted((a, b) => distance(a) - distance(b));
  return () => moveToLane(modeler, element, nearest);
}

/** @type {Remedy} */
function endAfter({ editor, element }) {
  return () => editor.modeler.get("placing").place("end", element);
}

/** @type {Remedy} */
function endAfterLast({ editor: { modeler } }) {
  return () => {
    const last = modeler
      .get("elementRegistry")
      .find((each) => is(each, "bpmn:Activity") && !objectOf(each).outgoing?.length);
    modeler.get("placing").place("end", last);
  };
}

/** @type {Remedy} */
function withoutLastField({ editor, element, finding }) {
  const { field } = finding.params;
  const fields = fieldsOf(objectOf(element));
  const last = fields.findLast((each) => nameOf(each) === field || each.id === field);
  if (!last) return null;
  const others = fields.filter((each) => each !== last);
  return () => editor.edits.setFields(element, others);
}

/**
 * The condition becomes what lint takes it to have been meant as: on a flow, or in the field that bears it.
 * @type {Remedy}
 */
function correctedCondition({ editor, element, finding }) {
  const { corrected } = finding.params;
  if (!corrected) return null;
  if (is(element, "bpmn:SequenceFlow")) return () => setCondition(editor, element, corrected);
  const { bearer, id } = bearerOf(element, finding);
  return bearer && id ? () => editor.edits.setFieldProperty(element, bearer, id, corrected) : null;
}

/**
 * The field whose condition a finding is about, and the property in which it stands.
 * @param {Element} element
 * @param {Finding} finding
 */
function bearerOf(element, { params: { field, source = "" } }) {
  const bearer = fieldsOf(objectOf(element)).find((each) => nameOf(each) === field);
  const property = bearer?.properties?.values?.find(({ value }) => value?.trim() === source.trim());
  return { bearer, id: property?.id };
}

/**
 * @param {Editor} editor
 * @param {Element} flow
 * @param {string} body
 */
function setCondition({ modeler, edits }, flow, body) {
  const conditionExpression = edits.create("bpmn:FormalExpression", { body }, objectOf(flow));
  modeler.get("modeling").updateProperties(flow, { conditionExpression });
}

/**
 * What only the SOP's owner knows is asked for.
 * @param {Given} given
 * @param {string} input the attribute by which the panel's input is known
 */
function askFor({ editor, element, finding }, input) {
  return () => {
    editor.show(finding);
    editor.focus(`[${input}="${element.id}"]`);
  };
}

/** @type {Remedy} */
function newDuration(given) {
  const ask = askFor(given, "data-lasts");
  return () => {
    setDuration(given.editor.edits, given.element, "");
    ask();
  };
}

/**
 * @param {Editor} editor
 * @param {Finding} finding
 */
export function remedyFor(editor, finding) {
  const { modeler } = editor;
  const element = modeler.get("elementRegistry").get(finding.element) ?? processShape(modeler);
  return REMEDIES[finding.rule]?.({ editor, element, finding }) ?? null;
}

/**
 * Rules whose place in the panel is known: the group that is opened by a click on the finding.
 * @type {Record<string, string>}
 */
const GROUP_OF = {
  quality_missing: "quality",
  norm_unreadable: "quality",
  output_unlike_next_input: "quality",
  branch_without_condition: "branches",
  gateway_condition_unreadable: "branches",
  condition_reads_unset: "branches",
  condition_reads_empty: "branches",
  condition_gives_no_truth: "branches",
  condition_fails: "branches",
  no_branch_taken: "branches",
  condition_never_holds: "branches",
  condition_always_holds: "branches",
  condition_reads_unknown: "branches",
  unknown_step_reference: "separation",
  deadline_leads_nowhere: "timers",
  timer_without_duration: "timers",
  timer_unreadable: "timers",
  timer_by_date: "timers",
  timer_never_fires: "timers",
};

/** @param {Finding} finding */
export const groupOf = (finding) =>
  GROUP_OF[finding.rule] ?? (finding.params.field ? "form" : finding.params.source ? "branches" : "");
