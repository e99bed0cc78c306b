// The input of a property, by how its value is written in the diagram.
import { html } from "@bpmn-io/diagram-js-ui";
import { nipProblem } from "../nip.js";
import { t } from "../words.js";
import { Condition } from "./condition.js";
import { Check, Checks, Choice, ReadOnly, Text, Whole } from "./inputs.js";
import { Norm } from "./norm.js";
import { helpOf, labelOf, valueWords } from "./labels.js";
import { momentsOf } from "./operands.js";

/** @import { ComponentChildren } from "@bpmn-io/diagram-js-ui" */
/** @import { Scope } from "../operators.js" */
/** @import { OperandProps, Property } from "../types.js" */

/**
 * @typedef {object} InputProps
 * @property {Property} property
 * @property {() => string} latest what stands in the diagram when something is done, not when the panel was drawn
 * @property {(text: string) => void} onChange
 * @property {Scope} [scope] what a condition may name
 */

const ISO_DAY = /^(\d{4}-\d\d-\d\d)?$/;
const PIXELS = /^(\d{1,6})\s*[x×]\s*(\d{1,6})$/;

/**
 * The place of a property: where a finding about it leads to.
 * @param {{ property: Property, children: ComponentChildren }} props
 */
export const Placed = ({ property, children }) =>
  html`<div class="placed" data-property=${`${property.place}.${property.key}`}>${children}</div>`;

/** @param {InputProps} props */
export function Input(props) {
  const { property, latest } = props;
  if (property.read_only)
    return latest()
      ? html`<${ReadOnly} label=${labelOf(property)} text=${latest()} onRemove=${() => props.onChange("")} />`
      : null;
  const Form = FORMS[property.form] ?? Words;
  return html`<${Form} ...${props} />`;
}

/** @type {Record<string, (props: InputProps) => object>} */
const FORMS = {
  choice: OneOf,
  choices: SeveralOf,
  condition: When,
  day: Day,
  decimal: Decimal,
  nip: Nip,
  norm: Norm,
  pixels: Pixels,
  switch: Switch,
  whole: Count,
};

/** @param {InputProps} props */
const plain = ({ property, latest, onChange }) => ({
  label: labelOf(property),
  help: helpOf(property),
  value: latest(),
  onChange,
});

/** @param {InputProps} props */
function Words(props) {
  const { form, rows } = props.property;
  const help = form === "items" ? t("editor.one_per_line") : helpOf(props.property);
  return html`<${Text} ...${plain(props)} help=${help} lines=${rows} />`;
}

/**
 * What is no day is shown as it stands, and can be put right.
 * @param {InputProps} props
 */
function Day(props) {
  // eslint-disable-next-line alur/no-type-names -- types of input in HTML
  return html`<${Text} ...${plain(props)} type=${ISO_DAY.test(props.latest()) ? "date" : "text"} />`;
}

/** @param {InputProps} props */
function Nip(props) {
  /** @param {string} text */
  const judge = (text) => {
    const key = nipProblem(text);
    return key && t(key);
  };
  return html`<${Text} ...${plain(props)} inputmode="numeric" judge=${judge} />`;
}

/** @param {InputProps} props */
function Count(props) {
  return html`<${Whole} ...${plain(props)} />`;
}

/** @param {InputProps} props */
function Decimal(props) {
  /** @param {string} text */
  const set = (text) => props.onChange(text.trim());
  return html`<${Text} ...${plain(props)} inputmode="decimal" onChange=${set} />`;
}

/** @param {InputProps} props */
function When({ property, latest, onChange, scope }) {
  return html`<${Condition} label=${labelOf(property)} latest=${latest} ...${scope} onChange=${onChange} />`;
}

/** @param {InputProps} props */
function OneOf(props) {
  const options = ["", ...(props.property.values ?? [])].map((each) => [
    each,
    valueWords(props.property, each),
  ]);
  return html`<${Choice} ...${plain(props)} options=${options} />`;
}

/** @param {InputProps} props */
function SeveralOf({ property, latest, onChange }) {
  const options = (property.values ?? []).map((each) => [each, valueWords(property, each)]);
  /** @param {string[]} chosen */
  const choose = (chosen) => onChange(chosen.join(" "));
  return html`<${Checks} legend=${labelOf(property)} chosen=${latest().split(" ")} options=${options} onChange=${choose} />`;
}

/** @param {InputProps} props */
function Switch({ property, latest, onChange }) {
  const [on = ""] = property.values ?? [];
  /** @param {boolean} isOn */
  const set = (isOn) => onChange(isOn ? on : "");
  return html`<${Check} label=${labelOf(property)} checked=${latest() === on} onChange=${set} />`;
}

/**
 * Two numbers in one property. What is no such pair is shown as it stands, and can be put right.
 * @param {InputProps} props
 */
function Pixels(props) {
  const { property, latest, onChange } = props;
  const read = () => (latest() ? PIXELS.exec(latest())?.slice(1) : ["", ""]);
  const sides = read();
  if (!sides) return html`<${Text} ...${plain(props)} />`;
  /** @param {number} n */
  const change = (n) => (/** @type {string} */ text) => {
    // One number given stands for both, until the other is.
    const next = (read() ?? sides).map((each) => each || text).with(n, text);
    onChange(text ? next.join("x") : "");
  };
  return html`<fieldset class="field">
    <legend>${labelOf(property)}</legend>
    <div class="row-of">${["width", "height"].map((side, n) => html`<${Whole} label=${t(`editor.limit.${side}`)} value=${sides[n]} onChange=${change(n)} />`)}</div>
  </fieldset>`;
}

/**
 * A field's input that is no more than how its value is written.
 * @param {OperandProps & { property: Property }} props
 */
export function Plain({ editor, element, of, property, operands }) {
  const scope = { fields: operands, moments: momentsOf(editor, element) };
  return html`<${Input} ...${{ property, scope }} latest=${() => of.text(property)} onChange=${of.set(property)} />`;
}
