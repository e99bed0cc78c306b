// Waktu: a step's reminders and deadlines; and the panel of one of them.
import { html } from "@bpmn-io/diagram-js-ui";
import { isStep, objectOf } from "../model.js";
import { kindOf, nameOfElement } from "../kinds.js";
import { durationOf, flowsOf, leadTo, setDuration, setKind, targetsOf, timerKind, timersOf } from "../timers.js";
import { t } from "../words.js";
import { Button, Choice, Group } from "./inputs.js";
import { Span } from "./norm.js";
import { inOrder, Name } from "./step.js";

const KINDS = ["reminder", "deadline"];

export function Timers({ editor, element }) {
  const timers = timersOf(element);
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

/** Of a timer that is selected itself. */
export function TimerPanel({ editor, element }) {
  return html`<${Group} id="timers" title=${t("editor.group.timers")} isOpen>
    <p class="timers-about">${t("editor.timer.step")} <button type="button" class="link" onClick=${() => editor.select(element.host)}>${nameOfElement(element.host)}</button></p>
    <${Timer} ...${{ editor, timer: element }} isFirst />
    <p class="timers-about">${t("editor.timer.help")}</p>
    <${Name} ...${{ editor, element }} label=${t("editor.timer.name")} isFirst=${false} />
  <//>`;
}

function Timer({ editor, timer, isFirst = false }) {
  const modeling = editor.modeler.get("modeling");
  const kind = timerKind(timer);
  const change = (chosen) => setKind(modeling, timer, chosen);
  const write = (text) => setDuration(editor.edits, timer, text);
  return html`<fieldset class="branch timer">
    <legend>${nameOfElement(timer)}</legend>
    <${Choice} label=${t("editor.timer.kind")} help=${t(`editor.timer.${kind}_help`)} value=${kind} onChange=${change}
      options=${KINDS.map((each) => [each, t(`editor.create.${each}`)])} />
    <${Span} label=${t("editor.norm.most")} latest=${() => durationOf(timer)} onChange=${write} data-lasts=${timer.id} ...${isFirst && { "data-first": true }} />
    <${Target} ...${{ editor, timer, kind }} />
    <div><${Button} kind="quiet danger small" onClick=${() => modeling.removeElements([timer])}>${t(`editor.timer.remove_${kind}`)}<//></div>
  </fieldset>`;
}

function Target({ editor, timer, kind }) {
  const { modeler } = editor;
  const [flow] = flowsOf(timer);
  const targets = targetsOf(modeler, timer);
  const [steps, others] = [targets.filter(isStep), targets.filter((each) => !isStep(each))];
  const nowhere = kind === "reminder" ? [["", t("editor.timer.nowhere")]] : [];
  const lead = (id) => leadTo(modeler, timer, modeler.get("elementRegistry").get(id));
  return html`<${Choice} label=${t("editor.timer.then")} value=${flow?.target.id ?? ""} onChange=${lead} data-then=${timer.id}
    options=${[...nowhere, ...inOrder(editor, steps).map((each) => [each.id, nameOfElement(each)]), ...others.map((each) => [each.id, othersWords(each)])]} />`;
}

const othersWords = (element) => [kindOf(element), objectOf(element).name].filter(Boolean).join(": ");
