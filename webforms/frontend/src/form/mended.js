// What the server found wrong with an input is said as long as the same stands there: once it is changed, it is for the
// server to judge again. Put back as it was, it is as wrong as before.

import { all, isInput } from "../dom.js";
import { announce, say } from "./words.js";

/** @typedef {{ problem: HTMLElement, control: HTMLElement, sent: string, lines: HTMLElement[] }} Found */

const END = "-problem";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} root
 */
export function setUpMended(form, root) {
  const found = all(root, `.problem[id$="${END}"]`).flatMap((problem) => foundIn(form, problem));
  if (!found.length) return;
  const look = () => {
    for (const each of found) judge(each);
    count(form);
  };
  root.addEventListener("input", look);
  root.addEventListener("form:changed", look);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} problem
 * @returns {Found[]}
 */
function foundIn(form, problem) {
  const control = problem.closest("[data-control], [data-attached]");
  if (!(control instanceof HTMLElement)) return [];
  const start = `#${problem.id.slice(0, -END.length)}`;
  // A choice's line leads to its first option.
  const lines = all(form, ".summary a", HTMLAnchorElement)
    .filter(({ hash }) => hash === start || hash.startsWith(`${start}--`))
    .flatMap((link) => link.closest("li") ?? []);
  return [{ problem, control, sent: contentsOf(control), lines }];
}

/** @param {Found} found */
function judge({ problem, control, sent, lines }) {
  const isMended = contentsOf(control) !== sent;
  if (problem.hidden === isMended) return;
  problem.hidden = isMended;
  for (const input of all(control, "[aria-invalid], [data-was-invalid]")) {
    input.toggleAttribute("data-was-invalid", isMended);
    if (isMended) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }
  for (const line of lines) line.classList.toggle("mended", isMended);
  if (isMended) announce(say("field.mended"));
}

/**
 * The heading counts what is still as the server found it, whatever of it stands in this page's form.
 * @param {HTMLFormElement} form
 */
function count(form) {
  const summary = form.querySelector(".notice.late:has(.summary)");
  const heading = summary?.querySelector("h2");
  if (!summary || !heading) return;
  // It has been announced; each change of it need not be.
  summary.removeAttribute("role");
  const left = summary.querySelectorAll("li:not(.mended)").length;
  heading.textContent = left ? say("summary.problems", { n: left }) : say("summary.mended");
}

/**
 * All that would be sent of it, in order.
 * @param {HTMLElement} control
 */
const contentsOf = (control) =>
  JSON.stringify(
    all(control, "[name]")
      .filter(isInput)
      .map((input) => [input.name, isTick(input) ? input.checked : input.value]),
  );

/**
 * @param {Element} input
 * @returns {input is HTMLInputElement}
 */
// eslint-disable-next-line alur/no-type-names -- types of input in HTML
const isTick = (input) => input instanceof HTMLInputElement && ["checkbox", "radio"].includes(input.type);
