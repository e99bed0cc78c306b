// The form of a step: its fields in their order, and a new one.
import { html, useState } from "@bpmn-io/diagram-js-ui";
import { blocksOf, fieldsOf, isRequired, nameOf, objectOf, stepsOf, typeOf, WITH_PARTS } from "../model.js";
import { fieldId } from "../names.js";
import { t } from "../words.js";
import { FieldPanel } from "./field.js";
import { Button, Group } from "./inputs.js";

/** The field that is open, by step and id. */
const opened = new Map();
/** Place of the field that is being dragged. */
let dragged = null;

export function Form({ editor, element }) {
  const blocks = blocksOf(objectOf(element));
  const [, redraw] = useState(0);
  const list = {
    editor,
    element,
    isOpen: (field) => opened.get(element.id) === field.id,
    toggle: (field) => {
      opened.set(element.id, opened.get(element.id) === field.id ? null : field.id);
      redraw((n) => n + 1);
    },
  };
  const move = (from, to) => {
    if (to < 0 || to >= blocks.length || from === to) return;
    const order = [...blocks];
    order.splice(to, 0, ...order.splice(from, 1));
    editor.edits.setFields(element, order.flatMap(({ field, parts }) => [field, ...parts]));
    editor.announce(t("editor.field_moved", { label: blocks[from].field.label ?? "", n: to + 1 }));
  };
  return html`<${Group} id="form" title=${t("editor.group.form")} count=${blocks.length}>
    <div class="actions">
      <${Button} aria-pressed=${editor.preview.isShown} onClick=${() => editor.preview.toggle()}>${t("editor.preview.show")}<//>
    </div>
    <ol class="form-list">
      ${blocks.map((block, n) => html`<${Row} key=${block.field.id} ...${{ list, block, n, last: blocks.length - 1, move }} />`)}
    </ol>
    <${NewField} ...${{ list }} />
  <//>`;
}

function Row({ list, block, n, last, move }) {
  const { field, parts } = block;
  const isOpen = list.isOpen(field);
  const [isOver, setOver] = useState(false);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (dragged !== null) move(dragged, n);
    dragged = null;
  };
  const start = (event) => {
    event.dataTransfer.setData("text/plain", nameOf(field));
    dragged = n;
  };
  const keys = (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(n, n + (event.key === "ArrowUp" ? -1 : 1));
  };
  const over = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return html`<li class=${`form-row ${isOver ? "over" : ""}`} onDragOver=${over} onDragLeave=${() => setOver(false)} onDrop=${drop} onKeyDown=${keys}>
    <div class="form-row-head">
      <span class="grip" draggable="true" aria-hidden="true" title=${t("editor.drag")} onDragStart=${start}>⠿</span>
      <button type="button" class="form-row-name" aria-expanded=${isOpen} onClick=${() => list.toggle(field)}>
        <b>${n + 1}. ${field.label || nameOf(field)}${isRequired(field) ? html` <span class="req">*</span>` : ""}</b>
        <small>${typeWords(field)}${parts.length ? ` · ${t("editor.parts_count", { n: parts.length })}` : ""}</small>
      </button>
      <${Mover} words=${t("editor.up", { label: field.label ?? "" })} sign="↑" disabled=${n === 0} onClick=${() => move(n, n - 1)} />
      <${Mover} words=${t("editor.down", { label: field.label ?? "" })} sign="↓" disabled=${n === last} onClick=${() => move(n, n + 1)} />
    </div>
    ${isOpen && html`<div class="form-row-inside"><${FieldPanel} ...${{ ...list, field }} />
      ${(WITH_PARTS.includes(typeOf(field)) || parts.length > 0) && html`<${Parts} ...${{ list, field, parts }} />`}
    </div>`}
  </li>`;
}

const Mover = ({ words, sign, ...more }) => html`<button type="button" class="mover" aria-label=${words} title=${words} ...${more}>${sign}</button>`;

function Parts({ list, field, parts }) {
  const [open, setOpen] = useState(null);
  const fields = fieldsOf(objectOf(list.element));
  const move = (part, by) => {
    const other = parts[parts.indexOf(part) + by];
    const order = fields.map((each) => (each === part ? other : each === other ? part : each));
    list.editor.edits.setFields(list.element, order);
  };
  return html`<h4>${t("editor.parts")}</h4>
    <ol class="form-list parts">
      ${parts.map(
        (part, n) => html`<li class="form-row" key=${part.id}>
          <div class="form-row-head">
            <button type="button" class="form-row-name" aria-expanded=${open === part.id} onClick=${() => setOpen(open === part.id ? null : part.id)}>
              <b>${part.label || nameOf(part)}${isRequired(part) ? html` <span class="req">*</span>` : ""}</b><small>${typeWords(part)}</small>
            </button>
            <${Mover} words=${t("editor.up", { label: part.label ?? "" })} sign="↑" disabled=${n === 0} onClick=${() => move(part, -1)} />
            <${Mover} words=${t("editor.down", { label: part.label ?? "" })} sign="↓" disabled=${n === parts.length - 1} onClick=${() => move(part, 1)} />
          </div>
          ${open === part.id && html`<div class="form-row-inside"><${FieldPanel} ...${{ ...list, field: part, siblings: parts }} /></div>`}
        </li>`,
      )}
    </ol>
    <${NewField} ...${{ list, group: field, after: parts.at(-1) ?? field }} />`;
}

const typeWords = (field) => t(`definitions.type.${typeOf(field)}`);

/** The name comes first: the field's id is made of it, and stays when it is renamed later. */
function NewField({ list, group, after }) {
  const { editor, element } = list;
  const [label, setLabel] = useState("");
  const [type, setType] = useState("text");
  const prefix = group ? `${nameOf(group)}.` : "";
  const add = (event) => {
    event.preventDefault();
    if (!label.trim()) return;
    const id = prefix + fieldId(label, isTakenIn(editor, prefix));
    const fields = fieldsOf(objectOf(element));
    const fresh = editor.edits.addField(element, { id, label: label.trim(), type }, after ? fields.indexOf(after) + 1 : undefined);
    setLabel("");
    if (!group) list.toggle(fresh);
  };
  return html`<form class="new-field" onSubmit=${add}>
    <input required value=${label} aria-label=${t(group ? "editor.new_part" : "editor.new_field")} placeholder=${t(group ? "editor.new_part" : "editor.new_field")} onInput=${({ target }) => setLabel(target.value)} />
    <select value=${type} aria-label=${t("editor.field.type")} onChange=${({ target }) => setType(target.value)}>
      ${editor.types.filter((each) => !group || !WITH_PARTS.includes(each)).map((each) => html`<option value=${each} selected=${each === type}>${t(`definitions.type.${each}`)}</option>`)}
    </select>
    <button class="btn">${t("editor.add")}</button>
  </form>`;
}

/** Two steps may not ask for the same name: the later answer would take the earlier one's place. */
function isTakenIn(editor, prefix) {
  const names = new Set(stepsOf(editor.modeler).flatMap((step) => fieldsOf(objectOf(step)).map(nameOf)));
  return (id) => names.has(prefix + id);
}
