// A length of working time: a number and its unit. Mutu Baku's norm may be a range.
import { html, useRef } from "@bpmn-io/diagram-js-ui";
import { readNorm, UNITS, writeNorm } from "../norms.js";
import { t } from "../words.js";
import { Choice, ReadOnly, Whole } from "./inputs.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { Unit } from "../norms.js" */
/** @import { Property } from "../types.js" */
/** @import { Attributes } from "./inputs.js" */

/**
 * @typedef {object} SpanProps
 * @property {string} label
 * @property {() => string} latest what stands in the diagram when something is done, not when the panel was drawn
 * @property {(iso: string) => void} onChange
 */

/** @param {SpanProps & { isRange?: boolean } & Attributes} props */
export function Span({ label, latest, onChange, isRange = false, ...more }) {
  // Without a number there is nothing to write the unit to: it is remembered here.
  const unit = useRef(/** @type {Unit | null} */ (null));
  const current = () => {
    const found = readNorm(latest());
    return found && !latest() && unit.current ? { ...found, unit: unit.current } : found;
  };
  const span = current();
  if (!span || (span.least && !isRange))
    return html`<${ReadOnly} label=${label} text=${latest()} onRemove=${() => onChange("")} />`;
  /** @param {"least" | "most" | "unit"} part */
  const set = (part) => (/** @type {string} */ value) =>
    onChange(writeNorm({ ...span, ...current(), [part]: value }));
  /** @param {Unit} chosen */
  const chooseUnit = (chosen) => {
    unit.current = chosen;
    set("unit")(chosen);
  };
  return html`<div class="row-of">
    <${Whole} label=${isRange ? t("editor.norm.most") : label} value=${span.most} onChange=${set("most")} ...${more} />
    <${Choice} label=${t("editor.norm.unit")} value=${span.unit} onChange=${chooseUnit} options=${UNITS.map((each) => [each, t(`editor.norm.${each}`)])} />
    ${isRange && html`<${Whole} label=${t("editor.norm.least")} value=${span.least} onChange=${set("least")} />`}
  </div>`;
}

/** @param {{ property: Property, latest: () => string, onChange: (iso: string) => void }} props */
export function Norm({ property, latest, onChange }) {
  const label = labelOf(property);
  return html`<fieldset class="field norm">
    <legend>${label}</legend>
    <${Span} ...${{ label, latest, onChange }} isRange />
    <p class="help">${helpOf(property)}</p>
  </fieldset>`;
}
