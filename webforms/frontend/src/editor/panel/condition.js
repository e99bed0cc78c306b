// Conditions: field, operator, value, one below another. Says nothing where the text in the diagram says more than that.
import { html, useEffect, useRef } from "@bpmn-io/diagram-js-ui";
import { COMPARISONS, COUNTS, readConditions, WITHOUT_VALUE, writeConditions } from "../conditions.js";
import { LISTS, typeOf, WITH_OPTIONS } from "../model.js";
import { t } from "../words.js";
import { AsItStands, Button, Checks, Choice, Text, Whole } from "./inputs.js";

const TIMES = ["date", "datetime"];
const ORDERED = ["number", ...TIMES];

/**
 * `fields`: [{name, label, field}] that may be asked; `moments`: [name, words] of times that are no field's. `latest()`
 * is what stands in the diagram.
 */
export function Condition({ label, latest, fields, moments = [], onChange }) {
  const source = latest();
  const read = source.trim() ? readConditions(source) : { join: "and", parts: [] };
  const [place, takeTo] = useFocusOn("select");
  if (!read) return html`<${AsItStands} label=${label} text=${source} onRemove=${() => onChange("")} />`;
  const current = () => (latest().trim() ? (readConditions(latest()) ?? read) : { join: "and", parts: [] });
  const write = (change) => {
    const next = { ...current(), ...change };
    onChange(next.parts.length ? writeConditions(next) : "");
  };
  const put = (n, part) => {
    const { parts } = current();
    write({ parts: part ? (n < parts.length ? parts.with(n, part) : [...parts, part]) : parts.toSpliced(n, 1) });
  };
  const add = () => {
    takeTo(read.parts.length);
    put(read.parts.length, firstFor(fields[0].name, fields, moments));
  };
  const isAlone = read.parts.length < 2;
  // Without a condition there is one to be begun; it stays the same input when it has been.
  return html`<fieldset class="condition" ref=${place}>
    <legend>${label}</legend>
    ${!isAlone && html`<${Choice} label=${t("editor.condition.join")} value=${read.join} onChange=${(join) => write({ join })}
      options=${["and", "or"].map((each) => [each, t(`editor.condition.${each}`)])} />`}
    ${(read.parts.length ? read.parts : [null]).map((part, n) => html`<${Part} key=${n} ...${{ part, fields, moments, isAlone, latest: () => current().parts[n] ?? part, put: (next) => put(n, next) }} />`)}
    ${read.parts.length > 0 && fields.length > 0 && html`<div><${Button} kind="quiet small" onClick=${add}>${t("editor.condition.add")}<//></div>`}
  </fieldset>`;
}

/** The likeliest rule about a field: that it is answered, unless its type says more. */
export function begun(name, fields, moments) {
  const type = typeOf(fieldOf(name, fields));
  const says = LISTS.includes(type) || TIMES.includes(type);
  return writeConditions({ join: "and", parts: [says ? firstFor(name, fields, moments) : { field: name, operator: "filled", value: null }] });
}

/** What was asked for by a button is where the next key goes. */
function useFocusOn(selector) {
  const place = useRef(null);
  const wanted = useRef(null);
  useEffect(() => {
    const found = wanted.current !== null && place.current?.querySelectorAll(".condition-part")[wanted.current];
    if (!found) return;
    found.querySelector(selector)?.focus();
    wanted.current = null;
  });
  return [place, (n) => (wanted.current = n)];
}

const wordsOf = (fields) => fields.map(({ name, label }) => [name, label]);
const fieldOf = (name, fields) => fields.find((each) => each.name === name)?.field;

function Part({ part, fields, moments, isAlone, latest, put }) {
  const choose = (name) => put(name && firstFor(name, fields, moments));
  return html`<div class="condition-part">
    <${Choice} label=${t("editor.condition.field")} value=${part?.field ?? ""} onChange=${choose} options=${[["", t("editor.condition.none")], ...wordsOf(fields)]} />
    ${part && html`<${Rest} ...${{ part, fields, moments, latest, put }} />`}
    ${!isAlone && html`<div><${Button} kind="quiet small" onClick=${() => put(null)}>${t("editor.condition.remove")}<//></div>`}
  </div>`;
}

function Rest({ part, fields, moments, latest, put }) {
  const field = fieldOf(part.field, fields);
  const change = (operator) => put({ ...latest(), operator, value: valueFor(operator, latest().value, { field, fields, moments, name: part.field }) });
  return html`<${Choice} label=${t("editor.condition.operator")} value=${part.operator} onChange=${change}
      options=${operatorsFor(field, part).map((each) => [each, t(`editor.operator.${wordOf(each, field)}`)])} />
    ${!WITHOUT_VALUE.includes(part.operator) && html`<${Compared} ...${{ part, field, fields, moments, onChange: (value) => put({ ...latest(), value }) }} />`}`;
}

const OPERATOR_WORDS = {
  "==": "equal", "!=": "unlike", ">=": "at_least", "<=": "at_most", ">": "more", "<": "less",
  in: "among", "not in": "not_among", filled: "filled", empty: "empty", contains: "contains", lacks: "lacks",
  "len>=": "count_least", "len<=": "count_most", "len==": "count_exactly",
};

/** Of times one says it otherwise than of numbers. */
const TIME_WORDS = { ">=": "not_before", "<=": "not_after", ">": "after", "<": "before" };
const wordOf = (operator, field) => (field && TIMES.includes(typeOf(field)) && TIME_WORDS[operator]) || OPERATOR_WORDS[operator];

/** A value of its own, or what another field or the clock says. */
function Compared({ part, field, fields, moments, onChange }) {
  const name = part.value?.name;
  const others = othersFor(part, field, fields, moments);
  const choose = (chosen) => onChange(chosen ? { name: chosen } : valueFor("==", "", { field, fields: [], moments: [] }));
  return html`
    ${(name || others.length > 0) && html`<${Choice} label=${t("editor.condition.with")} value=${name ?? ""} onChange=${choose}
      options=${[["", t("editor.condition.fixed")], ...others]} />`}
    ${!name && html`<${Value} ...${{ part, field, onChange }} />`}`;
}

function othersFor({ field: name, operator, value }, field, fields, moments) {
  const kind = field ? typeOf(field) : "";
  const times = TIMES.includes(kind);
  if (!COMPARISONS.includes(operator)) return value?.name ? wordsOf(fields.filter(({ field: other }) => LISTS.includes(typeOf(other)))) : [];
  if (!times && kind !== "number") return value?.name ? wordsOf(fields) : [];
  const alike = fields.filter(({ name: other, field: its }) => other !== name && (times ? TIMES.includes(typeOf(its)) : typeOf(its) === kind));
  return [...(times ? moments : []), ...wordsOf(alike)];
}

function Value({ part, field, onChange }) {
  const label = t("editor.condition.value");
  const options = (field?.values ?? []).map(({ id, name }) => [id, name || id]);
  if (COUNTS.includes(part.operator)) return html`<${Whole} label=${label} value=${String(part.value)} onChange=${(text) => text && onChange(Number(text))} />`;
  if (Array.isArray(part.value)) {
    if (!options.length) return html`<${Text} label=${label} value=${part.value.join(", ")} onChange=${(text) => onChange(text.split(",").map((one) => one.trim()))} />`;
    return html`<${Checks} legend=${label} options=${options} chosen=${part.value} onChange=${(chosen) => chosen.length && onChange(chosen)} />`;
  }
  if (typeof part.value === "boolean") {
    const words = [["yes", t("editor.condition.yes")], ["no", t("editor.condition.no")]];
    return html`<${Choice} label=${label} value=${part.value ? "yes" : "no"} options=${words} onChange=${(chosen) => onChange(chosen === "yes")} />`;
  }
  if (options.length && typeof part.value === "string") return html`<${Choice} ...${{ label, options, onChange, value: part.value }} />`;
  if (typeof part.value === "number") {
    return html`<${Text} label=${label} value=${String(part.value)} inputmode="decimal" onChange=${(text) => /^-?\d+(\.\d+)?$/.test(text.trim()) && onChange(Number(text))} />`;
  }
  return html`<${Text} label=${label} value=${part.value} onChange=${onChange} />`;
}

function operatorsFor(field, part) {
  const type = field ? typeOf(field) : "text";
  const all = operatorsOf(type);
  return all.includes(part.operator) ? all : [...all, part.operator];
}

function operatorsOf(type) {
  if (type === "checkbox") return ["==", "!="];
  if (["files", "repeat"].includes(type)) return COUNTS;
  if (LISTS.includes(type)) return ["contains", "lacks", ...COUNTS];
  const listed = WITH_OPTIONS.includes(type) ? ["==", "!=", "in", "not in"] : ["==", "!="];
  return [...(ORDERED.includes(type) ? COMPARISONS : listed), ...WITHOUT_VALUE];
}

/** The likeliest beginning: a time is compared with the clock, a list is looked into. */
function firstFor(name, fields, moments) {
  const field = fieldOf(name, fields);
  const [operator] = operatorsOf(field ? typeOf(field) : "text");
  const first = field && TIMES.includes(typeOf(field)) ? "<=" : operator;
  return { field: name, operator: first, value: valueFor(first, null, { field, fields, moments, name }) };
}

function valueFor(operator, before, { field, fields, moments, name }) {
  if (WITHOUT_VALUE.includes(operator)) return null;
  const type = field ? typeOf(field) : "text";
  if (before?.name && COMPARISONS.includes(operator)) return before;
  const first = [before].flat()[0];
  if (COUNTS.includes(operator)) return Number.isInteger(first) ? first : 1;
  if (operator.endsWith("in")) return [typeof first === "string" ? first : (field?.values?.[0]?.id ?? "")];
  if (type === "checkbox") return typeof first === "boolean" ? first : true;
  if (type === "number") return typeof first === "number" ? first : 0;
  if (TIMES.includes(type) && before === null) {
    const [other] = othersFor({ field: name, operator }, field, fields, moments);
    if (other) return { name: other[0] };
  }
  return typeof first === "string" ? first : (field?.values?.[0]?.id ?? "");
}
