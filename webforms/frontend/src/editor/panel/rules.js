// Aturan lanjutan: what few fields need, put away until it is asked for.
import { html, useRef } from "@bpmn-io/diagram-js-ui";
import { allFields, fieldProperty, fieldsOf, groupOf, nameOf, objectOf, stepsOf, typeOf } from "../model.js";
import { nameOfElement } from "../kinds.js";
import { t } from "../words.js";
import { begun, Condition } from "./condition.js";
import { AsItStands, Button, Choice, More, openGroup, Text } from "./inputs.js";
import { LENGTHS, RareLimits } from "./limits.js";

export const FROM_FILES = ["item_select", "item_ref", "per_item_select"];
const COMPOSED = ["text", "textarea", "richtext"];
/** One answer for each that is chosen in one of these. */
const CHOSEN = ["multiselect", "checklist", "tags", "item_select"];
const RULE = /^syarat(_\d+)?$/;
/** What has its input above. */
const PLAIN = ["jenis", "bantuan", "wajib_jika", "tampil_jika", "terima", "maks_mb", "min_butir", "maks_butir", "dari", "dipersempit"];
const RARE = ["ingatkan_lebih", "deteksi", "min_piksel", "akses", "per", "batas_kanal", "dapat_dipilih_jika", "dapat_dipilih_pesan", "susun_dari"];

/** `asked`: what a condition of this field may name, the field itself among it. */
export function MoreRules({ editor, element, field, of, asked }) {
  const type = typeOf(field);
  const shared = { editor, element, field, of };
  const set = (field.properties?.values ?? []).filter((each) => each.value && !PLAIN.includes(each.id) && !/^pesan/.test(each.id));
  return html`<${More} id="more-rules" title=${t("editor.group.more_rules")} count=${set.length}>
    <${Rules} ...${{ ...shared, asked }} />
    <${RareLimits} ...${{ type, of }} />
    ${FROM_FILES.includes(type) && html`<${Selectable} ...${{ ...shared, asked }} />`}
    ${COMPOSED.includes(type) && html`<${Composed} ...${shared} />`}
    <${PerOption} ...${shared} />
    ${set.filter((each) => !RARE.includes(each.id) && !RULE.test(each.id)).map((each) => html`<${AsItStands} key=${each.id} label=${each.id} text=${each.value} />`)}
  <//>`;
}

/** The field of whose chosen options each gets an answer of its own; of a part, its group's. */
export function perOf(element, field) {
  const own = fieldProperty(field, "per") || ((field.id ?? "").endsWith(".*") ? "kanal" : "");
  const group = fieldsOf(objectOf(element)).find((each) => each !== field && nameOf(each) === groupOf(field));
  return own || (group ? perOf(element, group) : "");
}

/** Times that no field holds: now, and when a step was last done. */
export function momentsOf(editor, element) {
  const others = stepsOf(editor.modeler).filter((step) => step !== element);
  return [
    ["sekarang", t("editor.condition.now")],
    ...others.map((step) => [`langkah.${objectOf(step).id}.selesai`, t("editor.condition.when_done", { step: nameOfElement(step) })]),
  ];
}

/** What an answer must satisfy, each with the sentence that is shown when it does not. */
function Rules({ editor, element, field, of, asked }) {
  const rules = (field.properties?.values ?? []).filter((each) => RULE.test(each.id) && each.value);
  const messageOf = (id) => id.replace("syarat", "pesan");
  const change = (id) => (source) =>
    editor.edits.setFieldProperties(element, field, source ? { [id]: source } : { [id]: "", [messageOf(id)]: "" });
  const add = () => {
    const id = ["syarat", ...Array.from({ length: 98 }, (_, n) => `syarat_${n + 2}`)].find((each) => !of.property(each));
    openGroup(`rule-${field.id}-${id}`);
    editor.focus(`[data-rule="${id}"] select`);
    of.setProperty(id)(begun(asked[0].name, asked, momentsOf(editor, element)));
  };
  return html`
    ${rules.map(({ id }, n) => html`<${More} id=${`rule-${field.id}-${id}`} key=${id} data-rule=${id} title=${of.property(messageOf(id)) || t("editor.field.rule_number", { n: n + 1 })}>
      <${Condition} label=${t("editor.field.rule")} latest=${() => of.property(id)} fields=${asked} moments=${momentsOf(editor, element)} onChange=${change(id)} />
      <${Text} label=${t("editor.field.rule_message")} value=${of.property(messageOf(id))} lines=${2} onChange=${of.setProperty(messageOf(id))} />
    <//>`)}
    <div><${Button} kind="small" onClick=${add}>${t("editor.field.add_rule")}<//></div>`;
}

/** Which of the files may be chosen: their own parts are asked first. */
function Selectable({ editor, element, of, asked }) {
  const named = of.property("dari").split(/\s+/);
  const parts = stepsOf(editor.modeler)
    .flatMap((step) => fieldsOf(objectOf(step)))
    .filter((each) => named.includes(groupOf(each)))
    .map((each) => ({ name: nameOf(each).split(".").at(-1), label: each.label || nameOf(each), field: each }));
  return html`<${Condition} label=${t("editor.field.selectable_if")} latest=${() => of.property("dapat_dipilih_jika")} fields=${[...parts, ...asked]}
      moments=${momentsOf(editor, element)} onChange=${of.setProperty("dapat_dipilih_jika")} />
    ${of.property("dapat_dipilih_jika") && html`<${Text} label=${t("editor.field.selectable_message")} value=${of.property("dapat_dipilih_pesan")} lines=${2} onChange=${of.setProperty("dapat_dipilih_pesan")} />`}`;
}

/** A first text, made of other answers, which stand in it in braces. */
function Composed({ editor, field, of }) {
  const caret = useRef(null);
  const remember = ({ target }) => (caret.current = target.selectionStart);
  const text = () => of.property("susun_dari").replaceAll("\\n", "\n");
  const write = (words) => of.setProperty("susun_dari")(words.replaceAll("\n", "\\n"));
  const insert = (name) => {
    if (!name) return;
    const words = text();
    const at = Math.min(caret.current ?? words.length, words.length);
    const piece = `{${name}}`;
    caret.current = at + piece.length;
    write(words.slice(0, at) + piece + words.slice(at));
  };
  const others = allFields(editor.modeler).filter(({ field: each }) => each !== field);
  return html`<${Text} label=${t("editor.field.composed_of")} help=${t("editor.field.composed_of_help")} value=${text()} lines=${4} onChange=${write} onKeyUp=${remember} onClick=${remember} />
    <${Choice} isDeed label=${t("editor.field.insert")} value="" onChange=${insert} options=${[["", t("editor.choose")], ...others.map(({ field: each }) => [nameOf(each), each.label || nameOf(each)])]} />`;
}

function PerOption({ editor, element, field, of }) {
  const type = typeOf(field);
  const own = of.property("per") || (field.id.endsWith(".*") ? "kanal" : "");
  const lists = allFields(editor.modeler).filter(({ field: each }) => each !== field && CHOSEN.includes(typeOf(each)));
  const choose = (name) => {
    // An id that ends so says "for each channel" by itself.
    if (!name && field.id.endsWith(".*")) editor.edits.updateField(element, field, { id: nameOf(field) });
    of.setProperty("per")(name);
  };
  const limited = LENGTHS.includes(type) && (perOf(element, field) || of.property("batas_kanal"));
  return html`
    ${(lists.length > 0 || own) && html`<${Choice} label=${t("editor.field.per")} value=${own} onChange=${choose}
      options=${[["", t("editor.field.per_none")], ...lists.map(({ field: each }) => [nameOf(each), each.label || nameOf(each)])]} />`}
    ${limited && html`<${Choice} label=${t("editor.field.channel_limit")} value=${of.property("batas_kanal")} onChange=${of.setProperty("batas_kanal")}
      options=${["", "text", "url"].map((each) => [each, t(`editor.channel_limit.${each || "none"}`)])} />`}`;
}
