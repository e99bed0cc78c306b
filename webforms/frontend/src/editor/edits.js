// Every change goes through bpmn-js's command stack, so that it can be undone: one deed, one step back.
import { extension, fieldsOf, objectOf, propertiesOf } from "./model.js";

/** A deed of several changes: {moddle, properties} each. */
class EditHandler {
  static $inject = ["modeling"];
  constructor(modeling) {
    this.modeling = modeling;
  }
  preExecute({ element, changes }) {
    for (const { moddle, properties } of changes) this.modeling.updateModdleProperties(element, moddle, properties);
  }
}

/** A deed of several commands. */
class TogetherHandler {
  preExecute({ deed }) {
    deed();
  }
}

class Edits {
  static $inject = ["commandStack", "bpmnFactory", "modeling"];
  constructor(commandStack, bpmnFactory, modeling) {
    commandStack.registerHandler("alur.edit", EditHandler);
    commandStack.registerHandler("alur.together", TogetherHandler);
    Object.assign(this, { commandStack, bpmnFactory, modeling });
  }

  run(element, changes) {
    if (changes.length) this.commandStack.execute("alur.edit", { element, changes });
  }

  /** One step back for all that `deed` does. */
  together(deed) {
    this.commandStack.execute("alur.together", { deed });
  }

  create(type, properties, parent) {
    const made = this.bpmnFactory.create(type, properties);
    made.$parent = parent;
    return made;
  }

  /** A `camunda:property` of a step or of the process. */
  setProperty(element, name, value, object = objectOf(element)) {
    const found = propertiesOf(object).findLast((each) => (each.name ?? each.id) === name);
    if ((found?.value ?? "") === value) return;
    if (found) return this.run(element, [{ moddle: found, properties: { value } }]);
    const [list, changes] = this.#extension(object, "camunda:Properties");
    const fresh = this.create("camunda:Property", { name, value }, list);
    this.run(element, [...changes, { moddle: list, properties: { values: [...(list.values ?? []), fresh] } }]);
  }

  setFields(element, fields) {
    const object = objectOf(element);
    const [form, changes] = this.#extension(object, "camunda:FormData");
    for (const field of fields) field.$parent ??= form;
    this.run(element, [...changes, { moddle: form, properties: { fields } }]);
  }

  addField(element, properties, at) {
    const fields = [...fieldsOf(objectOf(element))];
    const fresh = this.create("camunda:FormField", properties, extension(objectOf(element), "camunda:FormData"));
    fields.splice(at ?? fields.length, 0, fresh);
    this.setFields(element, fields);
    return fresh;
  }

  updateField(element, field, properties) {
    this.run(element, [{ moddle: field, properties }]);
  }

  setFieldProperty(element, field, id, value) {
    this.setFieldProperties(element, field, { [id]: value });
  }

  /** Several at once, as one deed. An empty value removes its property. */
  setFieldProperties(element, field, wanted) {
    const list = field.properties ?? this.create("camunda:Properties", {}, field);
    const before = list.values ?? [];
    let values = before;
    for (const [id, value] of Object.entries(wanted)) {
      const old = values.find((each) => each.id === id);
      if ((old?.value ?? "") === value) continue;
      const others = values.filter((each) => each.id !== id);
      values = this.#replaced(values, old, value && this.create("camunda:Property", { id, value }, list), others);
    }
    if (values === before) return;
    this.run(element, [
      { moddle: list, properties: { values } },
      { moddle: field, properties: { properties: values.length ? list : undefined } },
    ]);
  }

  /** `config` null removes it; "" is a constraint without a number (required). */
  setConstraint(element, field, name, config) {
    const list = field.validation ?? this.create("camunda:Validation", {}, field);
    const old = (list.constraints ?? []).find((each) => each.name === name);
    const others = (list.constraints ?? []).filter((each) => each.name !== name);
    const fresh = config !== null && this.create("camunda:Constraint", { name, ...(config && { config }) }, list);
    const constraints = this.#replaced(list.constraints ?? [], old, fresh, others);
    this.run(element, [
      { moddle: list, properties: { constraints } },
      { moddle: field, properties: { validation: constraints.length ? list : undefined } },
    ]);
  }

  setOptions(element, field, options) {
    const values = options.map(({ id, name, old }) => old ?? this.create("camunda:Value", { id, name }, field));
    this.updateField(element, field, { values });
  }

  setDocumentation(element, text) {
    const object = objectOf(element);
    const [first, ...rest] = object.documentation ?? [];
    if (first) return this.run(element, [{ moddle: first, properties: { text } }]);
    const fresh = this.create("bpmn:Documentation", { text }, object);
    this.run(element, [{ moddle: object, properties: { documentation: [fresh, ...rest] } }]);
  }

  /** In the place of the old one, so that the file changes no more than it must. */
  #replaced(all, old, fresh, others) {
    if (!fresh) return others;
    return old ? all.map((each) => (each === old ? fresh : each)) : [...all, fresh];
  }

  #extension(object, type) {
    const found = extension(object, type);
    if (found) return [found, []];
    const holder = object.extensionElements ?? this.create("bpmn:ExtensionElements", { values: [] }, object);
    const fresh = this.create(type, {}, holder);
    const changes = [{ moddle: holder, properties: { values: [...(holder.values ?? []), fresh] } }];
    if (!object.extensionElements) changes.push({ moddle: object, properties: { extensionElements: holder } });
    return [fresh, changes];
  }
}

export default { __init__: ["edits"], edits: ["type", Edits] };
