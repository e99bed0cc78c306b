// The panel's inputs. What is typed reaches the diagram after a pause or when the input is left (../typing.js).
import { html, useEffect, useState } from "@bpmn-io/diagram-js-ui";
import { done, flush, later, now } from "../typing.js";
import { t } from "../words.js";

/** @import { ComponentChildren } from "@bpmn-io/diagram-js-ui" */
/** @import { Choice as Option } from "../types.js" */

/** @typedef {Record<string, unknown>} Attributes more of the HTML element */

/** Preact's own useId begins anew with each render of a root, and so gives one id twice. */
let serial = 0;
const useId = () => useState(() => `panel-${(serial += 1)}`)[0];

/**
 * Which groups are open stays so from one element to the next.
 * @type {Map<string, boolean>}
 */
const open = new Map();

/** @typedef {{ id: string, title: string, count?: number, children: ComponentChildren }} GroupProps */
/** @typedef {{ currentTarget: HTMLDetailsElement }} Toggled */

/** @param {GroupProps & { isOpen?: boolean }} props */
export function Group({ id, title, count, isOpen = false, children }) {
  /** @param {Toggled} event */
  const remember = ({ currentTarget }) => open.set(id, currentTarget.open);
  return html`<details class="group" data-group=${id} open=${open.get(id) ?? isOpen} onToggle=${remember}>
    <summary><h3>${title}</h3>${count === undefined ? "" : html`<span class="count">${count}</span>`}</summary>
    <div class="group-inside">${children}</div>
  </details>`;
}

/**
 * A group in a group, closed until somebody asks for it; then it stays open from one field to the next.
 * @param {GroupProps & Attributes} props
 */
export function More({ id, title, count, children, ...more }) {
  /** @param {Toggled} event */
  const remember = ({ currentTarget }) => open.set(id, currentTarget.open);
  return html`<details class="more-inside" ...${more} open=${open.get(id) ?? false} onToggle=${remember}>
    <summary><h4>${title}</h4>${count ? html`<span class="count">${count}</span>` : ""}</summary>
    <div class="group-inside">${children}</div>
  </details>`;
}

/** @param {string} id */
export function openGroup(id) {
  open.set(id, true);
}

/** @param {{ id: string, label: string, help?: string, problem?: string, children: ComponentChildren }} props */
function Framed({ id, label, help, problem, children }) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children}
    ${help && html`<p class="help" id=${`${id}-help`}>${help}</p>`}
    ${problem && html`<p class="problem" id=${`${id}-problem`}>${problem}</p>`}
  </div>`;
}

/**
 * @param {string} id
 * @param {string} [help]
 * @param {string} [problem]
 */
const describedBy = (id, help, problem) =>
  [help && `${id}-help`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined;

/**
 * @typedef {object} TextProps
 * @property {string} label
 * @property {string} value
 * @property {(text: string) => unknown} onChange
 * @property {string} [help]
 * @property {number} [lines] more than one line
 * @property {string} [type]
 * @property {(text: string) => string | undefined} [judge] gives a problem to show, without refusing anything
 */

/** @param {TextProps & Attributes} props */
// eslint-disable-next-line alur/no-type-names -- a type of input in HTML
export function Text({ label, value, onChange, help, lines, type = "text", judge, ...more }) {
  const id = useId();
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  useEffect(() => () => now(id), [id]);
  const shown = typed ?? value;
  const problem = judge?.(shown);
  /** @param {{ target: HTMLInputElement | HTMLTextAreaElement }} event */
  const onInput = ({ target }) => {
    setTyped(target.value);
    later(id, () => onChange(target.value));
  };
  const onBlur = () => {
    now(id);
    setTyped(null);
  };
  const shared = {
    id,
    value: shown,
    onInput,
    onBlur,
    "aria-describedby": describedBy(id, help, problem),
    ...more,
  };
  return html`<${Framed} ...${{ id, label, help, problem }}>
    ${lines ? html`<textarea rows=${lines} ...${shared}></textarea>` : html`<input type=${type} autocomplete="off" ...${shared} />`}
  <//>`;
}

/**
 * What was typed before a choice is there before it.
 * @template T
 * @param {(value: T) => unknown} onChange
 * @param {T} value
 */
function choose(onChange, value) {
  flush();
  onChange(value);
  done();
}

/**
 * A whole number.
 * @param {TextProps & Attributes} props
 */
export function Whole({ label, value, onChange, help, ...more }) {
  /** @param {string} text */
  const change = (text) => (/^\d{0,9}$/.test(text.trim()) ? onChange(text.trim()) : undefined);
  return html`<${Text} ...${{ label, value, help, inputmode: "numeric", ...more }} onChange=${change} />`;
}

/**
 * @typedef {object} ChoiceProps
 * @property {string} label
 * @property {string} value one that is none of the options is shown as it stands, and kept
 * @property {Option[]} options
 * @property {(value: string) => unknown} onChange
 * @property {string} [help]
 * @property {boolean} [hidden] its label is only heard
 * @property {boolean} [isAction] it only does something
 */

/** @param {ChoiceProps & Attributes} props */
export function Choice({ label, value, options, onChange, help, hidden = false, isAction = false, ...more }) {
  const id = useId();
  const all = options.some(([each]) => each === value)
    ? options
    : [[value, value || t("editor.choose")], ...options];
  /** @param {{ target: HTMLSelectElement }} event */
  const change = ({ target }) => {
    const chosen = target.value;
    if (isAction) target.value = value;
    choose(onChange, chosen);
  };
  const select = html`<select id=${id} value=${value} aria-label=${hidden ? label : undefined} onChange=${change}
    aria-describedby=${describedBy(id, help)} ...${more}>
    ${all.map(([each, words]) => html`<option value=${each} selected=${each === value}>${words}</option>`)}
  </select>`;
  return hidden ? select : html`<${Framed} ...${{ id, label, help }}>${select}<//>`;
}

/** @param {{ label: string, checked: boolean, onChange: (isOn: boolean) => unknown }} props */
export function Check({ label, checked, onChange }) {
  /** @param {{ target: HTMLInputElement }} event */
  const change = ({ target }) => choose(onChange, target.checked);
  return html`<label class="option"><input type="checkbox" checked=${checked} onChange=${change} /><span>${label}</span></label>`;
}

/**
 * @typedef {object} ChecksProps
 * @property {string} legend
 * @property {Option[]} options
 * @property {string[]} chosen their values
 * @property {(chosen: string[]) => unknown} onChange
 * @property {string} [help]
 * @property {string} [none] what is said where there is no option
 */

/** @param {ChecksProps} props */
export function Checks({ legend, options, chosen, onChange, help, none }) {
  /** @type {(value: string, isOn: boolean) => void} */
  const set = (value, isOn) =>
    onChange(options.map(([each]) => each).filter((each) => (each === value ? isOn : chosen.includes(each))));
  return html`<fieldset class="field">
    <legend>${legend}</legend>
    ${options.length === 0 && html`<p class="help">${none}</p>`}
    ${options.map(([value, words]) => html`<${Check} key=${value} label=${words} checked=${chosen.includes(value)} onChange=${set.bind(null, value)} />`)}
    ${help && html`<p class="help">${help}</p>`}
  </fieldset>`;
}

/** @param {{ kind?: string, children: ComponentChildren } & Attributes} props */
export function Button({ kind = "", children, ...more }) {
  return html`<button type="button" class=${`btn ${kind}`} ...${more}>${children}</button>`;
}

/**
 * What the panel can't express: shown as it stands, and kept. `note`: why.
 * @param {{ label: string, text: string, note?: string, onRemove?: () => void }} props
 */
export function ReadOnly({ label, text, note = t("editor.as_it_stands"), onRemove }) {
  return html`<div class="as-it-stands">
    <b>${label}</b> <code>${text}</code>
    <small>${note}</small>
    ${onRemove && html`<${Button} kind="quiet danger small" onClick=${onRemove}>${t("editor.remove")}<//>`}
  </div>`;
}
