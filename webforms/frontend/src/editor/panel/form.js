// The form of a step: its fields in their order, and a new one.
import { html, useState } from "@bpmn-io/diagram-js-ui";
import { blocksOf, fieldsOf, groupOf, kindOf, nameOf, objectOf } from "../model.js";
import { t } from "../words.js";
import { FieldPanel } from "./field.js";
import { Button, Group } from "./inputs.js";
import { NewField } from "./new_field.js";
import { RowHead } from "./row_head.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Element, FieldList, Shown } from "../types.js" */

/** @typedef {ReturnType<typeof blocksOf>[number]} Block */

/**
 * The field that is open, by step and id.
 * @type {Map<string, string | undefined>}
 */
const opened = new Map();
/**
 * Of the parts of a field, likewise.
 * @type {Map<string, string | undefined>}
 */
const openedParts = new Map();

/**
 * The panel will show that field, or that part, open.
 * @param {Element} step
 * @param {string} name
 */
export function openField(step, name) {
  const fields = fieldsOf(objectOf(step));
  const field = fields.find((each) => nameOf(each) === name || each.id === name);
  if (!field) return;
  const group = fields.find((each) => each !== field && nameOf(each) === groupOf(field));
  opened.set(step.id, (group ?? field).id);
  if (group) openedParts.set(`${step.id} ${group.id}`, field.id);
}

/**
 * Place of the field that is being dragged.
 * @type {number | null}
 */
let dragged = null;

/** @param {Shown} props */
export function Form({ editor, element }) {
  const blocks = blocksOf(objectOf(element));
  const list = { editor, element, ...useOpened(opened, element.id) };
  /** @type {(from: number, to: number) => void} */
  const move = (from, to) => {
    if (to < 0 || to >= blocks.length || from === to) return;
    const order = blocks.toSpliced(from, 1).toSpliced(to, 0, blocks[from]);
    const fields = order.flatMap(({ field, parts }) => [field, ...parts]);
    editor.edits.setFields(element, fields);
    editor.announce(t("editor.field_moved", { label: blocks[from].field.label ?? "", n: to + 1 }));
  };
  const last = blocks.length - 1;
  return html`<${Group} id="form" title=${t("editor.group.form")} count=${blocks.length}>
    <div class="actions">
      <${Button} aria-pressed=${editor.preview.isShown} onClick=${() => editor.preview.toggle()}>${t("editor.preview.show")}<//>
    </div>
    <ol class="form-list">
      ${blocks.map((block, n) => html`<${Row} key=${block.field.id} ...${{ list, block, n, last, move }} />`)}
    </ol>
    <${NewField} ...${{ list }} />
  <//>`;
}

/**
 * Which field of a step, or which part of a field, is open stays so while others are looked at.
 * @param {Map<string, string | undefined>} open
 * @param {string} place
 */
function useOpened(open, place) {
  const [, redraw] = useState(0);
  /** @param {FormField} field */
  const isOpen = (field) => open.get(place) === field.id;
  /** @param {FormField} field */
  const toggle = (field) => {
    open.set(place, isOpen(field) ? undefined : field.id);
    redraw((n) => n + 1);
  };
  return { isOpen, toggle };
}

/**
 * @typedef {object} RowProps
 * @property {FieldList} list
 * @property {Block} block
 * @property {number} n its place
 * @property {number} last the last place
 * @property {(from: number, to: number) => void} move
 */

/** @param {RowProps} props */
function Row({ list, block: { field, parts }, n, last, move }) {
  const isOpen = list.isOpen(field);
  const { isOver, ...drop } = useDrop(n, move);
  /** @param {DragEvent} event */
  const start = ({ dataTransfer }) => {
    dataTransfer?.setData("text/plain", nameOf(field));
    dragged = n;
  };
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(n, n + (event.key === "ArrowUp" ? -1 : 1));
  };
  const head = { field, n, last, isOpen, toggle: () => list.toggle(field) };
  const count = parts.length ? ` · ${t("editor.parts_count", { n: parts.length })}` : "";
  return html`<li class=${`form-row ${isOver ? "over" : ""}`} ...${drop} onKeyDown=${keys}>
    <${RowHead} ...${head} move=${(/** @type {number} */ by) => move(n, n + by)} prefix=${`${n + 1}. `} count=${count}>
      <span class="grip" draggable="true" aria-hidden="true" title=${t("editor.drag")} onDragStart=${start}>⠿</span>
    <//>
    ${isOpen && html`<${Inside} ...${{ list, field, parts }} />`}
  </li>`;
}

/**
 * What is dropped on a row takes its place.
 * @param {number} n
 * @param {(from: number, to: number) => void} move
 */
function useDrop(n, move) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    /** @param {DragEvent} event */
    onDragOver: (event) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    /** @param {DragEvent} event */
    onDrop: (event) => {
      event.preventDefault();
      setOver(false);
      if (dragged !== null) move(dragged, n);
      dragged = null;
    },
  };
}

/** @param {{ list: FieldList, field: FormField, parts: FormField[] }} props */
function Inside({ list, field, parts }) {
  const hasParts = kindOf(field).has_parts || parts.length > 0;
  return html`<div class="form-row-inside"><${FieldPanel} ...${{ ...list, field }} />
    ${hasParts && html`<${Parts} ...${{ list, field, parts }} />`}
  </div>`;
}

/** @param {{ list: FieldList, field: FormField, parts: FormField[] }} props */
function Parts({ list, field, parts }) {
  const { isOpen, toggle } = useOpened(openedParts, `${list.element.id} ${field.id}`);
  const fields = fieldsOf(objectOf(list.element));
  /** @type {(part: FormField, by: number) => void} */
  const move = (part, by) => {
    const other = parts[parts.indexOf(part) + by];
    const order = fields.with(fields.indexOf(part), other).with(fields.indexOf(other), part);
    list.editor.edits.setFields(list.element, order);
  };
  const last = parts.length - 1;
  return html`<h4>${t("editor.parts")}</h4>
    <ol class="form-list parts">
      ${parts.map(
        (part, n) => html`<li class="form-row" key=${part.id}>
          <${RowHead} ...${{ field: part, n, last, isOpen: isOpen(part), toggle: () => toggle(part), move: move.bind(null, part) }} />
          ${isOpen(part) && html`<div class="form-row-inside"><${FieldPanel} ...${{ ...list, field: part, siblings: parts }} /></div>`}
        </li>`,
      )}
    </ol>
    <${NewField} ...${{ list, group: field, after: parts.at(-1) ?? field }} />`;
}
