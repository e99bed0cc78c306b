// An element that bpmn-js has just made gets its id from its name, and follows it while that is being typed. Once the
// diagram is loaded again its id stays: instances that run know the step by it.
import { elementId, isMadeUp } from "./names.js";
import { objectOf } from "./model.js";
import { follow } from "./references/references.js";

/** @import { ElementRegistry, EventBus } from "../viewer/diagram.js" */
/** @import { Edits } from "./edits.js" */
/** @import { Element, Moddle, Modeler, Modeling } from "./types.js" */

class Naming {
  static $inject = ["eventBus", "modeling", "moddle", "elementRegistry", "edits", "bpmnjs"];

  /**
   * @param {EventBus} eventBus
   * @param {Modeling} modeling
   * @param {Moddle} moddle
   * @param {ElementRegistry} elementRegistry
   * @param {Edits} edits
   * @param {Modeler} bpmnjs
   */
  constructor(eventBus, modeling, moddle, elementRegistry, edits, bpmnjs) {
    this.modeling = modeling;
    this.moddle = moddle;
    this.edits = edits;
    this.modeler = bpmnjs;
    /** @type {Set<string>} */
    this.known = new Set();
    /** @type {Set<string>} ids that were made here from names */
    this.made = new Set();
    eventBus.on("import.done", () => {
      this.made.clear();
      this.known = new Set(elementRegistry.getAll().map((each) => each.id));
    });
    /** @param {{ context: { element: Element } }} event */
    const named = ({ context }) => {
      const element = context.element.labelTarget ?? context.element;
      const { id, name } = objectOf(element);
      const isNew = this.made.has(id) || (isMadeUp(id) && !this.known.has(id));
      if (name && isNew) this.rename(element, name);
    };
    eventBus.on("commandStack.element.updateLabel.postExecuted", named);
    eventBus.on("commandStack.element.updateProperties.postExecuted", named);
  }

  /**
   * @param {Element} element
   * @param {string} name
   */
  rename(element, name) {
    const before = objectOf(element).id;
    const id = elementId(name, (wanted) => wanted !== before && this.moddle.ids.assigned(wanted));
    if (id === before) return;
    this.made.add(id);
    this.modeling.updateProperties(element, { id });
    follow(this.modeler, this.edits, { kind: "step", name: before }, id);
  }
}

export default { __init__: ["naming"], naming: ["type", Naming] };
