// Rows of a list: added from the <template> beside them, removed, numbered again.

import { all, around, find, seek } from "../dom.js";
import { rowsOf } from "./controls.js";
import { announce, say } from "./words.js";

/** Lists whose rows are made in the page. */
export const LISTS = '[data-inputs="rows"]';

/** @param {HTMLElement} root */
export function setUpRows(root) {
  root.addEventListener("click", (event) => {
    const add = around(event.target, "[data-add]");
    const remove = around(event.target, "[data-remove]");
    if (!add && !remove) return;
    event.preventDefault();
    if (add) focusFirst(addRow(listOf(add)));
    else if (remove) removeRow(/** @type {HTMLElement} */ (remove.closest("[data-row]")));
  });
  for (const list of all(root, LISTS)) renumber(list);
}

/** @param {HTMLElement | null} row */
const focusFirst = (row) => row && seek(row, "input, select, textarea")?.focus();

/** @param {HTMLElement} element */
const listOf = (element) => /** @type {HTMLElement} */ (element.closest("[data-control]"));

/** @param {HTMLElement} list */
export const isFull = (list) => rowsOf(list).length >= (Number(list.dataset.maxItems) || 100);

/**
 * The new row, in its place among the others; null when there is no room for it.
 * @param {HTMLElement} list
 * @param {number | string} [number]
 */
export function addRow(list, number = nextNumber(list)) {
  if (isFull(list)) return null;
  const fresh = document.createElement("template");
  fresh.innerHTML = find(list, ":scope > template[data-blank]").innerHTML.replaceAll("__n__", String(number));
  const row = find(fresh.content, "[data-row]");
  const later = rowsOf(list).find((each) => Number(each.dataset.row) > Number(number));
  find(list, ":scope > [data-rows]").insertBefore(row, later ?? null);
  changed(list);
  announce(say("rows.added", { label: row.dataset.label, n: rowsOf(list).length }));
  return row;
}

/**
 * What was in it is one press away, in its place, until the form is sent.
 * @param {HTMLElement} row
 */
export function removeRow(row) {
  const list = listOf(row);
  const words = say("rows.removed", { label: find(row, ":scope > [data-row-legend]").textContent });
  const place = Object.assign(document.createElement("p"), { className: "undone", textContent: `${words} ` });
  const undo = document.createElement("button");
  Object.assign(undo, { type: "button", className: "btn", textContent: say("rows.undo") });
  undo.addEventListener("click", () => {
    if (isFull(list)) return;
    place.replaceWith(row);
    changed(list);
    row.focus();
  });
  place.append(undo);
  row.replaceWith(place);
  changed(list);
  announce(words);
  undo.focus();
}

/**
 * For good: there was nothing in it yet.
 * @param {HTMLElement} row
 */
export function dropRow(row) {
  const list = listOf(row);
  row.remove();
  changed(list);
}

/** @param {HTMLElement} list */
function changed(list) {
  renumber(list);
  list.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
}

/** @param {HTMLElement} list */
function renumber(list) {
  rowsOf(list).forEach((row, at) => {
    const legend = say("rows.row", { label: row.dataset.label, n: at + 1 });
    find(row, ":scope > [data-row-legend]").textContent = legend;
    find(row, ":scope > [data-remove]").textContent = say("rows.remove", { label: legend });
  });
  seek(list, ":scope > [data-add]")?.toggleAttribute("disabled", isFull(list));
}

/** @param {HTMLElement} list */
export const nextNumber = (list) => Math.max(-1, ...rowsOf(list).map((row) => Number(row.dataset.row))) + 1;
