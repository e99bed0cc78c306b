// What can be drawn: only what Alur runs. The same list stands behind the buttons, the pad beside an element, the
// menu that changes its kind, and the menu of the N and A keys.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { t } from "./words.js";

export const KINDS = {
  task: { type: "bpmn:UserTask", icon: "bpmn-icon-user-task" },
  choice: { type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor" },
  parallel: { type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel" },
  inclusive: { type: "bpmn:InclusiveGateway", icon: "bpmn-icon-gateway-or" },
  start: { type: "bpmn:StartEvent", icon: "bpmn-icon-start-event-none" },
  end: { type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none" },
  subprocess: { type: "bpmn:SubProcess", icon: "bpmn-icon-subprocess-expanded", isExpanded: true },
  note: { type: "bpmn:TextAnnotation", icon: "bpmn-icon-text-annotation" },
};
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
  static $inject = ["placing", "popupMenu", "contextPad"];
  constructor(placing, popupMenu, contextPad) {
    this.placing = placing;
    popupMenu.registerProvider("bpmn-replace", LATE, {
      getPopupMenuEntries: () => (entries) => kept(entries, (name) => CHANGES.has(name)),
      getPopupMenuHeaderEntries: () => () => ({}),
    });
    popupMenu.registerProvider("alur-create", this);
    // A handful of entries needs no search, and that of diagram-js speaks only English.
    const { open } = popupMenu;
    popupMenu.open = (target, provider, position, options) => open.call(popupMenu, target, provider, position, { ...options, search: undefined });
    contextPad.registerProvider(LATE, this);
  }

  /** Which kinds make sense here: nothing follows an end, nothing leads to a start. */
  kindsFor(element) {
    const follows = element && is(element, "bpmn:FlowNode");
    if (!follows) return Object.keys(KINDS);
    const after = Object.keys(KINDS).filter((kind) => kind !== "start");
    return is(element, "bpmn:EndEvent") ? ["note"] : after;
  }

  getPopupMenuEntries(element) {
    const kinds = this.kindsFor(element);
    return Object.fromEntries(
      kinds.map((kind) => [
        `create-${kind}`,
        {
          label: t(`editor.create.${kind}`),
          className: KINDS[kind].icon,
          action: () => this.placing.place(kind, element),
        },
      ]),
    );
  }

  getContextPadEntries() {
    return (entries) => {
      const left = kept(entries, (name) => !name.startsWith("append.") || name === "append.text-annotation" || name === "append.end-event");
      if (!entries["append.append-task"]) return left;
      const own = Object.fromEntries(["task", "choice"].map((kind) => [`append.${kind}`, this.#append(kind)]));
      return { ...own, ...left };
    };
  }

  #append(kind) {
    return {
      group: "model",
      className: KINDS[kind].icon,
      title: t(`editor.append.${kind}`),
      action: {
        click: (_event, element) => this.placing.place(kind, element),
        dragstart: (event, element) => this.placing.drag(kind, event, element),
      },
    };
  }
}

/** Puts new elements where they belong, by mouse or without one. */
class Placing {
  static $inject = ["elementFactory", "create", "autoPlace", "modeling", "canvas", "selection"];
  constructor(elementFactory, create, autoPlace, modeling, canvas, selection) {
    Object.assign(this, { elementFactory, create, autoPlace, modeling, canvas, selection });
  }

  make(kind) {
    const { type, isExpanded } = KINDS[kind];
    return this.elementFactory.createShape({ type, ...(isExpanded && { isExpanded }) });
  }

  drag(kind, event, source) {
    this.create.start(event, this.make(kind), source ? { source } : undefined);
  }

  /** After an element; without one, in the middle of what is seen. */
  place(kind, element) {
    let shape = this.make(kind);
    if (element && is(element, "bpmn:FlowNode")) shape = this.#after(element, shape);
    else this.#inTheMiddle(shape);
    this.selection.select(shape);
    return shape;
  }

  /** Between an element and what follows it, where just one thing does; a gateway gets one branch more. */
  #after(element, shape) {
    const flows = element.outgoing.filter((each) => is(each, "bpmn:SequenceFlow"));
    const isBetween = flows.length === 1 && !is(element, "bpmn:Gateway") && BETWEEN.some((type) => is(shape, type));
    const placed = this.autoPlace.append(element, shape);
    if (isBetween) {
      const [flow] = flows;
      this.modeling.reconnect(flow, placed, flow.target, { x: placed.x + placed.width / 2, y: placed.y + placed.height / 2 });
    }
    return placed;
  }

  #inTheMiddle(shape) {
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
    this.modeling.createShape(shape, position, within ?? root);
  }
}

const kept = (entries, wanted) => Object.fromEntries(Object.entries(entries).filter(([name]) => wanted(name)));

export default {
  __init__: ["offer"],
  placing: ["type", Placing],
  offer: ["type", Offer],
};
