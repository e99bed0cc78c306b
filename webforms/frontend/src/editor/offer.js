// What can be drawn: only what Alur runs. The same list stands behind the buttons, the pad beside an element, the
// menu that changes its kind, and the menu of the N and A keys.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { nameOfElement } from "./kinds.js";
import { middleOf } from "./geometry.js";
import { moveToLane, settle } from "./lanes.js";
import { isStep, laneOf } from "./model.js";
import { flowsOf, isTimer, layAnew, placeOnBorder, setKind, timerKind } from "./timers.js";
import { t } from "./words.js";

const TIMER = { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition" };
export const KINDS = {
  task: { type: "bpmn:UserTask", icon: "bpmn-icon-user-task" },
  choice: { type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor" },
  parallel: { type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel" },
  inclusive: { type: "bpmn:InclusiveGateway", icon: "bpmn-icon-gateway-or" },
  start: { type: "bpmn:StartEvent", icon: "bpmn-icon-start-event-none" },
  end: { type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none" },
  subprocess: { type: "bpmn:SubProcess", icon: "bpmn-icon-subprocess-expanded", isExpanded: true },
  note: { type: "bpmn:TextAnnotation", icon: "bpmn-icon-text-annotation" },
  reminder: { ...TIMER, icon: "bpmn-icon-intermediate-event-catch-non-interrupting-timer", cancelActivity: false },
  deadline: { ...TIMER, icon: "bpmn-icon-intermediate-event-catch-timer" },
};
/** What sits on a person's step. */
const TIMERS = ["reminder", "deadline"];
const CHANGES = new Set([
  "replace-with-user-task",
  "replace-with-exclusive-gateway",
  "replace-with-parallel-gateway",
  "replace-with-inclusive-gateway",
  "replace-with-none-start",
  "replace-with-none-end",
  "replace-with-sequence-flow",
  "replace-with-default-flow",
]);
/** What may be put into a flow; an end or a note hangs beside it. */
const BETWEEN = ["bpmn:Activity", "bpmn:Gateway"];
/** After bpmn-js's own providers, so that theirs can be thinned out. */
const LATE = 500;

class Offer {
  static $inject = ["placing", "popupMenu", "contextPad", "elementRegistry", "modeling"];
  constructor(placing, popupMenu, contextPad, elementRegistry, modeling) {
    Object.assign(this, { placing, elementRegistry, modeling });
    popupMenu.registerProvider("bpmn-replace", LATE, {
      getPopupMenuEntries: (element) => (entries) => (isTimer(element) ? this.#otherTimer(element) : kept(entries, (name) => CHANGES.has(name))),
      getPopupMenuHeaderEntries: () => () => ({}),
    });
    popupMenu.registerProvider("alur-create", this);
    for (const kind of TIMERS) popupMenu.registerProvider(`alur-${kind}`, { getPopupMenuEntries: () => this.#hosts(kind) });
    // A handful of entries needs no search, and that of diagram-js speaks only English.
    const { open } = popupMenu;
    popupMenu.open = (target, provider, position, options) => open.call(popupMenu, target, provider, position, { ...options, search: undefined });
    contextPad.registerProvider(LATE, this);
  }

  /** Which kinds make sense here: nothing follows an end, nothing leads to a start, only steps are waited for. */
  kindsFor(element) {
    const loose = Object.keys(KINDS).filter((kind) => !TIMERS.includes(kind));
    if (!element || !is(element, "bpmn:FlowNode")) return loose;
    if (is(element, "bpmn:EndEvent")) return ["note"];
    const after = loose.filter((kind) => kind !== "start" && (kind !== "end" || !isLeading(element)));
    return isStep(element) ? [...after, ...TIMERS] : after;
  }

  getPopupMenuEntries(element) {
    const kinds = this.kindsFor(element);
    return Object.fromEntries(kinds.map((kind) => [`create-${kind}`, entry(kind, () => this.placing.place(kind, element))]));
  }

  /** A reminder becomes a deadline, and back; all else that it says stays. */
  #otherTimer(timer) {
    const other = TIMERS.find((kind) => kind !== timerKind(timer));
    return { [`replace-with-${other}`]: entry(other, () => setKind(this.modeling, timer, other)) };
  }

  /** Which step is to be waited for, where none is selected. */
  #hosts(kind) {
    const steps = this.elementRegistry.filter((each) => !each.labelTarget && isStep(each));
    return Object.fromEntries(steps.map((step) => [`on-${step.id}`, entry("task", () => this.placing.place(kind, step), nameOfElement(step))]));
  }

  getContextPadEntries(element) {
    return (entries) => {
      const appends = ["append.text-annotation", ...(isLeading(element) ? [] : ["append.end-event"])];
      const left = kept(entries, (name) => !name.startsWith("append.") || appends.includes(name));
      if (!entries["append.append-task"]) return left;
      const own = Object.fromEntries(["task", "choice"].map((kind) => [`append.${kind}`, this.#append(kind)]));
      const timers = isStep(element) ? TIMERS.map((kind) => [`attach.${kind}`, this.#append(kind, "timers")]) : [];
      return { ...own, ...left, ...Object.fromEntries(timers) };
    };
  }

  #append(kind, group = "model") {
    return {
      group,
      className: KINDS[kind].icon,
      title: t(`editor.append.${kind}`),
      action: {
        click: (_event, element) => this.placing.place(kind, element),
        dragstart: (event, element) => this.placing.drag(kind, event, TIMERS.includes(kind) ? undefined : element),
      },
    };
  }
}

/** Puts new elements where they belong, by mouse or without one. */
class Placing {
  static $inject = ["elementFactory", "create", "autoPlace", "modeling", "canvas", "selection", "edits", "eventBus", "injector"];
  constructor(elementFactory, create, autoPlace, modeling, canvas, selection, edits, eventBus, injector) {
    Object.assign(this, { elementFactory, create, autoPlace, modeling, canvas, selection, edits, eventBus, injector });
  }

  make(kind) {
    const { icon, ...attributes } = KINDS[kind];
    return this.elementFactory.createShape(attributes);
  }

  drag(kind, event, source) {
    this.create.start(event, this.make(kind), source ? { source } : undefined);
  }

  /** Whether a step has to be named first. */
  needsStep(kind, element) {
    return TIMERS.includes(kind) && !stepAt(element);
  }

  /** After an element, on it, or into a flow or lane; without one, in the middle of what is seen. */
  place(kind, selected) {
    const shape = this.#placed(kind, selected?.labelTarget ?? selected);
    this.selection.select(shape);
    return shape;
  }

  attach(kind, step) {
    return this.modeling.createShape(this.make(kind), placeOnBorder(step), step, { attach: true });
  }

  #placed(kind, element) {
    if (TIMERS.includes(kind)) return this.attach(kind, stepAt(element));
    const shape = this.make(kind);
    if (element && is(element, "bpmn:SequenceFlow") && isBetween(shape)) return this.#into(element, shape);
    if (element && is(element, "bpmn:FlowNode")) return this.#after(element, shape);
    return this.#inTheMiddle(shape, element && is(element, "bpmn:Lane") ? element : null);
  }

  /** A flow that leads somewhere leads there by way of the new one; its name and condition stay with it. */
  #into(flow, shape) {
    const { source, target } = flow;
    let placed;
    this.edits.together(() => {
      const position = this.eventBus.fire("autoPlace", { source, shape });
      placed = this.modeling.createShape(shape, position, source.parent);
      settle(this.injector, placed);
      this.modeling.reconnectEnd(flow, placed, middleOf(placed));
      const onward = this.modeling.connect(placed, target);
      for (const each of [flow, onward]) layAnew(this.injector, each);
    });
    return placed;
  }

  /** Between an element and what follows it, where just one thing does; a gateway gets one branch more. */
  #after(element, shape) {
    const flows = element.outgoing.filter((each) => is(each, "bpmn:SequenceFlow"));
    const goesBetween = flows.length === 1 && !is(element, "bpmn:Gateway") && isBetween(shape);
    let placed;
    this.edits.together(() => {
      placed = this.autoPlace.append(element, shape);
      const lane = isTimer(element) && !is(shape, "bpmn:TextAnnotation") && laneOf(this.injector, element.host);
      // bpmn-js puts what follows a timer below its step, as like as not on something else.
      if (lane) moveToLane(this.injector, placed, lane);
      else settle(this.injector, placed);
      if (goesBetween) this.modeling.reconnect(flows[0], placed, flows[0].target, middleOf(placed));
      // What it was put between has its old line still.
      if (lane || goesBetween) for (const flow of [...placed.incoming, ...placed.outgoing]) layAnew(this.injector, flow);
    });
    return placed;
  }

  /** Of what is seen; where a lane is selected, in that lane. */
  #inTheMiddle(shape, lane) {
    const { x, y, width, height } = this.canvas.viewbox();
    const root = this.canvas.getRootElement();
    const pool = root.children.find((each) => is(each, "bpmn:Participant"));
    const within = pool && !is(shape, "bpmn:TextAnnotation") ? pool : null;
    const middle = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    // Inside the pool, wherever the view is.
    const clamp = (value, from, to) => Math.min(Math.max(value, from), Math.max(from, to));
    const position = within
      ? {
          x: clamp(middle.x, within.x + 60 + shape.width / 2, within.x + within.width - shape.width),
          y: clamp(middle.y, within.y + 20 + shape.height / 2, within.y + within.height - shape.height),
        }
      : middle;
    let placed;
    this.edits.together(() => {
      placed = this.modeling.createShape(shape, position, within ?? root);
      if (lane && within) moveToLane(this.injector, placed, lane);
      else settle(this.injector, placed);
    });
    return placed;
  }
}

const entry = (kind, action, label = t(`editor.create.${kind}`)) => ({ label, className: KINDS[kind].icon, action });

const isBetween = (shape) => BETWEEN.some((type) => is(shape, type));

/** A timer that leads somewhere leads nowhere else. */
const isLeading = (element) => isTimer(element) && flowsOf(element).length > 0;

const stepAt = (element) => (element && isTimer(element) ? element.host : element && isStep(element) ? element : null);

const kept = (entries, wanted) => Object.fromEntries(Object.entries(entries).filter(([name]) => wanted(name)));

export default {
  __init__: ["offer"],
  placing: ["type", Placing],
  offer: ["type", Offer],
};
