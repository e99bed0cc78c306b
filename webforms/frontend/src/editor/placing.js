// Puts new elements where they belong, by mouse or without one.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { middleOf } from "./geometry.js";
import { moveToLane, settle } from "./lanes.js";
import { isStep, laneOf } from "./model.js";
import { isTimer, layAnew, placeOnBorder } from "./timers.js";

/** @import { Element, Line, Point, Services } from "./types.js" */
/** @import { TimerKind } from "./timers.js" */

/**
 * @typedef {"task" | "choice" | "parallel" | "inclusive" | "start" | "end" | "subprocess" | "note" | TimerKind} Kind
 */

const TIMER = { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition" };
/** @type {Record<Kind, { type: string, icon: string } & Record<string, unknown>>} */
export const KINDS = {
  task: { type: "bpmn:UserTask", icon: "bpmn-icon-user-task" },
  choice: { type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor" },
  parallel: { type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel" },
  inclusive: { type: "bpmn:InclusiveGateway", icon: "bpmn-icon-gateway-or" },
  start: { type: "bpmn:StartEvent", icon: "bpmn-icon-start-event-none" },
  end: { type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none" },
  subprocess: { type: "bpmn:SubProcess", icon: "bpmn-icon-subprocess-expanded", isExpanded: true },
  note: { type: "bpmn:TextAnnotation", icon: "bpmn-icon-text-annotation" },
  reminder: {
    ...TIMER,
    icon: "bpmn-icon-intermediate-event-catch-non-interrupting-timer",
    cancelActivity: false,
  },
  deadline: { ...TIMER, icon: "bpmn-icon-intermediate-event-catch-timer" },
};
/**
 * What sits on a person's step.
 * @type {TimerKind[]}
 */
export const TIMERS = ["reminder", "deadline"];
/** What may be put into a flow; an end or a note hangs beside it. */
const BETWEEN = ["bpmn:Activity", "bpmn:Gateway"];

export class Placing {
  static $inject = ["injector"];

  /** @param {Services} services */
  constructor(services) {
    this.services = services;
    this.edits = services.get("edits");
    this.modeling = services.get("modeling");
  }

  /**
   * @param {Kind} kind
   * @param {Event} event where the drag begins
   * @param {Element} [source] what it will follow
   */
  drag(kind, event, source) {
    this.services.get("create").start(event, this.#make(kind), source ? { source } : undefined);
  }

  /**
   * Whether a step has to be named first.
   * @param {Kind} kind
   * @param {Element | undefined} element
   */
  needsStep(kind, element) {
    return isTimerKind(kind) && !stepAt(element);
  }

  /**
   * After an element, on it, or into a flow or lane; without one, in the middle of what is seen.
   * @param {Kind} kind
   * @param {Element | undefined} selected
   */
  place(kind, selected) {
    const shape = this.#placed(kind, selected?.labelTarget ?? selected);
    this.services.get("selection").select(shape);
    return shape;
  }

  /**
   * @param {TimerKind} kind
   * @param {Element} step
   */
  attach(kind, step) {
    return this.modeling.createShape(this.#make(kind), placeOnBorder(step), step, { attach: true });
  }

  /** @param {Kind} kind */
  #make(kind) {
    const { icon: _icon, ...attributes } = KINDS[kind];
    return this.services.get("elementFactory").createShape(attributes);
  }

  /**
   * @param {Kind} kind
   * @param {Element | undefined} element
   */
  #placed(kind, element) {
    const step = stepAt(element);
    if (isTimerKind(kind) && step) return this.attach(kind, step);
    const shape = this.#make(kind);
    if (isFlow(element) && isBetween(shape)) return this.#into(element, shape);
    if (element && is(element, "bpmn:FlowNode")) return this.#after(element, shape);
    return this.#inTheMiddle(shape, element);
  }

  /**
   * A flow that leads somewhere leads there by way of the new one; its name and condition stay with it.
   * @param {Line} flow
   * @param {Element} shape
   */
  #into(flow, shape) {
    const { source, target } = flow;
    return this.edits.together(() => {
      const position = /** @type {Point} */ (
        this.services.get("eventBus").fire("autoPlace", { source, shape })
      );
      const placed = this.modeling.createShape(shape, position, source.parent);
      settle(this.services, placed);
      this.modeling.reconnectEnd(flow, placed, middleOf(placed));
      const onward = this.modeling.connect(placed, target);
      for (const each of [flow, onward]) layAnew(this.services, each);
      return placed;
    });
  }

  /**
   * Between an element and what follows it, where just one thing does; a gateway gets one branch more.
   * @param {Element} element
   * @param {Element} shape
   */
  #after(element, shape) {
    const flows = element.outgoing.filter(isFlow);
    const goesBetween = flows.length === 1 && !is(element, "bpmn:Gateway") && isBetween(shape);
    return this.edits.together(() => {
      const placed = this.services.get("autoPlace").append(element, shape);
      const lane = this.#laneAfter(element, shape);
      if (lane) moveToLane(this.services, placed, lane);
      else settle(this.services, placed);
      if (goesBetween) this.modeling.reconnect(flows[0], placed, flows[0].target, middleOf(placed));
      // What it was put between has its old line still.
      if (lane || goesBetween)
        for (const flow of [...placed.incoming, ...placed.outgoing])
          layAnew(this.services, /** @type {Line} */ (flow));
      return placed;
    });
  }

  /**
   * bpmn-js puts what follows a timer below its step, as like as not on something else: it goes into the step's lane.
   * @param {Element} element
   * @param {Element} shape
   */
  #laneAfter(element, shape) {
    if (!isTimer(element) || !element.host || is(shape, "bpmn:TextAnnotation")) return undefined;
    return laneOf(this.services, element.host);
  }

  /**
   * Of what is seen; where a lane is selected, in that lane.
   * @param {Element} shape
   * @param {Element | undefined} selected
   */
  #inTheMiddle(shape, selected) {
    const canvas = this.services.get("canvas");
    const root = canvas.getRootElement();
    const lane = selected && is(selected, "bpmn:Lane") ? selected : null;
    const pool = is(shape, "bpmn:TextAnnotation")
      ? undefined
      : root.children.find((each) => is(each, "bpmn:Participant"));
    const middle = middleOf(canvas.viewbox());
    return this.edits.together(() => {
      const position = pool ? within(pool, middle, shape) : middle;
      const placed = this.modeling.createShape(shape, position, pool ?? root);
      if (lane && pool) moveToLane(this.services, placed, lane);
      else settle(this.services, placed);
      return placed;
    });
  }
}

/**
 * Inside the pool, wherever the view is.
 * @param {Element} pool
 * @param {Point} middle
 * @param {Element} shape
 */
function within(pool, middle, { width, height }) {
  return {
    x: clamp(middle.x, pool.x + 60 + width / 2, pool.x + pool.width - width),
    y: clamp(middle.y, pool.y + 20 + height / 2, pool.y + pool.height - height),
  };
}

/**
 * @param {number} value
 * @param {number} from
 * @param {number} to
 */
const clamp = (value, from, to) => Math.min(Math.max(value, from), Math.max(from, to));

/**
 * @param {Element | undefined} element
 * @returns {element is Line}
 */
const isFlow = (element) => element !== undefined && is(element, "bpmn:SequenceFlow");

/** @param {Element} shape */
const isBetween = (shape) => BETWEEN.some((type) => is(shape, type));

/**
 * @param {Kind} kind
 * @returns {kind is TimerKind}
 */
export const isTimerKind = (kind) => TIMERS.some((each) => each === kind);

/**
 * The step itself, or the one on which a timer sits.
 * @param {Element | undefined} element
 */
function stepAt(element) {
  if (element && isTimer(element)) return element.host;
  return element && isStep(element) ? element : undefined;
}

export default { placing: ["type", Placing] };
