// Composes a first text from other answers ({judul_kegiatan} … {apa}), with an undo instead of a question.

import { announce, say } from "./words.js";

export function keepComposing(root, config) {
  for (const bar of root.querySelectorAll("[data-compose]")) {
    const area = document.getElementById(bar.dataset.for);
    const undo = bar.querySelector("[data-compose-undo]");
    let before = "";
    const put = (text, undoable) => {
      area.value = text;
      undo.hidden = !undoable;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    };
    bar.hidden = false;
    bar.querySelector("[data-compose-do]").addEventListener("click", () => {
      before = area.value;
      put(composed(bar.dataset.compose, root, config), before.trim() !== "");
      announce(say("field.composed"));
    });
    undo.addEventListener("click", () => put(before, false));
  }
}

function composed(template, root, config) {
  return template
    .replace(/\{([\w.]+)\}/g, (_, name) => inWords(root, name, config))
    .replace(/\.(\s*\.)+/g, ".")
    .replace(/[ \t]+/g, " ")
    .replace(/ ([.,])/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

// What is published is in Indonesian, whatever language the page is in.
function inWords(root, name, config) {
  const control = root.querySelector(`[data-control][data-path="${name}"]`);
  if (!control || control.closest("[data-off]")) return "";
  const ticked = [...control.querySelectorAll("input:checked")];
  if (ticked.length) return ticked.map((each) => each.closest("label").textContent.trim()).join(", ");
  const input = control.querySelector("input:not([type=checkbox], [type=radio]), textarea, select");
  if (!input?.value) return "";
  if (input.matches("select")) return input.selectedOptions[0].textContent;
  if (input.type === "datetime-local") return `${when(input.value, { dateStyle: "full", timeStyle: "short" })} ${config.zone}`;
  if (input.type === "date") return when(input.value, { dateStyle: "full" });
  return input.value.trim();
}

const when = (value, style) =>
  new Intl.DateTimeFormat("id-ID", { ...style, timeZone: "UTC" }).format(new Date(`${value.length === 10 ? `${value}T00:00` : value}Z`));
