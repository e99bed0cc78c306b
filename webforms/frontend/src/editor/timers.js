// Waktu: what waits on a step's border. A reminder leaves the step open; a deadline takes it away and leads on.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { crosses, meet, middleOf } from "./geometry.js";
import { isStep, objectOf } from "./model.js";
import { isBlocked, layAround } from "./routing.js";

const SIZE = 36;
const ASIDE = 42;
const GAP = 3;
/** Before bpmn-js's own rules, which let an event be put anywhere. */
const EARLY = 1500;
/** After its layout. */
const LATE = 200;

const definitionOf = (element) => (objectOf(element).eventDefinitions ?? []).find((each) => is(each, "bpmn:TimerEventDefinition"));

export const isTimer = (element) => is(element, "bpmn:BoundaryEvent") && Boolean(definitionOf(element));
export const timerKind = (timer) => (objectOf(timer).cancelActivity === false ? "reminder" : "deadline");
export const flowsOf = (timer) => timer.outgoing.filter((each) => is(each, "bpmn:SequenceFlow"));

/** In the order of the file: a new one comes last. */
export function timersOf(step) {
  const place = (timer) => objectOf(timer).$parent.flowElements.indexOf(objectOf(timer));
  return (step.attachers ?? []).filter(isLoose).sort((a, b) => place(a) - place(b));
}

/** As written. A date or a cycle stands here, too: it can be shown, and taken away. */
export function durationOf(timer) {
  const { timeDuration, timeDate, timeCycle } = definitionOf(timer);
  return (timeDuration ?? timeDate ?? timeCycle)?.body ?? "";
}

export function setDuration(edits, timer, body) {
  const definition = definitionOf(timer);
  const { timeDuration } = definition;
  if (body && timeDuration) return edits.run(timer, [{ moddle: timeDuration, properties: { body } }]);
  const fresh = body ? edits.create("bpmn:FormalExpression", { body }, definition) : undefined;
  return edits.run(timer, [{ moddle: definition, properties: { timeDuration: fresh, timeDate: undefined, timeCycle: undefined } }]);
}

/** All else that it says stays. */
export function setKind(modeling, timer, kind) {
  modeling.updateProperties(timer, { cancelActivity: kind === "deadline" });
}

/** What a timer may lead to: steps, ends, gateways of the same process or subprocess. */
export function targetsOf(modeler, timer) {
  const [current] = flowsOf(timer);
  const rules = modeler.get("bpmnRules");
  return modeler.get("elementRegistry").filter((each) => {
    if (each.labelTarget || !is(each, "bpmn:FlowNode")) return false;
    return each === current?.target || (each !== timer.host && rules.canConnectSequenceFlow(timer, each));
  });
}

/** The one flow: made, put elsewhere, or taken away. */
export function leadTo(services, timer, target) {
  const modeling = services.get("modeling");
  const [flow] = flowsOf(timer);
  if (!target) return flow && modeling.removeConnection(flow);
  return services.get("edits").together(() => {
    if (flow) modeling.reconnectEnd(flow, target, middleOf(target));
    layAnew(services, flow ?? modeling.connect(timer, target, { type: "bpmn:SequenceFlow" }));
  });
}

/** As if it had just been drawn. */
export function layAnew(services, flow) {
  services.get("modeling").layoutConnection(flow, { waypoints: [] });
  layAround(services, flow);
}

/** A place on the border, beside other timers and beside lines: below from the right, then above. */
export function placeOnBorder(step) {
  const taken = (step.attachers ?? []).filter((each) => !each.labelTarget);
  const lines = [...step.incoming, ...step.outgoing, ...taken.flatMap((each) => each.outgoing)];
  const places = [step.y + step.height, step.y].flatMap((y) => along(step).map((x) => ({ x, y })));
  const apart = places.filter((place) => !taken.some((each) => meet(around(place), each)));
  return apart.find((place) => !lines.some((line) => crosses(line.waypoints, around(place)))) ?? apart[0] ?? places[0];
}

function along({ x, width }) {
  const count = Math.max(1, Math.floor((width - GAP) / ASIDE));
  return Array.from({ length: count }, (_, n) => x + width - ASIDE / 2 - n * ASIDE);
}

const around = ({ x, y }) => ({ x: x - SIZE / 2 - GAP, y: y - SIZE / 2 - GAP, width: SIZE + 2 * GAP, height: SIZE + 2 * GAP });

/** Timers stay on steps, and lead to one thing at most. bpmn-js would make other events of them. */
class TimerRules extends RuleProvider {
  static $inject = ["eventBus"];
  init() {
    const onlyOn = (isAllowed) => (isAllowed ? undefined : false);
    this.addRule("shape.attach", EARLY, ({ shape, target }) => (isLoose(shape) ? onlyOn(isStep(target)) : undefined));
    this.addRule("shape.create", EARLY, ({ shape }) => onlyOn(!isLoose(shape)));
    this.addRule("elements.create", EARLY, ({ elements }) => onlyOn(!elements.some((each) => isLoose(each) && !each.host)));
    this.addRule("elements.move", EARLY, ({ shapes, target }) => {
      const left = shapes.filter((each) => isLoose(each) && !shapes.includes(each.host));
      return onlyOn(!target || !left.length || (shapes.length === 1 && isStep(target)));
    });
    this.addRule(["connection.create", "connection.reconnect"], EARLY, ({ source, target, connection }) => {
      if (!isLoose(source) || !is(target, "bpmn:FlowNode")) return undefined;
      // Another tool's second flow is for lint to report, not for us to drop when its step moves.
      return onlyOn(flowsOf(source).includes(connection) || !flowsOf(source).length);
    });
  }
}

/** A timer moves with its step, and its line must not then run through others. */
class TimerLines {
  static $inject = ["eventBus", "injector"];
  constructor(eventBus, injector) {
    eventBus.on("commandStack.elements.move.postExecuted", LATE, ({ context }) => {
      const timers = Object.values(context.closure.allShapes).filter(isLoose);
      for (const flow of timers.flatMap(flowsOf)) if (isBlocked(injector, flow)) layAnew(injector, flow);
    });
  }
}

/** Not the label of one. */
const isLoose = (element) => element && !element.labelTarget && !element.waypoints && isTimer(element);

export default { __init__: ["timerRules", "timerLines"], timerRules: ["type", TimerRules], timerLines: ["type", TimerLines] };
