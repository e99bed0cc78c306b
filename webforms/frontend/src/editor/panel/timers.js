// Waktu: a step's reminders and deadlines; and the panel of one of them.
import { html } from "@bpmn-io/diagram-js-ui";
import { isStep, objectOf } from "../model.js";
import { kindOf, nameOfElement } from "../kinds.js";
import {
  durationOf,
  flowsOf,
  leadTo,
  setDuration,
  setKind,
  targetsOf,
  timerKind,
  timersOf,
} from "../timers.js";
import { TIMER } from "../vocabulary.js";
import { t } from "../words.js";
import { Button, Choice, Group } from "./inputs.js";
import { Span } from "./norm.js";
import { Name } from "./name.js";
import { inOrder } from "./step.js";
import { labelOf } from "./labels.js";

/** @import { TimerKind } from "../timers.js" */
/** @import { Editor, Element, Shown } from "../types.js" */

/** @type {TimerKind[]} */
const KINDS = ["reminder", "deadline"];

/** @param {Shown} props */
export function Timers({ editor, element }) {
  const timers = timersOf(element);
  /** @param {TimerKind} kind */
  const add = (kind) => {
    const { id } = editor.modeler.get("placing").attach(kind, element);
    editor.announce(t("editor.created", { kind: t(`editor.create.${kind}`) }));
    editor.focus(`[data-lasts="${id}"]`);
  };
  return html`<${Group} id="timers" title=${t("editor.group.timers")} count=${timers.length || undefined}>
    <p class="timers-about">${t("editor.timer.help")}</p>
    ${timers.map((timer) => html`<${Timer} key=${timer.id} ...${{ editor, timer }} />`)}
    <div class="actions">
      ${KINDS.map((kind) => html`<${Button} onClick=${() => add(kind)}>${t(`editor.timer.add_${kind}`)}<//>`)}
    </div>
  <//>`;
}

/**
 * Of a timer that is selected itself.
 * @param {Shown} props
 */
export function TimerPanel({ editor, element }) {
  const { host } = element;
  return html`<${Group} id="timers" title=${t("editor.group.timers")} isOpen>
    <p class="timers-about">${t("editor.timer.step")} ${host && html`<button type="button" class="link" onClick=${() => editor.select(host)}>${nameOfElement(host)}</button>`}</p>
    <${Timer} ...${{ editor, timer: element }} isFirst />
    <p class="timers-about">${t("editor.timer.help")}</p>
    <${Name} ...${{ editor, element }} label=${t("editor.timer.name")} isFirst=${false} />
  <//>`;
}

/** @param {{ editor: Editor, timer: Element, isFirst?: boolean }} props */
function Timer({ editor, timer, isFirst = false }) {
  const modeling = editor.modeler.get("modeling");
  const kind = timerKind(timer);
  /** @param {TimerKind} chosen */
  const change = (chosen) => setKind(modeling, timer, chosen);
  /** @param {string} text */
  const write = (text) => setDuration(editor.edits, timer, text);
  return html`<fieldset class="branch timer">
    <legend>${nameOfElement(timer)}</legend>
    <${Choice} label=${labelOf(TIMER.interrupting)} help=${t(`editor.timer.${kind}_help`)} value=${kind} onChange=${change}
      options=${KINDS.map((each) => [each, t(`editor.create.${each}`)])} />
    <${Span} label=${labelOf(TIMER.duration)} latest=${() => durationOf(timer)} onChange=${write} data-lasts=${timer.id} ...${isFirst && { "data-first": true }} />
    <${Target} ...${{ editor, timer, kind }} />
    <div><${Button} kind="quiet danger small" onClick=${() => modeling.removeElements([timer])}>${t(`editor.timer.remove_${kind}`)}<//></div>
  </fieldset>`;
}

/** @param {{ editor: Editor, timer: Element, kind: TimerKind }} props */
function Target({ editor, timer, kind }) {
  const { modeler } = editor;
  const [flow] = flowsOf(timer);
  const targets = targetsOf(modeler, timer);
  const [steps, others] = [targets.filter(isStep), targets.filter((each) => !isStep(each))];
  const nowhere = kind === "reminder" ? [["", t("editor.timer.nowhere")]] : [];
  /** @param {string} id */
  const lead = (id) => leadTo(modeler, timer, modeler.get("elementRegistry").get(id));
  return html`<${Choice} label=${t("editor.timer.then")} value=${flow?.target.id ?? ""} onChange=${lead} data-then=${timer.id}
    options=${[...nowhere, ...inOrder(editor, steps).map((each) => [each.id, nameOfElement(each)]), ...others.map((each) => [each.id, othersWords(each)])]} />`;
}

/** @param {Element} element */
const othersWords = (element) => [kindOf(element), objectOf(element).name].filter(Boolean).join(": ");
