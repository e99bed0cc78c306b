// What is typed, as the answers it would become: enough for conditions, judged finally by the server.

import { clean, cleanLine } from "./characters.js";

const CONTAINERS = "[data-control], [data-row], [data-key], [data-form-fields]";

// The controls directly in a form, a row, a channel or a group; not those deeper inside.
export const controlsIn = (root) =>
  [...root.querySelectorAll("[data-control]")].filter((each) => each.parentElement.closest(CONTAINERS) === root);

export const rowsOf = (control) => [...control.querySelectorAll("[data-row]")];
export const keysOf = (control) => [...control.querySelectorAll("[data-key]")];

export const valuesIn = (root, offset) =>
  Object.fromEntries(controlsIn(root).map((control) => [control.dataset.name, valueOf(control, offset)]));

function valueOf(control, offset) {
  const { control: kind, path } = control.dataset;
  const typed = (suffix = "") => control.querySelector(`[name="${path}${suffix}"]`)?.value ?? "";
  const ticked = () =>
    [...control.querySelectorAll(`[name="${path}"]:checked`)].filter((each) => !each.dataset.barred).map((each) => each.value);
  switch (kind) {
    case "checkbox":
      return control.querySelector("input").checked;
    case "radio":
    case "item_ref":
      return ticked()[0] ?? null;
    case "multiselect":
    case "checklist":
    case "item_select":
      return ticked();
    case "number":
      return number(typed());
    case "datetime":
      return typed() ? `${typed()}${typed().length === 16 ? ":00" : ""}${offset}` : null;
    case "tags":
      return [...new Set(clean(typed()).split(/[\s,#]+/).filter(Boolean))];
    case "textarea":
    case "richtext":
      return clean(typed()) || null;
    case "repeat":
    case "files":
      return rowsOf(control).map((row) => ({ ...valuesIn(row, offset), ...fileOf(row) }));
    case "file":
      return fileOf(control).file ? fileOf(control) : null;
    case "file_or_text":
      return fileOf(control).file ? fileOf(control) : clean(typed(".text")) ? { text: clean(typed(".text")) } : null;
    case "group":
      return valuesIn(control, offset);
    case "per":
    case "per_item_select":
      return Object.fromEntries(
        keysOf(control)
          .map((each) => [each.dataset.key, Object.values(valuesIn(each, offset))[0]])
          .filter(([, value]) => value !== null),
      );
    default:
      return cleanLine(typed()) || null;
  }
}

function fileOf(root) {
  const id = root.querySelector(":scope > [data-attached] [data-file]")?.value;
  return id ? { file: id } : {};
}

// 1.250.000 and 12,5, as people here write numbers; 12.5 and 0.125 can't be thousands.
function number(typed) {
  const plain = typed.replace(/\s/g, "");
  if (/^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(plain)) return Number(plain.replaceAll(".", "").replace(",", "."));
  return /^-?\d+([,.]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : null;
}
