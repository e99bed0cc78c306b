// One field: what it is called, what it takes, and when it is asked.
import { html } from "@bpmn-io/diagram-js-ui";
import { allFields, constraintOf, fieldProperty, fieldsOf, isRequired, nameOf, objectOf, typeOf, WITH_OPTIONS } from "../model.js";
import { wordOf } from "../names.js";
import { t } from "../words.js";
import { Condition } from "./condition.js";
import { Button, Check, Checks, Choice, Text } from "./inputs.js";
import { Limits } from "./limits.js";
import { FROM_FILES, momentsOf, MoreRules, perOf } from "./rules.js";

const NEVER_ANSWERED = ["preview", "changes", "authority", "print"];
/** Of these the other may be narrowed to what was chosen in a field of the same form. */
const NARROWED = ["item_ref", "per_item_select"];

export function FieldPanel({ editor, element, field, siblings = [] }) {
  const { edits } = editor;
  const type = typeOf(field);
  const of = {
    property: (name) => fieldProperty(field, name),
    constraint: (name) => constraintOf(field, name)?.config ?? "",
    setProperty: (name) => (value) => edits.setFieldProperty(element, field, name, value),
    setConstraint: (name) => (value) => edits.setConstraint(element, field, name, value || null),
  };
  const answered = !NEVER_ANSWERED.includes(type);
  const others = askable(editor, element, field, siblings);
  const moments = momentsOf(editor, element);
  return html`
    <${Text} label=${t("editor.field.label")} value=${field.label ?? ""} lines=${2} onChange=${(label) => edits.updateField(element, field, { label })} />
    <${Choice} label=${t("editor.field.type")} value=${type} onChange=${(next) => retype(edits, element, field, next)}
      options=${editor.types.map((each) => [each, t(`definitions.type.${each}`)])} />
    ${WITH_OPTIONS.includes(type) && html`<${Options} ...${{ edits, element, field }} />`}
    ${answered && html`<${Check} label=${t("editor.field.required")} checked=${isRequired(field)} onChange=${(isOn) => edits.setConstraint(element, field, "required", isOn ? "" : null)} />`}
    <${Text} label=${t("editor.field.help")} value=${of.property("bantuan")} lines=${2} onChange=${of.setProperty("bantuan")} />
    ${FROM_FILES.includes(type) && html`<${FromFiles} ...${{ editor, element, type, of }} />`}
    ${answered && html`<${Limits} ...${{ type, of }} />`}
    <${Condition} label=${t("editor.field.shown_if")} latest=${() => of.property("tampil_jika")} fields=${others} moments=${moments} onChange=${of.setProperty("tampil_jika")} />
    ${answered && (!isRequired(field) || of.property("wajib_jika")) && html`<${Condition} label=${t("editor.field.required_if")} latest=${() => of.property("wajib_jika")} fields=${others} moments=${moments} onChange=${of.setProperty("wajib_jika")} />`}
    ${answered && html`<${MoreRules} ...${{ editor, element, field, of, asked: [asked(field, nameOf(field).split(".").at(-1)), ...others] }} />`}
    <${Button} kind="quiet danger small" onClick=${() => remove(edits, element, field)}>${t("editor.field.remove")}<//>
  `;
}

function retype(edits, element, field, type) {
  edits.setFieldProperty(element, field, "jenis", "");
  edits.updateField(element, field, { type });
}

/** A field goes with its parts. */
function remove(edits, element, field) {
  const below = `${nameOf(field)}.`;
  edits.setFields(element, fieldsOf(objectOf(element)).filter((each) => each !== field && !nameOf(each).startsWith(below)));
}

/** One option a line. A line that is changed stays the same option: answers that were given keep their meaning. */
function Options({ edits, element, field }) {
  const values = field.values ?? [];
  const set = (text) => {
    const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
    const names = values.map((each) => each.name ?? each.id);
    const taken = new Set(values.filter((each, n) => lines.includes(names[n]) || lines.length === values.length).map((each) => each.id));
    const options = lines.map((name, n) => {
      const same = values[names.indexOf(name)];
      if (same) return { old: same };
      const id = lines.length === values.length && !lines.includes(names[n]) ? values[n].id : freeId(name, taken);
      taken.add(id);
      return { id, name };
    });
    edits.setOptions(element, field, options);
  };
  return html`<${Text} label=${t("editor.field.options")} help=${t("editor.field.options_help")} lines=${4}
    value=${values.map((each) => each.name ?? each.id).join("\n")} onChange=${set} />`;
}

function freeId(name, taken) {
  const word = wordOf(name, "pilihan").toLowerCase();
  let id = word;
  for (let n = 2; taken.has(id); n += 1) id = `${word}_${n}`;
  return id;
}

function FromFiles({ editor, element, type, of }) {
  const files = allFields(editor.modeler).filter(({ field }) => typeOf(field) === "files");
  const chosen = fieldsOf(objectOf(element)).filter((each) => typeOf(each) === "item_select");
  return html`<${Checks} legend=${t("editor.field.of")} none=${t("editor.field.of_none")} chosen=${of.property("dari").split(/\s+/)}
      options=${files.map(({ field }) => [nameOf(field), field.label || nameOf(field)])} onChange=${(names) => of.setProperty("dari")(names.join(" "))} />
    ${NARROWED.includes(type) && (chosen.length > 0 || of.property("dipersempit")) && html`<${Choice} label=${t("editor.field.narrowed_by")} value=${of.property("dipersempit")} onChange=${of.setProperty("dipersempit")}
      options=${[["", t("editor.field.narrowed_by_none")], ...chosen.map((each) => [nameOf(each), each.label || nameOf(each)])]} />`}`;
}

/** Fields that a condition may name: the siblings of a part, then this form's, then those of other steps. */
function askable(editor, element, field, siblings) {
  const own = siblings.filter((each) => each !== field).map((each) => asked(each, nameOf(each).split(".").at(-1)));
  const all = allFields(editor.modeler).filter(({ field: other }) => other !== field);
  const here = all.filter(({ step }) => step === element).map(({ field: other }) => asked(other, nameOf(other)));
  const elsewhere = all.filter(({ step }) => step !== element).map(({ step, field: other }) => asked(other, nameOf(other), objectOf(step).name));
  const per = perOf(element, field);
  const listed = per && all.find(({ field: other }) => nameOf(other) === per)?.field;
  // The option whose answer is being given: one of that field's, not several.
  const key = per ? [{ name: "kunci", label: t("editor.condition.key"), field: { type: "select", values: listed?.values } }] : [];
  return [...own, ...key, ...here, ...elsewhere];
}

const asked = (field, name, step) => ({ name, field, label: step ? `${field.label || name} (${step})` : field.label || name });
