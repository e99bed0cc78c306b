// A length of working time: a number and its unit. Mutu Baku's norm may be a range.
import { html, useRef } from "@bpmn-io/diagram-js-ui";
import { readNorm, UNITS, writeNorm } from "../norms.js";
import { t } from "../words.js";
import { AsItStands, Choice, Whole } from "./inputs.js";

/** `latest()` is what stands in the diagram when something is done, not when the panel was drawn. */
export function Span({ label, latest, onChange, isRange = false, ...more }) {
  // Without a number there is nothing to write the unit to: it is remembered here.
  const unit = useRef("");
  const current = () => {
    const found = readNorm(latest());
    return found && !latest() && unit.current ? { ...found, unit: unit.current } : found;
  };
  const span = current();
  if (!span || (span.least && !isRange)) return html`<${AsItStands} label=${label} text=${latest()} onRemove=${() => onChange("")} />`;
  const set = (part) => (value) => onChange(writeNorm({ ...current(), [part]: value }));
  const chooseUnit = (chosen) => {
    unit.current = chosen;
    set("unit")(chosen);
  };
  return html`<div class="row-of">
    <${Whole} label=${t("editor.norm.most")} value=${span.most} onChange=${set("most")} ...${more} />
    <${Choice} label=${t("editor.norm.unit")} value=${span.unit} onChange=${chooseUnit} options=${UNITS.map((each) => [each, t(`editor.norm.${each}`)])} />
    ${isRange && html`<${Whole} label=${t("editor.norm.least")} value=${span.least} onChange=${set("least")} />`}
  </div>`;
}

export function Norm({ latest, onChange }) {
  const label = t("editor.quality.norma_waktu");
  return html`<fieldset class="field norm">
    <legend>${label}</legend>
    <${Span} ...${{ label, latest, onChange }} isRange />
    <p class="help">${t("editor.norm.help")}</p>
  </fieldset>`;
}
