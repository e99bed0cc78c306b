// The panel's inputs. What is typed reaches the diagram after a pause or when the input is left (../typing.js).
import { html, useEffect, useState } from "@bpmn-io/diagram-js-ui";
import { done, flush, later, now } from "../typing.js";
import { t } from "../words.js";

/** Preact's own useId begins anew with each render of a root, and so gives one id twice. */
let serial = 0;
const useId = () => useState(() => `panel-${(serial += 1)}`)[0];

/** Which groups are open stays so from one element to the next. */
const open = new Map();

export function Group({ id, title, count, isOpen = false, children }) {
  const remember = (event) => open.set(id, event.currentTarget.open);
  return html`<details class="group" data-group=${id} open=${open.get(id) ?? isOpen} onToggle=${remember}>
    <summary><h3>${title}</h3>${count === undefined ? "" : html`<span class="count">${count}</span>`}</summary>
    <div class="group-inside">${children}</div>
  </details>`;
}

/** A group in a group, closed until somebody asks for it; then it stays open from one field to the next. */
export function More({ id, title, count, children, ...more }) {
  const remember = (event) => open.set(id, event.currentTarget.open);
  return html`<details class="more-inside" ...${more} open=${open.get(id) ?? false} onToggle=${remember}>
    <summary><h4>${title}</h4>${count ? html`<span class="count">${count}</span>` : ""}</summary>
    <div class="group-inside">${children}</div>
  </details>`;
}

export function openGroup(id) {
  open.set(id, true);
}

function Framed({ id, label, help, problem, children }) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children}
    ${help && html`<p class="help" id=${`${id}-help`}>${help}</p>`}
    ${problem && html`<p class="problem" id=${`${id}-problem`}>${problem}</p>`}
  </div>`;
}

const describedBy = (id, help, problem) =>
  [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined;

/** One line; `lines` makes it several. `judge(text)` gives a problem to show, without refusing anything. */
export function Text({ label, value, onChange, help, lines, type = "text", judge, ...more }) {
  const id = useId();
  const [typed, setTyped] = useState(null);
  useEffect(() => () => now(id), [id]);
  const shown = typed ?? value;
  const problem = judge?.(shown);
  const onInput = ({ target }) => {
    setTyped(target.value);
    later(id, () => onChange(target.value));
  };
  const onBlur = () => {
    now(id);
    setTyped(null);
  };
  const shared = { id, value: shown, onInput, onBlur, "aria-describedby": describedBy(id, help, problem), ...more };
  return html`<${Framed} ...${{ id, label, help, problem }}>
    ${lines ? html`<textarea rows=${lines} ...${shared}></textarea>` : html`<input type=${type} autocomplete="off" ...${shared} />`}
  <//>`;
}

/** What was typed before a choice is there before it. */
function choose(onChange, value) {
  flush();
  onChange(value);
  done();
}

export function Whole({ label, value, onChange, help, ...more }) {
  const keep = (text) => (/^\d{0,9}$/.test(text.trim()) ? onChange(text.trim()) : undefined);
  return html`<${Text} ...${{ label, value, help, inputmode: "numeric", ...more }} onChange=${keep} />`;
}

/** `options`: [value, words]. A value that is none of them is shown as it stands, and kept. `isDeed`: it only does something. */
export function Choice({ label, value, options, onChange, help, hidden = false, isDeed = false, ...more }) {
  const id = useId();
  const all = options.some(([each]) => each === value) ? options : [[value, value || t("editor.choose")], ...options];
  const change = ({ target }) => {
    const chosen = target.value;
    if (isDeed) target.value = value;
    choose(onChange, chosen);
  };
  const select = html`<select id=${id} value=${value} aria-label=${hidden ? label : undefined} onChange=${change}
    aria-describedby=${describedBy(id, help)} ...${more}>
    ${all.map(([each, words]) => html`<option value=${each} selected=${each === value}>${words}</option>`)}
  </select>`;
  return hidden ? select : html`<${Framed} ...${{ id, label, help }}>${select}<//>`;
}

export function Check({ label, checked, onChange }) {
  return html`<label class="option"><input type="checkbox" checked=${checked} onChange=${({ target }) => choose(onChange, target.checked)} /><span>${label}</span></label>`;
}

/** Several of a list; `chosen` holds values. */
export function Checks({ legend, options, chosen, onChange, help, none }) {
  const set = (value, isOn) => onChange(options.map(([each]) => each).filter((each) => (each === value ? isOn : chosen.includes(each))));
  return html`<fieldset class="field">
    <legend>${legend}</legend>
    ${options.length === 0 && html`<p class="help">${none}</p>`}
    ${options.map(([value, words]) => html`<${Check} key=${value} label=${words} checked=${chosen.includes(value)} onChange=${(isOn) => set(value, isOn)} />`)}
    ${help && html`<p class="help">${help}</p>`}
  </fieldset>`;
}

export function Button({ kind = "", children, ...more }) {
  return html`<button type="button" class=${`btn ${kind}`} ...${more}>${children}</button>`;
}

/** What the panel can't express: shown as it stands, and kept. */
export function AsItStands({ label, text, onRemove }) {
  return html`<div class="as-it-stands">
    <b>${label}</b> <code>${text}</code>
    <small>${t("editor.as_it_stands")}</small>
    ${onRemove && html`<${Button} kind="quiet danger small" onClick=${onRemove}>${t("editor.remove")}<//>`}
  </div>`;
}
