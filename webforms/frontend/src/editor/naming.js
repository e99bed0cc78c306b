// An element that bpmn-js has just made gets an id from the first name that it is given. Later its id stays: instances
// that run know the step by it.
import { elementId, isMadeUp } from "./names.js";
import { isStep, objectOf, propertiesOf } from "./model.js";
import { NAMING_STEPS } from "./vocabulary.js";

/** @import { ElementRegistry, EventBus } from "../viewer/diagram.js" */
/** @import { Edits } from "./edits.js" */
/** @import { Element, Moddle, Modeling } from "./types.js" */

class Naming {
  static $inject = ["eventBus", "modeling", "moddle", "elementRegistry", "edits"];

  /**
   * @param {EventBus} eventBus
   * @param {Modeling} modeling
   * @param {Moddle} moddle
   * @param {ElementRegistry} elementRegistry
   * @param {Edits} edits
   */
  constructor(eventBus, modeling, moddle, elementRegistry, edits) {
    this.modeling = modeling;
    this.moddle = moddle;
    this.elementRegistry = elementRegistry;
    this.edits = edits;
    /** @type {Set<string>} */
    this.known = new Set();
    eventBus.on("import.done", () => {
      this.known = new Set(elementRegistry.getAll().map((each) => each.id));
    });
    /** @param {{ context: { element: Element } }} event */
    const named = ({ context }) => {
      const element = context.element.labelTarget ?? context.element;
      const { id, name } = objectOf(element);
      if (name && isMadeUp(id) && !this.known.has(id)) this.rename(element, name);
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
    const id = elementId(name, (wanted) => this.moddle.ids.assigned(wanted));
    this.modeling.updateProperties(element, { id });
    for (const step of this.elementRegistry.filter(isStep)) this.#follow(step, before, id);
  }

  /**
   * @param {Element} step
   * @param {string} before
   * @param {string} id
   */
  #follow(step, before, id) {
    for (const property of propertiesOf(objectOf(step))) {
      const named = (property.value ?? "").split(" ");
      if (!NAMING_STEPS.includes(property.name ?? "") || !named.includes(before)) continue;
      const value = named.map((each) => (each === before ? id : each)).join(" ");
      this.edits.run(step, [{ moddle: property, properties: { value } }]);
    }
  }
}

export default { __init__: ["naming"], naming: ["type", Naming] };
