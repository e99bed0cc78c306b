// Aturan lanjutan: what few fields need, put away until it is asked for.
import { html, useRef } from "@bpmn-io/diagram-js-ui";
import { allFields, fieldsOf, groupOf, nameOf, objectOf, stepsOf } from "../model.js";
import { begun } from "../operators.js";
import { FIELD, inGroup } from "../vocabulary.js";
import { t } from "../words.js";
import { appliesTo, partOperand, choiceOf, isForEach, momentsOf, ownPer, perOf } from "./operands.js";
import { Button, Choice, More, openGroup, ReadOnly, Text } from "./inputs.js";
import { fits } from "../references/references.js";
import { Input, Placed, Plain } from "./property.js";
import { helpOf, labelOf } from "./labels.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { OperandProps, Property } from "../types.js" */

const NUMBER = /_\d+$/;
const MAX_RULES = 99;
/** Names of properties that have their input above, and of those that are counted here. */
const PLAIN = inGroup(FIELD, "form").map(({ name }) => name);
const COUNTED = inGroup(FIELD, "more_rules").map(({ name }) => name);

/**
 * A numbered name without its number.
 * @param {string} id
 */
function plainName(id) {
  const plain = id.replace(NUMBER, "");
  return [FIELD.rules, FIELD.message].some(({ name }) => name === plain) ? plain : id;
}

/** @param {FormField} field */
const propertiesOf = (field) =>
  (field.properties?.values ?? []).flatMap(({ id = "", value }) => (value ? [{ id, value }] : []));

/** @param {OperandProps} props */
export function MoreRules(props) {
  const { field } = props;
  const hidden = [...PLAIN, FIELD.kind.name, FIELD.message.name];
  const set = propertiesOf(field).filter(({ id }) => !hidden.includes(plainName(id)));
  const others = set.filter(({ id }) => !COUNTED.includes(plainName(id)));
  const known = inGroup(FIELD, "more_rules").filter(appliesTo(field));
  return html`<${More} id="more-rules" title=${t("editor.group.more_rules")} count=${set.length}>
    ${known.map((each) => html`<${RareInput} key=${each.key} ...${{ ...props, property: each }} />`)}
    ${others.map(({ id, value }) => html`<${ReadOnly} key=${id} label=${id} text=${value} onRemove=${() => props.editor.edits.setFieldProperty(props.element, field, id, "")} />`)}
  <//>`;
}

/** @param {OperandProps & { property: Property }} props */
function RareInput(props) {
  const Special = SPECIAL[props.property.key];
  return html`<${Placed} property=${props.property}>${Special ? html`<${Special} ...${props} />` : html`<${Plain} ...${props} />`}<//>`;
}

/**
 * Inputs that are more than how their value is written; the message stands beside its rule.
 * @type {Record<string, (props: OperandProps & { property: Property }) => object | null>}
 */
const SPECIAL = {
  rules: Rules,
  message: () => null,
  selectable_if: Selectable,
  selectable_message: SelectableMessage,
  composed_of: Composed,
  per: PerOption,
  channel_limit: ChannelLimit,
};

/**
 * What an answer must satisfy, each with the sentence that is shown when it does not.
 * @param {OperandProps} props
 */
function Rules({ editor, element, field, of, operands }) {
  const { name } = FIELD.rules;
  const rules = propertiesOf(field).filter(({ id }) => plainName(id) === name);
  const add = () => {
    const ids = [name, ...Array.from({ length: MAX_RULES - 1 }, (_, n) => `${name}_${n + 2}`)];
    const id = ids.find((each) => !of.text(FIELD.rules, each)) ?? "";
    const scope = { fields: operands, moments: momentsOf(editor, element) };
    openGroup(`rule-${field.id}-${id}`);
    editor.focus(`[data-rule="${id}"] select`);
    of.set(FIELD.rules, id)(begun(operands[0].name, scope));
  };
  return html`
    ${rules.map(({ id }, n) => html`<${Rule} key=${id} ...${{ editor, element, field, of, operands, id, n }} />`)}
    <div><${Button} kind="small" onClick=${add}>${t("editor.field.add_rule")}<//></div>`;
}

/** @param {OperandProps & { id: string, n: number }} props `n`: how many stand before it */
function Rule({ editor, element, field, of, operands, id, n }) {
  const message = id.replace(FIELD.rules.name, FIELD.message.name);
  /** @param {string} source */
  const change = (source) => {
    const wanted = source ? { [id]: source } : { [id]: "", [message]: "" };
    editor.edits.setFieldProperties(element, field, wanted);
  };
  const messageText = () => of.text(FIELD.message, message);
  const scope = { fields: operands, moments: momentsOf(editor, element) };
  const title = messageText() || t("editor.field.rule_number", { n: n + 1 });
  return html`<${More} id=${`rule-${field.id}-${id}`} data-rule=${id} title=${title}>
    <${Input} ...${{ property: FIELD.rules, scope }} latest=${() => of.text(FIELD.rules, id)} onChange=${change} />
    <${Placed} property=${FIELD.message}><${Input} property=${FIELD.message} latest=${messageText} onChange=${of.set(FIELD.message, message)} /><//>
  <//>`;
}

/**
 * Which of the files may be chosen: their own parts come first.
 * @param {OperandProps} props
 */
function Selectable(props) {
  const named = props.of.text(FIELD.of).split(/\s+/);
  const parts = stepsOf(props.editor.modeler)
    .flatMap((step) => fieldsOf(objectOf(step)))
    .filter((each) => named.includes(groupOf(each)))
    .map((each) => ({ ...partOperand(each), label: each.label || nameOf(each) }));
  return html`<${Plain} ...${props} property=${FIELD.selectable_if} operands=${[...parts, ...props.operands]} />`;
}

/** @param {OperandProps} props */
function SelectableMessage(props) {
  if (!props.of.text(FIELD.selectable_if)) return null;
  return html`<${Plain} ...${props} property=${FIELD.selectable_message} />`;
}

/**
 * A first text, made of other answers, which stand in it in braces.
 * @param {OperandProps} props
 */
function Composed({ editor, field, of }) {
  const caret = useRef(/** @type {number | null} */ (null));
  /** @param {{ target: HTMLTextAreaElement }} event */
  const remember = ({ target }) => (caret.current = target.selectionStart);
  const each = FIELD.composed_of;
  const text = () => of.text(each).replaceAll("\\n", "\n");
  /** @param {string} words */
  const write = (words) => of.set(each)(words.replaceAll("\n", "\\n"));
  /** @param {string} name */
  const insert = (name) => {
    if (!name) return;
    const words = text();
    const at = Math.min(caret.current ?? words.length, words.length);
    const piece = `{${name}}`;
    caret.current = at + piece.length;
    write(words.slice(0, at) + piece + words.slice(at));
  };
  const others = allFields(editor.modeler).flatMap(({ field: other }) =>
    other === field ? [] : [choiceOf(other)],
  );
  return html`<${Text} label=${labelOf(each)} help=${helpOf(each)} value=${text()} lines=${each.rows} onChange=${write} onKeyUp=${remember} onClick=${remember} />
    <${Choice} isAction label=${t("editor.field.insert")} value="" onChange=${insert} options=${[["", t("editor.choose")], ...others]} />`;
}

/** @param {OperandProps} props */
function PerOption({ editor, element, field, of }) {
  const lists = allFields(editor.modeler)
    .map((each) => each.field)
    .filter((each) => each !== field && fits(FIELD.per, each));
  /** @param {string} name */
  const choose = (name) => {
    if (!name && isForEach(field)) editor.edits.updateField(element, field, { id: nameOf(field) });
    of.set(FIELD.per)(name);
  };
  const own = ownPer(field);
  if (!lists.length && !own) return null;
  const options = [["", t("editor.field.per_none")], ...lists.map(choiceOf)];
  return html`<${Choice} label=${labelOf(FIELD.per)} value=${own} onChange=${choose} options=${options} />`;
}

/**
 * Of what has one answer for each channel.
 * @param {OperandProps} props
 */
function ChannelLimit(props) {
  const { element, field, of } = props;
  if (!perOf(element, field) && !of.text(FIELD.channel_limit)) return null;
  return html`<${Plain} ...${props} property=${FIELD.channel_limit} />`;
}
