// What was put right beside an action, and what is left for a person to decide: seen at once, wherever it happened.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOf } from "../model.js";
import { nameOfElement } from "../kinds.js";
import { t } from "../words.js";
import { wordsFor } from "./arrows.js";
import { Button } from "./inputs.js";
import { labelOf } from "./labels.js";

/** @import { Editor, Element } from "../types.js" */
/** @import { Left } from "../references/references.js" */

/** @param {{ editor: Editor }} props */
export function Notice({ editor }) {
  const { notice } = editor;
  if (!notice) return null;
  const undo = () => {
    editor.dismiss();
    editor.modeler.get("commandStack").undo();
  };
  return html`<section class="notice warn" data-notice tabindex="-1">
    <p><b>${notice.words}</b> ${t("editor.gone.also")}</p>
    <ul class="steps">${unlike(notice.left).map((each) => html`<li><${Each} ...${{ editor, left: each }} /></li>`)}</ul>
    <div class="actions">
      ${editor.isLast(notice) && html`<${Button} kind="small" onClick=${undo}>${t("editor.undo")}<//>`}
      <${Button} kind="small" onClick=${() => editor.dismiss()}>${t("editor.gone.seen")}<//>
    </div>
  </section>`;
}

/**
 * A list that named several of what is gone is told once.
 * @param {Left[]} left
 */
const unlike = (left) => left.filter((each, n) => left.findIndex((other) => isAlike(each, other)) === n);

/**
 * @param {Left} each
 * @param {Left} other
 */
const isAlike = (each, other) =>
  each.element === other.element && each.field === other.field && each.id === other.id;

/** @param {{ editor: Editor, left: Left }} props */
function Each({ editor, left }) {
  const { element, field, property, id, isOpen } = left;
  const words = t(isOpen ? "editor.gone.open" : "editor.gone.cleaned", { property: labelOf(property) });
  const of = [field && (field.label || nameOf(field)), property.place === "process" ? "" : placeWords(left)];
  const place = {
    element: property.place === "process" ? null : element,
    group: groupOf(left),
    property,
    id,
  };
  return html`<button type="button" class="link" onClick=${() => editor.open({ ...place, field: field && nameOf(field) })}>${[words, ...of].filter(Boolean).join(" – ")}</button>`;
}

/** @param {Left} left */
const placeWords = ({ element }) => (element.waypoints ? flowWords(element) : nameOfElement(element));

/** @param {Element} flow */
const flowWords = ({ source, target }) => `${wordsFor(source)} → ${wordsFor(target)}`;

/** @param {Left} left */
const groupOf = ({ element, property }) => (element.waypoints ? "branch" : property.group);
