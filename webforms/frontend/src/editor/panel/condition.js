// One condition: field, operator, value. Says nothing where the text in the diagram says more than that.
import { html } from "@bpmn-io/diagram-js-ui";
import { COMPARISONS, readCondition, WITHOUT_VALUE, writeCondition } from "../conditions.js";
import { typeOf, WITH_OPTIONS } from "../model.js";
import { t } from "../words.js";
import { AsItStands, Checks, Choice, Text } from "./inputs.js";

const ORDERED = ["number", "date", "datetime"];

/** `fields`: [{name, label, field}] that may be asked. `latest()` is what stands in the diagram. */
export function Condition({ label, latest, fields, onChange }) {
  const source = latest();
  const read = source.trim() ? readCondition(source) : null;
  if (source.trim() && !read) return html`<${AsItStands} label=${label} text=${source} onRemove=${() => onChange("")} />`;
  const choose = (name) => onChange(name ? writeCondition(firstFor(name, fields)) : "");
  return html`<fieldset class="condition">
    <legend>${label}</legend>
    <${Choice} label=${t("editor.condition.field")} value=${read?.field ?? ""} onChange=${choose}
      options=${[["", t("editor.condition.none")], ...fields.map(({ name, label: words }) => [name, words])]} />
    ${read && html`<${Rest} ...${{ read, latest, field: fields.find(({ name }) => name === read.field)?.field, onChange }} />`}
  </fieldset>`;
}

function Rest({ read, latest, field, onChange }) {
  const operators = operatorsFor(field, read);
  const current = () => readCondition(latest()) ?? read;
  const write = (part) => onChange(writeCondition({ ...current(), ...part }));
  const change = (operator) => write({ operator, value: valueFor(operator, current().value, field) });
  return html`<${Choice} label=${t("editor.condition.operator")} value=${read.operator} onChange=${change}
      options=${operators.map((each) => [each, t(`editor.operator.${OPERATOR_WORDS[each]}`)])} />
    ${!WITHOUT_VALUE.includes(read.operator) && html`<${Value} ...${{ read, field, onChange: (value) => write({ value }) }} />`}`;
}

const OPERATOR_WORDS = {
  "==": "equal", "!=": "unlike", ">=": "at_least", "<=": "at_most", ">": "more", "<": "less",
  in: "among", "not in": "not_among", filled: "filled", empty: "empty",
};

function Value({ read, field, onChange }) {
  const label = t("editor.condition.value");
  const options = (field?.values ?? []).map(({ id, name }) => [id, name || id]);
  if (Array.isArray(read.value)) {
    if (!options.length) return html`<${Text} label=${label} value=${read.value.join(", ")} onChange=${(text) => onChange(text.split(",").map((one) => one.trim()))} />`;
    return html`<${Checks} legend=${label} options=${options} chosen=${read.value} onChange=${(chosen) => chosen.length && onChange(chosen)} />`;
  }
  if (typeof read.value === "boolean") {
    const words = [["yes", t("editor.condition.yes")], ["no", t("editor.condition.no")]];
    return html`<${Choice} label=${label} value=${read.value ? "yes" : "no"} options=${words} onChange=${(chosen) => onChange(chosen === "yes")} />`;
  }
  if (options.length && typeof read.value === "string") return html`<${Choice} ...${{ label, options, onChange, value: read.value }} />`;
  if (typeof read.value === "number") {
    return html`<${Text} label=${label} value=${String(read.value)} inputmode="decimal" onChange=${(text) => /^-?\d+(\.\d+)?$/.test(text.trim()) && onChange(Number(text))} />`;
  }
  return html`<${Text} label=${label} value=${read.value} onChange=${onChange} />`;
}

function operatorsFor(field, read) {
  const type = field ? typeOf(field) : "text";
  if (type === "checkbox") return ["==", "!="];
  const listed = WITH_OPTIONS.includes(type) ? ["==", "!=", "in", "not in"] : ["==", "!="];
  const all = [...(ORDERED.includes(type) ? COMPARISONS : listed), ...WITHOUT_VALUE];
  return all.includes(read.operator) ? all : [...all, read.operator];
}

function firstFor(name, fields) {
  const field = fields.find((each) => each.name === name)?.field;
  return { field: name, operator: "==", value: valueFor("==", null, field) };
}

function valueFor(operator, before, field) {
  if (WITHOUT_VALUE.includes(operator)) return null;
  const type = field ? typeOf(field) : "text";
  const first = [before].flat()[0];
  if (operator.endsWith("in")) return [first ?? field?.values?.[0]?.id ?? ""].map(String);
  if (type === "checkbox") return typeof first === "boolean" ? first : true;
  if (type === "number") return typeof first === "number" ? first : 0;
  return typeof first === "string" ? first : (field?.values?.[0]?.id ?? "");
}

