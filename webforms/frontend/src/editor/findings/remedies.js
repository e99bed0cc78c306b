// Findings for which there is one right action. Each gives a function that does it, or null where it can't be done.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { middleOf } from "../geometry.js";
import { moveToLane } from "../lanes.js";
import { elementId } from "../names.js";
import { fieldsOf, lanesOf, nameOf, objectOf, processOf, processShape, stepsOf } from "../model.js";
import { follow } from "../references/references.js";
import { flowsOf, layAnew, setDuration } from "../timers.js";
import { FORM_REMEDIES } from "./form_remedies.js";
import { placeOf } from "./places.js";

/** @import { Editor, Element, Finding } from "../types.js" */

/** @typedef {{ editor: Editor, element: Element, finding: Finding }} Given what a finding is about */
/** @typedef {(given: Given) => (() => void) | null} Remedy */

/** @type {Record<string, Remedy>} */
export const REMEDIES = {
  ...FORM_REMEDIES,
  reserved_id: renamed,
  several_processes: notExecutable,
  process_beside: withoutPool,
  for_compensation: (given) => without(given, "isForCompensation"),
  no_start: startBeforeFirst,
  condition_astray: (given) => without(given, "conditionExpression"),
  several_outgoing: gatewayAfter,
  flow_astray: removed,
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
 * @param {"default" | "conditionExpression" | "isForCompensation"} property
 */
function without({ editor, element }, property) {
  return () => editor.modeler.get("modeling").updateProperties(element, { [property]: undefined });
}

/** @type {Remedy} */
function renamed({ editor, element }) {
  const { ids } = editor.modeler.get("moddle");
  return () => {
    const id = elementId(wordFor(element), (each) => ids.assigned(each));
    editor.edits.together(() => {
      const before = objectOf(element).id;
      editor.modeler.get("modeling").updateProperties(element, { id });
      if (before) follow(editor.modeler, editor.edits, { kind: "step", name: before }, id);
    });
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
function notExecutable({ editor: { edits, modeler }, finding }) {
  const process = modeler.getDefinitions().rootElements.find(({ id }) => id === finding.element);
  if (!process) return null;
  return () => edits.run(processShape(modeler), [{ moddle: process, properties: { isExecutable: false } }]);
}

/**
 * What is drawn in a pool that does not run.
 * @type {Remedy}
 */
function withoutPool({ editor: { modeler }, finding }) {
  const pool = modeler
    .get("elementRegistry")
    .find((each) => objectOf(each)?.processRef?.id === finding.element);
  return pool ? () => modeler.get("modeling").removeElements([pool]) : null;
}

/**
 * Before the first element to which nothing leads: of the whole, or of a subprocess.
 * @type {Remedy}
 */
function startBeforeFirst({ editor: { modeler, edits }, finding }) {
  const { modeling, registry } = servicesOf(modeler);
  const within = registry.get(finding.element);
  /** @param {Element} each */
  const isInside = (each) => (within && is(within, "bpmn:SubProcess") ? each.parent === within : true);
  const [first] = stepsOf(modeler).filter((each) => isInside(each) && !each.incoming.length);
  if (!first) return null;
  return () =>
    edits.together(() => {
      const shape = modeler.get("elementFactory").createShape({ type: "bpmn:StartEvent" });
      const { x, y } = middleOf(first);
      const start = modeling.createShape(shape, { x: x - first.width / 2 - 80, y }, first.parent);
      modeling.connect(start, first);
    });
}

/**
 * The branches leave a gateway instead, which says that one of them is chosen.
 * @type {Remedy}
 */
function gatewayAfter({ editor: { modeler, edits }, element }) {
  const { modeling } = servicesOf(modeler);
  const flows = flowsOf(element);
  if (flows.length < 2) return null;
  return () =>
    edits.together(() => {
      const shape = modeler.get("elementFactory").createShape({ type: "bpmn:ExclusiveGateway" });
      const gateway = modeler.get("autoPlace").append(element, shape);
      for (const flow of flows) {
        modeling.reconnectStart(flow, gateway, middleOf(gateway));
        layAnew(modeler, flow);
      }
    });
}

/** @param {Editor["modeler"]} modeler */
const servicesOf = (modeler) => ({
  modeling: modeler.get("modeling"),
  registry: modeler.get("elementRegistry"),
});

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
    const place = placeOf(editor, finding);
    if (place) editor.open(place);
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
