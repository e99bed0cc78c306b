// That what is carried out is what was approved: the approving step records contents, a later one is held to them.
import { html } from "@bpmn-io/diagram-js-ui";
import { nameOfElement } from "../kinds.js";
import { allFields, nameOf, objectOf, propertyOf, stepsOf } from "../model.js";
import { STEP } from "../vocabulary.js";
import { t } from "../words.js";
import { Checks, Choice, Group } from "./inputs.js";
import { choiceOf } from "./operands.js";
import { Input, Placed } from "./property.js";
import { helpOf, labelOf } from "./labels.js";
import { inOrder } from "./step.js";

/** @import { Editor, Element, Shown } from "../types.js" */

/** @param {Element} step */
const recordedIn = (step) => words(propertyOf(objectOf(step), STEP.hashes));

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter(Boolean);

/** @param {Shown} props */
export function Content({ editor, element }) {
  const of = propertyOf(objectOf(element), STEP.hash_of);
  const recorded = recordedIn(element);
  const fields = allFields(editor.modeler).map(({ step, field }) => ({
    name: nameOf(field),
    label: `${field.label || nameOf(field)} (${nameOfElement(step)})`,
    field,
  }));
  const unless = () => propertyOf(objectOf(element), STEP.hash_unless);
  /** @param {string} text */
  const setUnless = (text) => editor.edits.setProperty(element, STEP.hash_unless.name, text);
  return html`<${Group} id="content" title=${t("editor.group.content")} count=${recorded.length || undefined}>
    <p class="help">${t("editor.content.help")}</p>
    <${Recorded} ...${{ editor, element }} />
    <${Approval} ...${{ editor, element }} />
    ${(of || unless()) && html`<${Placed} property=${STEP.hash_unless}><${Input} property=${STEP.hash_unless} scope=${{ fields, moments: [] }} latest=${unless} onChange=${setUnless} /><//>`}
  <//>`;
}

/** @param {Shown} props */
function Recorded({ editor, element }) {
  const recorded = recordedIn(element);
  const options = new Map(allFields(editor.modeler).map(({ field }) => choiceOf(field)));
  // What names no field stays in sight, so that it can be unticked.
  for (const name of recorded) if (!options.has(name)) options.set(name, name);
  /** @param {string[]} names */
  const set = (names) => editor.edits.setProperty(element, STEP.hashes.name, names.join(" "));
  return html`<${Placed} property=${STEP.hashes}>
    <${Checks} legend=${labelOf(STEP.hashes)} help=${helpOf(STEP.hashes)} none=${t("editor.content.no_fields")}
      options=${[...options]} chosen=${recorded} onChange=${set} />
  <//>`;
}

/**
 * Whose approval counts. A step that records nothing yet then records what the one before it recorded.
 * @param {Shown} props
 */
function Approval({ editor, element }) {
  const { modeler, edits } = editor;
  const current = propertyOf(objectOf(element), STEP.hash_of);
  const others = inOrder(
    editor,
    stepsOf(modeler).filter((step) => step !== element),
  );
  /** @param {string} id */
  const set = (id) => {
    const approver = others.find((each) => each.id === id);
    edits.together(() => {
      edits.setProperty(element, STEP.hash_of.name, id);
      const names = recordedBefore(editor, current);
      if (approver && !recordedIn(approver).length && names.length)
        edits.setProperty(approver, STEP.hashes.name, names.join(" "));
    });
  };
  const options = [["", t("editor.content.nobody")], ...others.map((step) => [step.id, nameOfElement(step)])];
  return html`<${Placed} property=${STEP.hash_of}>
    <${Choice} label=${labelOf(STEP.hash_of)} help=${helpOf(STEP.hash_of)} value=${current} options=${options} onChange=${set} />
  <//>`;
}

/**
 * @param {Editor} editor
 * @param {string} id
 */
function recordedBefore({ modeler }, id) {
  const step = stepsOf(modeler).find((each) => each.id === id);
  return step ? recordedIn(step) : [];
}
