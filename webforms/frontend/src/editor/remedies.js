// Findings for which there is one right deed. Each gives a function that does it, or null where it can't be done.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { moveToLane } from "./lanes.js";
import { elementId } from "./names.js";
import { fieldsOf, lanesOf, nameOf, objectOf, processOf, processShape } from "./model.js";
import { setDuration } from "./timers.js";

const REMEDIES = {
  reserved_id: ({ element, modeler, modeling }) => {
    const word = is(element, "bpmn:StartEvent") ? "Mulai" : is(element, "bpmn:EndEvent") ? "Selesai" : objectOf(element).name || "Unsur";
    const { ids } = modeler.get("moddle");
    return () => modeling.updateProperties(element, { id: elementId(word, (id) => ids.assigned(id)) });
  },
  process_not_executable: ({ modeler, edits }) => () =>
    edits.run(processShape(modeler), [{ moddle: processOf(modeler), properties: { isExecutable: true } }]),
  unsupported_element: ({ element, modeling }) => () => modeling.removeElements([element]),
  several_starts: ({ element, modeling }) => () => modeling.removeElements([element]),
  // The branch that the finding is about becomes "selain itu" where there is none yet.
  branch_without_condition: ({ element, finding, modeling }) => {
    const branch = objectOf(element).outgoing?.find(({ id }) => id === finding.params.flow);
    return !branch || objectOf(element).default ? null : () => modeling.updateProperties(element, { default: branch });
  },
  default_astray: ({ element, modeling }) => () => modeling.updateProperties(element, { default: undefined }),
  default_with_condition: ({ element, modeling }) => () => modeling.updateProperties(element, { conditionExpression: undefined }),
  task_without_lane: ({ element, modeler }) => {
    const lanes = lanesOf(modeler);
    if (!lanes.length || !element.height) return null;
    const middle = element.y + element.height / 2;
    const distance = (lane) => Math.abs(lane.y + lane.height / 2 - middle);
    const [nearest] = lanes.toSorted((a, b) => distance(a) - distance(b));
    return () => moveToLane(modeler, element, nearest);
  },
  no_end: ({ modeler }) => () => {
    const last = modeler.get("elementRegistry").find((each) => is(each, "bpmn:Activity") && !objectOf(each).outgoing?.length);
    modeler.get("placing").place("end", last);
  },
  dead_end: ({ element, modeler }) => () => modeler.get("placing").place("end", element),
  deadline_leads_nowhere: ({ editor, element, finding }) => () => ask(editor, finding, `[data-then="${element.id}"]`),
  timer_without_duration: ({ editor, element, finding }) => () => ask(editor, finding, `[data-lasts="${element.id}"]`),
  timer_unreadable: (given) => newDuration(given),
  timer_by_date: (given) => newDuration(given),
  timer_on_no_step: ({ element, modeling }) => () => modeling.removeElements([element]),
  flow_into_timer: ({ element, modeling }) => () => modeling.removeElements([element]),
  duplicate_field: ({ element, finding, edits }) => {
    const fields = fieldsOf(objectOf(element));
    const last = fields.findLast((field) => nameOf(field) === finding.params.field || field.id === finding.params.field);
    return last ? () => edits.setFields(element, fields.filter((field) => field !== last)) : null;
  },
};

/** What only the SOP's owner knows is asked for. */
function ask(editor, finding, input) {
  editor.show(finding);
  editor.focus(input);
}

function newDuration({ editor, element, finding, edits }) {
  return () => {
    setDuration(edits, element, "");
    ask(editor, finding, `[data-lasts="${element.id}"]`);
  };
}

export function remedyFor(editor, finding) {
  const { modeler } = editor;
  const element = modeler.get("elementRegistry").get(finding.element) ?? processShape(modeler);
  const make = REMEDIES[finding.rule];
  if (!make || !element) return null;
  return make({ editor, element, finding, modeler, modeling: modeler.get("modeling"), edits: modeler.get("edits") });
}

/** Rules whose place in the panel is known: the group that is opened by a click on the finding. */
export const GROUP_OF = {
  quality_missing: "quality",
  norm_unreadable: "quality",
  output_unlike_next_input: "quality",
  branch_without_condition: "branches",
  gateway_condition_unreadable: "branches",
  condition_reads_unset: "branches",
  condition_reads_unknown: "branches",
  unknown_step_reference: "separation",
  deadline_leads_nowhere: "timers",
  timer_without_duration: "timers",
  timer_unreadable: "timers",
  timer_by_date: "timers",
  timer_never_fires: "timers",
};
export const groupOf = (finding) => GROUP_OF[finding.rule] ?? (finding.params.field ? "form" : "");
