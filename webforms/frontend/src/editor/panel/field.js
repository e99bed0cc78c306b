// One field: what it is called, what it takes, and when it is asked.
import { html } from "@bpmn-io/diagram-js-ui";
import {
  allFields, constraintOf, fieldProperty, fieldsOf, isRequired, nameOf, objectOf, typeOf, WITH_OPTIONS,
} from "../model.js";
import { wordOf } from "../names.js";
import { t } from "../words.js";
import { Condition } from "./condition.js";
import { AsItStands, Button, Check, Checks, Choice, Text, Whole } from "./inputs.js";

/** Which limits a type has: constraints of the field, and properties. */
const LENGTHS = ["text", "textarea", "richtext", "url"];
const COUNTED = ["files", "repeat", "multiselect", "checklist", "tags", "item_select"];
const FILES = ["file", "files", "file_or_text"];
const FROM_FILES = ["item_select", "item_ref", "per_item_select"];
const NEVER_ANSWERED = ["preview", "changes", "authority", "print"];
const DETECTABLE = ["nik", "no_kk", "no_hp", "email_pribadi"];
/** What has an input of its own here. */
const SHOWN = new Set([
  "jenis", "bantuan", "wajib_jika", "tampil_jika", "terima", "maks_mb", "min_piksel", "min_butir", "maks_butir",
  "akses", "deteksi", "ingatkan_lebih", "dari",
]);
const RULE = /^syarat(_\d+)?$/;

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
  const asked = askable(editor, element, field, siblings);
  return html`
    <${Text} label=${t("editor.field.label")} value=${field.label ?? ""} lines=${2} onChange=${(label) => edits.updateField(element, field, { label })} />
    <${Choice} label=${t("editor.field.type")} value=${type} onChange=${(next) => retype(edits, element, field, next)}
      options=${editor.types.map((each) => [each, t(`definitions.type.${each}`)])} />
    ${WITH_OPTIONS.includes(type) && html`<${Options} ...${{ edits, element, field }} />`}
    ${answered && html`<${Check} label=${t("editor.field.required")} checked=${isRequired(field)} onChange=${(isOn) => edits.setConstraint(element, field, "required", isOn ? "" : null)} />`}
    <${Text} label=${t("editor.field.help")} value=${of.property("bantuan")} lines=${2} onChange=${of.setProperty("bantuan")} />
    ${FROM_FILES.includes(type) && html`<${FromFiles} ...${{ editor, of }} />`}
    ${answered && html`<${Limits} ...${{ type, of }} />`}
    <${Condition} label=${t("editor.field.shown_if")} latest=${() => of.property("tampil_jika")} fields=${asked} onChange=${of.setProperty("tampil_jika")} />
    ${answered && !isRequired(field) && html`<${Condition} label=${t("editor.field.required_if")} latest=${() => of.property("wajib_jika")} fields=${asked} onChange=${of.setProperty("wajib_jika")} />`}
    <${Rules} ...${{ field, of }} />
    <${Rest} ...${{ field }} />
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

function Limits({ type, of }) {
  const constraint = (name, label) => html`<${Whole} label=${t(`editor.limit.${label}`)} value=${of.constraint(name)} onChange=${of.setConstraint(name)} />`;
  const property = (name) => html`<${Whole} label=${t(`editor.limit.${name}`)} value=${of.property(name)} onChange=${of.setProperty(name)} />`;
  const text = (name) => html`<${Text} label=${t(`editor.limit.${name}`)} value=${of.property(name)} onChange=${of.setProperty(name)} />`;
  return html`
    ${LENGTHS.includes(type) && html`<div class="row-of">${constraint("minlength", "min_length")}${constraint("maxlength", "max_length")}${property("ingatkan_lebih")}</div>`}
    ${type === "number" && html`<div class="row-of"><${Bound} name="min" ...${{ of }} /><${Bound} name="max" ...${{ of }} /></div>`}
    ${COUNTED.includes(type) && html`<div class="row-of">${property("min_butir")}${property("maks_butir")}</div>`}
    ${FILES.includes(type) && html`${text("terima")}<div class="row-of">${property("maks_mb")}${text("min_piksel")}</div>
      <${Check} label=${t("editor.limit.akses")} checked=${of.property("akses") === "terbatas"} onChange=${(isOn) => of.setProperty("akses")(isOn ? "terbatas" : "")} />`}
    ${LENGTHS.includes(type) && html`<${Checks} legend=${t("editor.limit.deteksi")} chosen=${of.property("deteksi").split(" ")}
      options=${DETECTABLE.map((each) => [each, t(`editor.detect.${each}`)])} onChange=${(chosen) => of.setProperty("deteksi")(chosen.join(" "))} />`}
  `;
}

const Bound = ({ name, of }) => html`<${Text} label=${t(`editor.limit.${name}`)} value=${of.constraint(name)} inputmode="decimal" onChange=${(text) => of.setConstraint(name)(text.trim())} />`;

function FromFiles({ editor, of }) {
  const files = allFields(editor.modeler).filter(({ field }) => typeOf(field) === "files");
  return html`<${Checks} legend=${t("editor.field.of")} none=${t("editor.field.of_none")} chosen=${of.property("dari").split(/\s+/)}
    options=${files.map(({ field }) => [nameOf(field), field.label || nameOf(field)])} onChange=${(chosen) => of.setProperty("dari")(chosen.join(" "))} />`;
}

/** Rules with a sentence of their own: shown as they stand; the sentence can be reworded. */
function Rules({ field, of }) {
  const rules = (field.properties?.values ?? []).filter((each) => RULE.test(each.id) && each.value);
  return rules.map((rule) => {
    const message = rule.id.replace("syarat", "pesan");
    return html`<div class="rule" key=${rule.id}>
      <${AsItStands} label=${t("editor.field.rule")} text=${rule.value} />
      <${Text} label=${t("editor.field.rule_message")} value=${of.property(message)} lines=${2} onChange=${of.setProperty(message)} />
    </div>`;
  });
}

function Rest({ field }) {
  const rest = (field.properties?.values ?? []).filter((each) => !SHOWN.has(each.id) && !/^(syarat|pesan)/.test(each.id) && each.value);
  return rest.map((each) => html`<${AsItStands} key=${each.id} label=${each.id} text=${each.value} />`);
}

/** Fields that a condition may name: the siblings of a part, then this form's, then those of other steps. */
function askable(editor, element, field, siblings) {
  const own = siblings.filter((each) => each !== field).map((each) => asked(each, nameOf(each).split(".").at(-1)));
  const all = allFields(editor.modeler).filter(({ field: other }) => other !== field);
  const here = all.filter(({ step }) => step === element).map(({ field: other }) => asked(other, nameOf(other)));
  const elsewhere = all.filter(({ step }) => step !== element).map(({ step, field: other }) => asked(other, nameOf(other), objectOf(step).name));
  return [...own, ...here, ...elsewhere];
}

const asked = (field, name, step) => ({ name, field, label: step ? `${field.label || name} (${step})` : field.label || name });
