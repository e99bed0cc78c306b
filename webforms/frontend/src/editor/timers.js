// Waktu: what waits on a step's border. A reminder leaves the step open; a deadline takes it away and leads on.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { crosses, meet, middleOf } from "./geometry.js";
import { isStep, objectOf } from "./model.js";
import { isBlocked, layAround } from "./routing.js";

/** @import { EventBus } from "../viewer/diagram.js" */
/** @import { EventDefinition, Expression } from "../viewer/moddle.js" */
/** @import { Edits } from "./edits.js" */
/** @import { Element, Line, Modeling, Point, Services } from "./types.js" */

/** @typedef {"reminder" | "deadline"} TimerKind */

const SIZE = 36;
const ASIDE = 42;
const GAP = 3;
/** Before bpmn-js's own rules, which let an event be put anywhere. */
const EARLY = 1500;
/** After its layout. */
const LATE = 200;

/**
 * @param {Element} element
 * @returns {EventDefinition | undefined}
 */
const definitionOf = (element) =>
  (objectOf(element).eventDefinitions ?? []).find((each) => is(each, "bpmn:TimerEventDefinition"));

/** @param {Element} element */
export const isTimer = (element) => is(element, "bpmn:BoundaryEvent") && Boolean(definitionOf(element));

/**
 * @param {Element} timer
 * @returns {TimerKind}
 */
export const timerKind = (timer) => (objectOf(timer).cancelActivity === false ? "reminder" : "deadline");

/**
 * @param {Element} timer
 * @returns {Line[]}
 */
export const flowsOf = (timer) =>
  /** @type {Line[]} */ (timer.outgoing.filter((each) => is(each, "bpmn:SequenceFlow")));

/**
 * In the order of the file: a new one comes last.
 * @param {Element} step
 */
export function timersOf(step) {
  /** @param {Element} timer */
  const place = (timer) => {
    const object = objectOf(timer);
    return /** @type {typeof object} */ (object.$parent).flowElements?.indexOf(object) ?? -1;
  };
  return (step.attachers ?? []).filter(isLoose).sort((a, b) => place(a) - place(b));
}

/**
 * As written. A date or a cycle stands here, too: it can be shown, and taken away.
 * @param {Element} timer
 */
export function durationOf(timer) {
  const { timeDuration, timeDate, timeCycle } = definitionOf(timer) ?? {};
  return (timeDuration ?? timeDate ?? timeCycle)?.body ?? "";
}

/**
 * @param {Edits} edits
 * @param {Element} timer
 * @param {string} body empty: it waits for nothing yet
 */
export function setDuration(edits, timer, body) {
  const definition = definitionOf(timer);
  if (!definition) return;
  const { timeDuration } = definition;
  if (body && timeDuration) return edits.run(timer, [{ moddle: timeDuration, properties: { body } }]);
  /** @type {Expression | undefined} */
  const fresh = body ? edits.create("bpmn:FormalExpression", { body }, definition) : undefined;
  const properties = { timeDuration: fresh, timeDate: undefined, timeCycle: undefined };
  edits.run(timer, [{ moddle: definition, properties }]);
}

/**
 * All else that it says stays.
 * @param {Modeling} modeling
 * @param {Element} timer
 * @param {TimerKind} kind
 */
export function setKind(modeling, timer, kind) {
  modeling.updateProperties(timer, { cancelActivity: kind === "deadline" });
}

/**
 * What a timer may lead to: steps, ends, gateways of the same process or subprocess.
 * @param {Services} modeler
 * @param {Element} timer
 */
export function targetsOf(modeler, timer) {
  const [current] = flowsOf(timer);
  const rules = modeler.get("bpmnRules");
  return modeler.get("elementRegistry").filter((each) => {
    if (each.labelTarget || !is(each, "bpmn:FlowNode")) return false;
    return each === current?.target || (each !== timer.host && rules.canConnectSequenceFlow(timer, each));
  });
}

/**
 * The one flow: made, put elsewhere, or taken away.
 * @param {Services} services
 * @param {Element} timer
 * @param {Element} [target]
 */
export function leadTo(services, timer, target) {
  const modeling = services.get("modeling");
  const [flow] = flowsOf(timer);
  if (!target) return flow && modeling.removeConnection(flow);
  return services.get("edits").together(() => {
    if (flow) modeling.reconnectEnd(flow, target, middleOf(target));
    layAnew(services, flow ?? modeling.connect(timer, target, { type: "bpmn:SequenceFlow" }));
  });
}

/**
 * As if it had just been drawn.
 * @param {Services} services
 * @param {Line} flow
 */
export function layAnew(services, flow) {
  services.get("modeling").layoutConnection(flow, { waypoints: [] });
  layAround(services, flow);
}

/**
 * A place on the border, beside other timers and beside lines: below from the right, then above.
 * @param {Element} step
 */
export function placeOnBorder(step) {
  const taken = (step.attachers ?? []).filter((each) => !each.labelTarget);
  const lines = [...step.incoming, ...step.outgoing, ...taken.flatMap((each) => each.outgoing)];
  const places = [step.y + step.height, step.y].flatMap((y) => along(step).map((x) => ({ x, y })));
  const apart = places.filter((place) => !taken.some((each) => meet(around(place), each)));
  /** @param {Point} place */
  const isFree = (place) => !lines.some(({ waypoints }) => waypoints && crosses(waypoints, around(place)));
  return apart.find(isFree) ?? apart[0] ?? places[0];
}

/** @param {Element} step */
function along({ x, width }) {
  const count = Math.max(1, Math.floor((width - GAP) / ASIDE));
  return Array.from({ length: count }, (_, n) => x + width - ASIDE / 2 - n * ASIDE);
}

/** @param {Point} place */
const around = ({ x, y }) => ({
  x: x - SIZE / 2 - GAP,
  y: y - SIZE / 2 - GAP,
  width: SIZE + 2 * GAP,
  height: SIZE + 2 * GAP,
});

/**
 * Timers stay on steps, and lead to one thing at most. bpmn-js would make other events of them. Each rule forbids, or
 * leaves it to bpmn-js.
 */
class TimerRules extends RuleProvider {
  static $inject = ["eventBus"];

  init() {
    this.addRule("shape.attach", EARLY, forbidden(attachesAside));
    this.addRule(
      "shape.create",
      EARLY,
      forbidden(({ shape }) => isLoose(shape)),
    );
    this.addRule(
      "elements.create",
      EARLY,
      forbidden(({ elements }) => elements.some(isWithoutHost)),
    );
    this.addRule("elements.move", EARLY, forbidden(movesAside));
    this.addRule(["connection.create", "connection.reconnect"], EARLY, forbidden(leadsToMore));
  }
}

/**
 * What bpmn-js asks a rule about; which of these there are depends on the rule.
 * @typedef {object} Wish
 * @property {Element} shape
 * @property {Element[]} shapes
 * @property {Element[]} elements
 * @property {Element} source
 * @property {Element} target
 * @property {Line} connection
 */

/** @param {(wish: Wish) => unknown} isForbidden */
const forbidden = (isForbidden) => (/** @type {Wish} */ wish) => (isForbidden(wish) ? false : undefined);

/** @param {Wish} wish */
const attachesAside = ({ shape, target }) => isLoose(shape) && !isStep(target);

/** @param {Element} element */
const isWithoutHost = (element) => isLoose(element) && !element.host;

/** @param {Wish} wish */
function movesAside({ shapes, target }) {
  const left = shapes.filter((each) => isLoose(each) && !(each.host && shapes.includes(each.host)));
  return target && left.length && !(shapes.length === 1 && isStep(target));
}

/**
 * Another tool's second flow is for lint to report, not for us to drop when its step moves.
 * @param {Wish} wish
 */
function leadsToMore({ source, target, connection }) {
  if (!isLoose(source) || !is(target, "bpmn:FlowNode")) return false;
  return flowsOf(source).length && !flowsOf(source).includes(connection);
}

/** A timer moves with its step, and its line must not then run through others. */
class TimerLines {
  static $inject = ["eventBus", "injector"];

  /**
   * @param {EventBus} eventBus
   * @param {Services} injector
   */
  constructor(eventBus, injector) {
    /** @param {{ context: { closure: { allShapes: Record<string, Element> } } }} event */
    const moved = ({ context }) => {
      const timers = Object.values(context.closure.allShapes).filter(isLoose);
      for (const flow of timers.flatMap(flowsOf)) if (isBlocked(injector, flow)) layAnew(injector, flow);
    };
    eventBus.on("commandStack.elements.move.postExecuted", LATE, moved);
  }
}

/**
 * Not the label of one.
 * @param {Element | undefined} element
 */
const isLoose = (element) => element && !element.labelTarget && !element.waypoints && isTimer(element);

export default {
  __init__: ["timerRules", "timerLines"],
  timerRules: ["type", TimerRules],
  timerLines: ["type", TimerLines],
};
