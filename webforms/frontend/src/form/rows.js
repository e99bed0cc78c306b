// Rows of a list: added from the <template> beside them, removed, numbered again.

import { rowsOf } from "./values.js";
import { announce, say } from "./words.js";

export function keepRows(root) {
  root.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-remove]");
    if (!add && !remove) return;
    event.preventDefault();
    if (add) addRow(add.closest("[data-control]"))?.querySelector("input, select, textarea")?.focus();
    else removeRow(remove.closest("[data-row]"));
  });
  for (const list of root.querySelectorAll('[data-control="repeat"], [data-control="files"]')) renumber(list);
}

export const isFull = (list) => rowsOf(list).length >= (Number(list.dataset.maxItems) || 100);

export function addRow(list, number = nextNumber(list)) {
  if (isFull(list)) return null;
  const fresh = document.createElement("template");
  fresh.innerHTML = list.querySelector(":scope > template[data-blank]").innerHTML.replaceAll("__n__", number);
  const row = fresh.content.querySelector("[data-row]");
  const later = rowsOf(list).find((each) => Number(each.dataset.row) > Number(number));
  list.querySelector(":scope > [data-rows]").insertBefore(row, later ?? null);
  changed(list);
  announce(say("rows.added", { label: row.dataset.label, n: rowsOf(list).length }));
  return row;
}

export function removeRow(row) {
  const list = row.closest("[data-control]");
  const { label } = row.dataset;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  changed(list);
  announce(say("rows.removed", { label }));
  (next ?? list.querySelector("[data-add], [data-picker]"))?.focus();
}

function changed(list) {
  renumber(list);
  list.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
}

function renumber(list) {
  rowsOf(list).forEach((row, at) => {
    const legend = say("rows.row", { label: row.dataset.label, n: at + 1 });
    row.querySelector(":scope > [data-row-legend]").textContent = legend;
    row.querySelector(":scope > [data-remove]").textContent = say("rows.remove", { label: legend });
  });
  list.querySelector(":scope > [data-add]")?.toggleAttribute("disabled", isFull(list));
}

export const nextNumber = (list) => Math.max(-1, ...rowsOf(list).map((row) => Number(row.dataset.row))) + 1;
