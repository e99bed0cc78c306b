// Which limits a type of field has: constraints of the field, and properties.
import { html } from "@bpmn-io/diagram-js-ui";
import { t } from "../words.js";
import { Check, Checks, Text, Whole } from "./inputs.js";

export const LENGTHS = ["text", "textarea", "richtext", "url"];
const COUNTED = ["files", "repeat", "multiselect", "checklist", "tags", "item_select"];
const FILES = ["file", "files", "file_or_text"];
const DETECTABLE = ["nik", "no_kk", "no_hp", "email_pribadi"];
const PIXELS = /^(\d{1,6})\s*[x×]\s*(\d{1,6})$/;

/** What most fields of the type are given. */
export function Limits({ type, of }) {
  const constraint = (name, label) => html`<${Whole} label=${t(`editor.limit.${label}`)} value=${of.constraint(name)} onChange=${of.setConstraint(name)} />`;
  const property = (name) => html`<${Whole} label=${t(`editor.limit.${name}`)} value=${of.property(name)} onChange=${of.setProperty(name)} />`;
  return html`
    ${LENGTHS.includes(type) && html`<div class="row-of">${constraint("minlength", "min_length")}${constraint("maxlength", "max_length")}</div>`}
    ${type === "number" && html`<div class="row-of"><${Bound} name="min" ...${{ of }} /><${Bound} name="max" ...${{ of }} /></div>`}
    ${COUNTED.includes(type) && html`<div class="row-of">${property("min_butir")}${property("maks_butir")}</div>`}
    ${FILES.includes(type) && html`<${Text} label=${t("editor.limit.terima")} value=${of.property("terima")} onChange=${of.setProperty("terima")} />
      <div class="row-of">${property("maks_mb")}</div>`}
  `;
}

/** What few are given. */
export function RareLimits({ type, of }) {
  return html`
    ${LENGTHS.includes(type) && html`<${Whole} label=${t("editor.limit.ingatkan_lebih")} help=${t("editor.limit.ingatkan_lebih_help")} value=${of.property("ingatkan_lebih")} onChange=${of.setProperty("ingatkan_lebih")} />
      <${Checks} legend=${t("editor.limit.deteksi")} chosen=${of.property("deteksi").split(" ")}
        options=${DETECTABLE.map((each) => [each, t(`editor.detect.${each}`)])} onChange=${(chosen) => of.setProperty("deteksi")(chosen.join(" "))} />`}
    ${FILES.includes(type) && html`<${Pixels} ...${{ of }} />
      <${Check} label=${t("editor.limit.akses")} checked=${of.property("akses") === "terbatas"} onChange=${(isOn) => of.setProperty("akses")(isOn ? "terbatas" : "")} />`}
  `;
}

const Bound = ({ name, of }) => html`<${Text} label=${t(`editor.limit.${name}`)} value=${of.constraint(name)} inputmode="decimal" onChange=${(text) => of.setConstraint(name)(text.trim())} />`;

/** Two numbers in one property. What is no such pair is shown as it stands, and can be put right. */
function Pixels({ of }) {
  const read = () => (of.property("min_piksel") ? PIXELS.exec(of.property("min_piksel"))?.slice(1) : ["", ""]);
  const set = of.setProperty("min_piksel");
  if (!read()) return html`<${Text} label=${t("editor.limit.min_piksel")} value=${of.property("min_piksel")} onChange=${set} />`;
  const change = (n) => (text) => {
    // One number given stands for both, until the other is.
    const next = read().map((each) => each || text).with(n, text);
    set(text ? next.join("x") : "");
  };
  return html`<fieldset class="field">
    <legend>${t("editor.limit.min_piksel")}</legend>
    <div class="row-of">${["width", "height"].map((side, n) => html`<${Whole} label=${t(`editor.limit.${side}`)} value=${read()[n]} onChange=${change(n)} />`)}</div>
  </fieldset>`;
}
