// Conditions: field, operator, value, one below another. Says nothing where the text in the diagram says more than that.
import { html, useEffect, useRef } from "@bpmn-io/diagram-js-ui";
import { comparedName, COUNTS, readConditions, WITHOUT_VALUE, writeConditions } from "../conditions.js";
import { fieldOf, firstFor, operatorsFor, othersFor, valueFor, wordOf } from "../operators.js";
import { t } from "../words.js";
import { Button, Checks, Choice, ReadOnly, Text, Whole } from "./inputs.js";

/** @import { RefObject } from "@bpmn-io/diagram-js-ui" */
/** @import { Conditions, Part as Said, Value as Compare } from "../conditions.js" */
/** @import { Field, Scope } from "../operators.js" */
/** @import { Operand, Choice as Option } from "../types.js" */

/** @type {Conditions} */
const NONE = { join: "and", parts: [] };

/**
 * @param {object} given
 * @param {string} given.label
 * @param {() => string} given.latest what stands in the diagram
 * @param {Operand[]} given.fields that a condition may name
 * @param {Option[]} [given.moments] times that are no field's
 * @param {(source: string) => void} given.onChange
 */
export function Condition({ label, latest, fields, moments = [], onChange }) {
  const scope = { fields, moments };
  const source = latest();
  const read = source.trim() ? readConditions(source) : NONE;
  // eslint-disable-next-line alur/no-type-names -- an element of HTML
  const [place, takeTo] = useFocusOn("select");
  if (!read) return html`<${ReadOnly} label=${label} text=${source} onRemove=${() => onChange("")} />`;
  const current = () => (latest().trim() ? (readConditions(latest()) ?? read) : NONE);
  /** @param {Partial<Conditions>} change */
  const write = (change) => {
    const next = { ...current(), ...change };
    onChange(next.parts.length ? writeConditions(next) : "");
  };
  /** @type {(n: number, part: Said | null) => void} */
  const put = (n, part) => write({ parts: current().parts.toSpliced(n, 1, ...(part ? [part] : [])) });
  const add = () => {
    takeTo(read.parts.length);
    put(read.parts.length, firstFor(fields[0].name, scope));
  };
  // Without a condition there is one to be begun; it stays the same input when it has been.
  const parts = read.parts.length ? read.parts : [null];
  const isAlone = parts.length < 2;
  return html`<fieldset class="condition" ref=${place}>
    <legend>${label}</legend>
    ${!isAlone && html`<${Join} join=${read.join} onChange=${(/** @type {string} */ join) => write({ join })} />`}
    ${parts.map((part, n) => {
      const now = () => current().parts[n] ?? part;
      return html`<${Part} key=${n} ...${{ part, scope, isAlone, latest: now, put: put.bind(null, n) }} />`;
    })}
    ${parts[0] && fields.length > 0 && html`<div><${Button} kind="quiet small" onClick=${add}>${t("editor.condition.add")}<//></div>`}
  </fieldset>`;
}

/**
 * What was asked for by a button is where the next key goes.
 * @param {string} selector
 * @returns {[RefObject<HTMLElement>, (n: number) => void]}
 */
function useFocusOn(selector) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = useRef(/** @type {number | null} */ (null));
  useEffect(() => {
    const parts = place.current?.querySelectorAll(".condition-part");
    const found = wanted.current === null ? undefined : parts?.[wanted.current];
    if (!found) return;
    /** @type {HTMLElement | null} */ (found.querySelector(selector))?.focus();
    wanted.current = null;
  });
  return [place, (n) => (wanted.current = n)];
}

/** @param {{ join: string, onChange: (join: string) => void }} given */
function Join({ join, onChange }) {
  const options = ["and", "or"].map((each) => [each, t(`editor.condition.${each}`)]);
  return html`<${Choice} label=${t("editor.condition.join")} value=${join} onChange=${onChange} options=${options} />`;
}

/**
 * @param {object} given
 * @param {Said | null} given.part null: to be begun
 * @param {Scope} given.scope
 * @param {boolean} given.isAlone
 * @param {() => Said} given.latest
 * @param {(part: Said | null) => void} given.put
 */
function Part({ part, scope, isAlone, latest, put }) {
  /** @param {string} name */
  const choose = (name) => put(name ? firstFor(name, scope) : null);
  const options = [["", t("editor.condition.none")], ...scope.fields.map(({ name, label }) => [name, label])];
  return html`<div class="condition-part">
    <${Choice} label=${t("editor.condition.field")} value=${part?.field ?? ""} onChange=${choose} options=${options} />
    ${part && html`<${Rest} ...${{ part, scope, latest, put }} />`}
    ${!isAlone && html`<div><${Button} kind="quiet small" onClick=${() => put(null)}>${t("editor.condition.remove")}<//></div>`}
  </div>`;
}

/** @param {{ part: Said, scope: Scope, latest: () => Said, put: (part: Said) => void }} given */
function Rest({ part, scope, latest, put }) {
  const field = fieldOf(part.field, scope.fields);
  const operators = operatorsFor(field, part).map((each) => [
    each,
    t(`editor.operator.${wordOf(each, field)}`),
  ]);
  /** @param {string} operator */
  const change = (operator) => {
    const about = { name: part.field, field, scope };
    put({ ...latest(), operator, value: valueFor(operator, latest().value, about) });
  };
  /** @param {Compare} value */
  const compare = (value) => put({ ...latest(), value });
  return html`<${Choice} label=${t("editor.condition.operator")} value=${part.operator} onChange=${change} options=${operators} />
    ${!WITHOUT_VALUE.includes(part.operator) && html`<${Compared} ...${{ part, field, scope, onChange: compare }} />`}`;
}

/**
 * A value of its own, or what another field or the clock says.
 * @param {{ part: Said, field: Field, scope: Scope, onChange: (value: Compare) => void }} given
 */
function Compared({ part, field, scope, onChange }) {
  const name = comparedName(part.value);
  const others = othersFor(part, field, scope);
  /** @param {string} chosen */
  const choose = (chosen) => {
    const about = { name: part.field, field, scope: { fields: [], moments: [] } };
    onChange(chosen ? { name: chosen } : valueFor("==", "", about));
  };
  const options = [["", t("editor.condition.fixed")], ...others];
  return html`
    ${(name || others.length > 0) && html`<${Choice} label=${t("editor.condition.with")} value=${name ?? ""} onChange=${choose} options=${options} />`}
    ${!name && html`<${Value} ...${{ part, field, onChange }} />`}`;
}

/** @param {{ part: Said, field: Field, onChange: (value: Compare) => void }} given */
function Value({ part: { operator, value }, field, onChange }) {
  const Input = COUNTS.includes(operator) ? Count : inputFor(value);
  const options = (field?.values ?? []).map(({ id, name }) => [id, name || id]);
  return html`<${Input} ...${{ label: t("editor.condition.value"), value, options, onChange }} />`;
}

/** @param {Compare} value */
function inputFor(value) {
  if (Array.isArray(value)) return Several;
  if (typeof value === "boolean") return Truth;
  return typeof value === "number" ? Decimal : Plain;
}

/**
 * @template V
 * @typedef {{ label: string, value: V, options: Option[], onChange: (value: V) => void }} ValueProps
 */

/** @param {ValueProps<number>} given */
function Count({ label, value, onChange }) {
  /** @param {string} text */
  const write = (text) => text && onChange(Number(text));
  return html`<${Whole} label=${label} value=${String(value)} onChange=${write} />`;
}

/** @param {ValueProps<string[]>} given */
function Several({ label, value, options, onChange }) {
  /** @param {string} text */
  const write = (text) => onChange(text.split(",").map((each) => each.trim()));
  /** @param {string[]} chosen */
  const choose = (chosen) => chosen.length && onChange(chosen);
  return options.length
    ? html`<${Checks} legend=${label} options=${options} chosen=${value} onChange=${choose} />`
    : html`<${Text} label=${label} value=${value.join(", ")} onChange=${write} />`;
}

/** @param {ValueProps<boolean>} given */
function Truth({ label, value, onChange }) {
  const options = ["yes", "no"].map((each) => [each, t(`editor.condition.${each}`)]);
  /** @param {string} chosen */
  const choose = (chosen) => onChange(chosen === "yes");
  return html`<${Choice} label=${label} value=${value ? "yes" : "no"} options=${options} onChange=${choose} />`;
}

/** @param {ValueProps<number>} given */
function Decimal({ label, value, onChange }) {
  /** @param {string} text */
  const write = (text) => /^-?\d+(\.\d+)?$/.test(text.trim()) && onChange(Number(text));
  return html`<${Text} label=${label} value=${String(value)} inputmode="decimal" onChange=${write} />`;
}

/** @param {ValueProps<string>} given */
function Plain({ label, value, options, onChange }) {
  return options.length && typeof value === "string"
    ? html`<${Choice} ...${{ label, options, onChange, value }} />`
    : html`<${Text} ...${{ label, value, onChange }} />`;
}
