// Every change goes through bpmn-js's command stack, so that it can be undone: one action, one step back.
import { extension, fieldsOf, objectOf, propertiesOf } from "./model.js";

/** @import CommandStack from "diagram-js/lib/command/CommandStack" */
/** @import { BusinessObject, Constraint, Documentation, Extension, ExtensionElements, FormField } from "../viewer/moddle.js" */
/** @import { ModdleElement, Option, Property } from "../viewer/moddle.js" */
/** @import { BpmnFactory, Element, Modeling } from "./types.js" */

/** @typedef {{ moddle: ModdleElement, properties: object }} Change what becomes of something that the file says */

/** An action of several changes. */
class EditHandler {
  static $inject = ["modeling"];

  /** @param {Modeling} modeling */
  constructor(modeling) {
    this.modeling = modeling;
  }

  /** @param {{ element: Element, changes: Change[] }} context */
  preExecute({ element, changes }) {
    for (const { moddle, properties } of changes)
      this.modeling.updateModdleProperties(element, moddle, properties);
  }
}

/** An action of several commands. */
class TogetherHandler {
  /** @param {{ action: () => void }} context */
  preExecute({ action }) {
    action();
  }
}

export class Edits {
  static $inject = ["commandStack", "bpmnFactory"];

  /**
   * @param {CommandStack} commandStack
   * @param {BpmnFactory} bpmnFactory
   */
  constructor(commandStack, bpmnFactory) {
    commandStack.registerHandler("alur.edit", EditHandler);
    commandStack.registerHandler("alur.together", TogetherHandler);
    this.commandStack = commandStack;
    this.bpmnFactory = bpmnFactory;
  }

  /**
   * @param {Element} element
   * @param {Change[]} changes
   */
  run(element, changes) {
    if (changes.length) this.commandStack.execute("alur.edit", { element, changes });
  }

  /**
   * One step back for all that the action does.
   * @template T
   * @param {() => T} action
   */
  together(action) {
    /** @type {T[]} */
    const results = [];
    this.commandStack.execute("alur.together", { action: () => results.push(action()) });
    return results[0];
  }

  /**
   * @template {ModdleElement} [M=ModdleElement]
   * @param {string} type
   * @param {object} properties
   * @param {ModdleElement} [parent]
   * @returns {M}
   */
  create(type, properties, parent) {
    const made = this.bpmnFactory.create(type, properties);
    made.$parent = parent;
    return /** @type {M} */ (made);
  }

  /**
   * A `camunda:property` of a step or of the process.
   * @param {Element} element
   * @param {string} name
   * @param {string} value
   * @param {BusinessObject} [object]
   */
  setProperty(element, name, value, object = objectOf(element)) {
    const found = propertiesOf(object).findLast((each) => (each.name ?? each.id) === name);
    if ((found?.value ?? "") === value) return;
    if (found) return this.run(element, [{ moddle: found, properties: { value } }]);
    const [list, changes] = this.#extension(object, "camunda:Properties");
    /** @type {Property} */
    const fresh = this.create("camunda:Property", { name, value }, list);
    return this.run(element, [
      ...changes,
      { moddle: list, properties: { values: [...(list.values ?? []), fresh] } },
    ]);
  }

  /**
   * @param {Element} element
   * @param {FormField[]} fields in their new order
   */
  setFields(element, fields) {
    const object = objectOf(element);
    const [form, changes] = this.#extension(object, "camunda:FormData");
    for (const field of fields) field.$parent ??= form;
    this.run(element, [...changes, { moddle: form, properties: { fields } }]);
  }

  /**
   * @param {Element} element
   * @param {{ id: string, label: string, type: string }} properties
   * @param {number} [at] its place among the others; else it comes last
   */
  addField(element, properties, at) {
    const fields = [...fieldsOf(objectOf(element))];
    /** @type {FormField} */
    const fresh = this.create(
      "camunda:FormField",
      properties,
      extension(objectOf(element), "camunda:FormData"),
    );
    fields.splice(at ?? fields.length, 0, fresh);
    this.setFields(element, fields);
    return fresh;
  }

  /**
   * @param {Element} element
   * @param {FormField} field
   * @param {Partial<FormField>} properties
   */
  updateField(element, field, properties) {
    this.run(element, [{ moddle: field, properties }]);
  }

  /**
   * @param {Element} element
   * @param {FormField} field
   * @param {string} id
   * @param {string} value empty: the property goes
   */
  setFieldProperty(element, field, id, value) {
    this.setFieldProperties(element, field, { [id]: value });
  }

  /**
   * Several at once, as one action. An empty value removes its property.
   * @param {Element} element
   * @param {FormField} field
   * @param {Record<string, string>} wanted
   */
  setFieldProperties(element, field, wanted) {
    /** @type {Extension} */
    const list = field.properties ?? this.create("camunda:Properties", {}, field);
    const before = list.values ?? [];
    const values = Object.entries(wanted).reduce((all, pair) => this.#withProperty(list, all, pair), before);
    if (values === before) return;
    this.run(element, [
      { moddle: list, properties: { values } },
      { moddle: field, properties: { properties: values.length ? list : undefined } },
    ]);
  }

  /**
   * @param {Extension} list
   * @param {Property[]} values
   * @param {[id: string, value: string]} pair
   */
  #withProperty(list, values, [id, value]) {
    /** @type {(each: Property) => boolean} */
    const isOld = (each) => each.id === id;
    if ((values.find(isOld)?.value ?? "") === value) return values;
    /** @type {Property | null} */
    const fresh = value ? this.create("camunda:Property", { id, value }, list) : null;
    return replaced(values, isOld, fresh);
  }

  /**
   * @param {Element} element
   * @param {FormField} field
   * @param {string} name
   * @param {string | null} config null removes it; "" is a constraint without a number (required)
   */
  setConstraint(element, field, name, config) {
    /** @type {NonNullable<FormField["validation"]>} */
    const list = field.validation ?? this.create("camunda:Validation", {}, field);
    /** @type {Constraint | null} */
    const fresh =
      config === null ? null : this.create("camunda:Constraint", { name, ...(config && { config }) }, list);
    const constraints = replaced(list.constraints ?? [], (each) => each.name === name, fresh);
    this.run(element, [
      { moddle: list, properties: { constraints } },
      { moddle: field, properties: { validation: constraints.length ? list : undefined } },
    ]);
  }

  /**
   * @param {Element} element
   * @param {FormField} field
   * @param {(import("../editor/options.js").Line)[]} options
   */
  setOptions(element, field, options) {
    /** @type {Option[]} */
    const values = options.map(({ old, ...said }) => old ?? this.create("camunda:Value", said, field));
    this.updateField(element, field, { values });
  }

  /**
   * @param {Element} element
   * @param {string} text
   */
  setDocumentation(element, text) {
    const object = objectOf(element);
    const [first, ...rest] = object.documentation ?? [];
    if (first) return this.run(element, [{ moddle: first, properties: { text } }]);
    /** @type {Documentation} */
    const fresh = this.create("bpmn:Documentation", { text }, object);
    return this.run(element, [{ moddle: object, properties: { documentation: [fresh, ...rest] } }]);
  }

  /**
   * The extension, and what has to change for it to be there.
   * @param {BusinessObject} object
   * @param {string} type
   * @returns {[Extension, Change[]]}
   */
  #extension(object, type) {
    const found = extension(object, type);
    if (found) return [found, []];
    /** @type {ExtensionElements} */
    const holder = object.extensionElements ?? this.create("bpmn:ExtensionElements", { values: [] }, object);
    /** @type {Extension} */
    const fresh = this.create(type, {}, holder);
    /** @type {Change[]} */
    const changes = [{ moddle: holder, properties: { values: [...(holder.values ?? []), fresh] } }];
    if (!object.extensionElements)
      changes.push({ moddle: object, properties: { extensionElements: holder } });
    return [fresh, changes];
  }
}

/**
 * In the place of the old one, so that the file changes no more than it must; without a new one the old one goes.
 * @template T
 * @param {T[]} all
 * @param {(each: T) => boolean} isOld
 * @param {T | null} fresh
 */
function replaced(all, isOld, fresh) {
  if (!fresh) return all.filter((each) => !isOld(each));
  const at = all.findIndex(isOld);
  return at < 0 ? [...all, fresh] : all.with(at, fresh);
}

export default { __init__: ["edits"], edits: ["type", Edits] };
