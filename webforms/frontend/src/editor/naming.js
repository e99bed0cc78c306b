// An element that bpmn-js has just made gets an id from the first name that it is given. Later its id stays: cases
// that run know the step by it.
import { elementId, isMadeUp } from "./names.js";
import { isStep, objectOf, propertiesOf } from "./model.js";

/** Properties of steps that name other steps. */
const NAMING = ["pemisahan_tugas", "kembalikan_ke", "sidik_dari"];

class Naming {
  static $inject = ["eventBus", "modeling", "moddle", "elementRegistry", "edits"];
  constructor(eventBus, modeling, moddle, elementRegistry, edits) {
    Object.assign(this, { modeling, moddle, elementRegistry, edits });
    this.known = new Set();
    eventBus.on("import.done", () => {
      this.known = new Set(elementRegistry.getAll().map((each) => each.id));
    });
    eventBus.on(["commandStack.element.updateLabel.postExecuted", "commandStack.element.updateProperties.postExecuted"], ({ context }) => {
      const element = context.element.labelTarget ?? context.element;
      const { id, name } = objectOf(element);
      if (name && isMadeUp(id) && !this.known.has(id)) this.rename(element, name);
    });
  }

  rename(element, name) {
    const before = objectOf(element).id;
    const id = elementId(name, (wanted) => this.moddle.ids.assigned(wanted));
    this.modeling.updateProperties(element, { id });
    for (const step of this.elementRegistry.filter(isStep)) this.#follow(step, before, id);
  }

  #follow(step, before, id) {
    for (const property of propertiesOf(objectOf(step))) {
      const named = (property.value ?? "").split(" ");
      if (!NAMING.includes(property.name) || !named.includes(before)) continue;
      const value = named.map((each) => (each === before ? id : each)).join(" ");
      this.edits.run(step, [{ moddle: property, properties: { value } }]);
    }
  }
}


export default { __init__: ["naming"], naming: ["type", Naming] };
