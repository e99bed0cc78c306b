// What was copied can be pasted in another tab, in another SOP, and after a reload.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { fieldsOf, isStep, nameOf, objectOf, stepsOf } from "./model.js";
import { fieldId } from "./names.js";
import { renameOwn } from "./references/renaming.js";

/** @import { EventBus } from "../viewer/diagram.js" */
/** @import { ModdleElement } from "../viewer/moddle.js" */
/** @import { Edits } from "./edits.js" */
/** @import { Element, Moddle, Modeler, ModelerServices } from "./types.js" */

const PLACE = "alur-copied";

class SharedClipboard {
  static $inject = ["eventBus", "clipboard", "moddle", "bpmnjs", "edits"];

  /**
   * @param {EventBus} eventBus
   * @param {ModelerServices["clipboard"]} clipboard
   * @param {Moddle} moddle
   * @param {Modeler} bpmnjs
   * @param {Edits} edits
   */
  constructor(eventBus, clipboard, moddle, bpmnjs, edits) {
    /** @param {{ tree: unknown }} event */
    const copied = ({ tree }) => store(JSON.stringify(tree));
    eventBus.on("copyPaste.elementsCopied", copied);
    const take = () => {
      const text = stored();
      if (text) clipboard.set(JSON.parse(text, reviver(moddle)));
    };
    eventBus.on("import.done", take);
    window.addEventListener("storage", ({ key }) => key === PLACE && take());
    /** @param {{ context: { elements: Element[] } }} event */
    const created = ({ context: { elements } }) => {
      for (const step of elements.filter((each) => !each.labelTarget && isStep(each)))
        withNamesOfItsOwn(bpmnjs, edits, step);
    };
    eventBus.on("commandStack.elements.create.postExecuted", created);
  }
}

/**
 * Two steps may not ask for the same name: a copy asks for its own.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {Element} step
 */
function withNamesOfItsOwn(modeler, edits, step) {
  const others = stepsOf(modeler).filter((each) => each !== step);
  const taken = new Set(others.flatMap((each) => fieldsOf(objectOf(each)).map(nameOf)));
  for (const field of fieldsOf(objectOf(step))) {
    const name = nameOf(field);
    if (name.includes(".") || !taken.has(name)) continue;
    const fresh = fieldId(name, (id) => taken.has(id));
    taken.add(fresh);
    renameOwn(modeler, edits, step, field, fresh);
  }
}

/**
 * Objects of the file's language again, each once.
 * @param {Moddle} moddle
 */
function reviver(moddle) {
  /** @type {Map<string, ModdleElement>} */
  const known = new Map();
  return (/** @type {string} */ _key, /** @type {unknown} */ value) => {
    const element = /** @type {{ $type?: unknown, id?: string } | null} */ (value);
    if (typeof element?.$type !== "string") return value;
    const { $type, ...attributes } = element;
    const found = element.id && known.get(element.id);
    if (found) return found;
    const made = created(moddle, $type, attributes);
    if (element.id && made && is(made, "bpmn:BaseElement")) known.set(element.id, made);
    return made;
  };
}

/**
 * Of other tools' extensions only this tab knows what they are.
 * @param {Moddle} moddle
 * @param {string} type
 * @param {object} attributes
 */
function created(moddle, type, attributes) {
  try {
    return moddle.create(type, attributes);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function store(text) {
  try {
    localStorage.setItem(PLACE, text);
  } catch {
    // Full, or forbidden: within this tab it can still be pasted.
  }
}

function stored() {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

export default { __init__: ["sharedClipboard"], sharedClipboard: ["type", SharedClipboard] };
