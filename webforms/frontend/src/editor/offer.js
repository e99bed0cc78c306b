// What can be drawn: only what Alur runs. The same list stands behind the buttons, the pad beside an element, the
// menu that changes its kind, and the menu of the N and A keys.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { nameOfElement } from "./kinds.js";
import { isStep } from "./model.js";
import { isTimerKind, KINDS, TIMERS } from "./placing.js";
import { flowsOf, isTimer, setKind, timerKind } from "./timers.js";
import { t } from "./words.js";

/** @import { ElementRegistry } from "../viewer/diagram.js" */
/** @import { Kind, Placing } from "./placing.js" */
/** @import { TimerKind } from "./timers.js" */
/** @import { ContextPad, Element, MenuEntries, Modeling, PopupMenu } from "./types.js" */

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
/** After bpmn-js's own providers, so that theirs can be thinned out. */
const LATE = 500;

class Offer {
  static $inject = ["placing", "popupMenu", "contextPad", "elementRegistry", "modeling"];

  /**
   * @param {Placing} placing
   * @param {PopupMenu} popupMenu
   * @param {ContextPad} contextPad
   * @param {ElementRegistry} elementRegistry
   * @param {Modeling} modeling
   */
  constructor(placing, popupMenu, contextPad, elementRegistry, modeling) {
    this.placing = placing;
    this.elementRegistry = elementRegistry;
    this.modeling = modeling;
    popupMenu.registerProvider("bpmn-replace", LATE, this.#changes());
    popupMenu.registerProvider("alur-create", this);
    for (const kind of TIMERS) {
      popupMenu.registerProvider(`alur-${kind}`, { getPopupMenuEntries: () => this.#hosts(kind) });
    }
    // A handful of entries needs no search, and that of diagram-js speaks only English.
    const { open } = popupMenu;
    popupMenu.open = (target, provider, position, options) =>
      open.call(popupMenu, target, provider, position, { ...options, search: undefined });
    contextPad.registerProvider(LATE, this);
  }

  /**
   * Which kinds make sense here: nothing follows an end, nothing leads to a start, only steps are waited for.
   * @param {Element | undefined} element
   * @returns {Kind[]}
   */
  kindsFor(element) {
    const all = /** @type {Kind[]} */ (Object.keys(KINDS));
    const loose = all.filter((kind) => !isTimerKind(kind));
    if (!element || !is(element, "bpmn:FlowNode")) return loose;
    if (is(element, "bpmn:EndEvent")) return ["note"];
    const after = loose.filter((kind) => kind !== "start" && (kind !== "end" || !isLeading(element)));
    return isStep(element) ? [...after, ...TIMERS] : after;
  }

  /** @param {Element} element */
  getPopupMenuEntries(element) {
    const kinds = this.kindsFor(element);
    return Object.fromEntries(
      kinds.map((kind) => [`create-${kind}`, entry(kind, () => this.placing.place(kind, element))]),
    );
  }

  /** @param {Element} element */
  getContextPadEntries(element) {
    /** @param {Record<string, object>} entries */
    return (entries) => {
      const appends = ["append.text-annotation", ...(isLeading(element) ? [] : ["append.end-event"])];
      const left = only(entries, (name) => !name.startsWith("append.") || appends.includes(name));
      if (!entries["append.append-task"]) return left;
      const timers = isStep(element) ? TIMERS.map((kind) => [`attach.${kind}`, this.#attach(kind)]) : [];
      return {
        "append.task": this.#append("task"),
        "append.choice": this.#append("choice"),
        ...left,
        ...Object.fromEntries(timers),
      };
    };
  }

  /** Into what an element can be changed; a reminder into a deadline, and back. */
  #changes() {
    return {
      /** @param {Element} element */
      getPopupMenuEntries: (element) => (/** @type {MenuEntries} */ entries) =>
        isTimer(element) ? this.#otherTimer(element) : only(entries, (name) => CHANGES.has(name)),
      getPopupMenuHeaderEntries: () => () => ({}),
    };
  }

  /**
   * All else that it says stays.
   * @param {Element} timer
   */
  #otherTimer(timer) {
    const other = timerKind(timer) === "reminder" ? "deadline" : "reminder";
    return { [`replace-with-${other}`]: entry(other, () => setKind(this.modeling, timer, other)) };
  }

  /**
   * Which step is to be waited for, where none is selected.
   * @param {TimerKind} kind
   */
  #hosts(kind) {
    const steps = this.elementRegistry.filter((each) => !each.labelTarget && isStep(each));
    return Object.fromEntries(
      steps.map((step) => [
        `on-${step.id}`,
        entry("task", () => this.placing.place(kind, step), nameOfElement(step)),
      ]),
    );
  }

  /** @param {Kind} kind */
  #append(kind) {
    return this.#added(kind, "model", (event, element) => this.placing.drag(kind, event, element));
  }

  /** @param {TimerKind} kind */
  #attach(kind) {
    return this.#added(kind, "timers", (event) => this.placing.drag(kind, event));
  }

  /**
   * @param {Kind} kind
   * @param {string} group
   * @param {(event: Event, element: Element) => void} dragstart
   */
  #added(kind, group, dragstart) {
    /** @type {(event: Event, element: Element) => void} */
    const click = (_event, element) => this.placing.place(kind, element);
    const title = t(`editor.append.${kind}`);
    return { group, className: KINDS[kind].icon, title, action: { click, dragstart } };
  }
}

/**
 * @param {Kind} kind
 * @param {() => void} action
 * @param {string} [label]
 */
const entry = (kind, action, label = t(`editor.create.${kind}`)) => ({
  label,
  className: KINDS[kind].icon,
  action,
});

/**
 * A timer that leads somewhere leads nowhere else.
 * @param {Element} element
 */
const isLeading = (element) => isTimer(element) && flowsOf(element).length > 0;

/**
 * @template T
 * @param {Record<string, T>} entries
 * @param {(name: string) => boolean} wanted
 * @returns {Record<string, T>}
 */
const only = (entries, wanted) =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => wanted(name)));

export default { __init__: ["offer"], offer: ["type", Offer] };
