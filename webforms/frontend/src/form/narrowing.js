// Options that are offered only with a choice in another field.

import { all, seek } from "../dom.js";
import { goneFrom } from "./controls.js";
import { announce, say } from "./words.js";

/**
 * All options of a list, in its groups: phones show those that are only hidden, so they are taken out.
 * @type {WeakMap<HTMLSelectElement, [Element, HTMLOptionElement[]][]>}
 */
const WHOLE = new WeakMap();

/**
 * @param {HTMLElement} control
 * @param {Set<string>} gone options that are not offered now
 */
export function narrow(control, gone) {
  for (const option of all(control, "[data-option]"))
    option.toggleAttribute("data-off", gone.has(option.dataset.option ?? ""));
  const list = seek(control, ":scope > select", HTMLSelectElement);
  if (list) refill(list, gone);
}

/**
 * What was chosen and isn't offered comes back when it is offered again, unless something else was chosen.
 * @param {HTMLSelectElement} list
 * @param {Set<string>} gone
 */
function refill(list, gone) {
  const without = [...gone].join(" ");
  if (list.value) list.dataset.gone = "";
  if (list.dataset.without === without) return;
  if (gone.has(list.value)) tell(list);
  const wanted = list.value || goneFrom(list);
  list.dataset.without = without;
  fill(list, gone);
  list.value = gone.has(wanted) ? "" : wanted;
  list.dataset.gone = gone.has(wanted) ? wanted : "";
}

/** @param {HTMLSelectElement} list */
function tell(list) {
  const label = list.labels[0]?.firstChild?.textContent?.trim();
  announce(say("field.choice_gone", { label, choice: list.selectedOptions[0].textContent }));
}

/**
 * What the server sent as chosen.
 * @param {HTMLSelectElement} list
 */
export const sentIn = ({ options }) =>
  ([...options].find((each) => each.defaultSelected) ?? options[0])?.value ?? "";

/** @param {HTMLSelectElement} list */
const groupsOf = (list) =>
  [...list.children].map((each) => /** @type {[Element, HTMLOptionElement[]]} */ ([each, optionsIn(each)]));

/** @param {Element} group */
const optionsIn = (group) => /** @type {HTMLOptionElement[]} */ ([...group.children]);

/**
 * @param {HTMLSelectElement} list
 * @param {Set<string>} gone
 */
function fill(list, gone) {
  const groups = WHOLE.get(list) ?? groupsOf(list);
  if (!WHOLE.has(list)) list.dataset.sent = sentIn(list);
  WHOLE.set(list, groups);
  const isOffered = (/** @type {Element} */ each) => !gone.has(each.getAttribute("value") ?? "");
  for (const [group, options] of groups)
    if (options.length) group.replaceChildren(...options.filter(isOffered));
  const left = groups.filter(([each, options]) =>
    options.length ? options.some(isOffered) : isOffered(each),
  );
  list.replaceChildren(...left.map(([each]) => each));
}
