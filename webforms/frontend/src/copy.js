// <button data-copy="#takarir" data-copied="Tersalin">: copies that element's text or value, and says so.
import { around, find, isInput, seek } from "./dom.js";

export function copyOnClick() {
  document.addEventListener("click", async (event) => {
    const button = around(event.target, "[data-copy]");
    if (!button) return;
    const source = find(document, button.dataset.copy ?? "");
    await write(isInput(source) ? source.value : source.textContent.trim());
    const label = seek(button, "[data-copy-label]") ?? button;
    const before = (label.dataset.before ??= label.textContent);
    label.textContent = button.dataset.copied ?? "";
    setTimeout(() => (label.textContent = before), 2500);
  });
}

/** @param {string} text */
async function write(text) {
  // The clipboard API needs https, which an office LAN often has not, and may be forbidden to pages.
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    writeAsSelected(text);
  }
}

/** @param {string} text */
function writeAsSelected(text) {
  // eslint-disable-next-line alur/no-type-names -- an element of HTML
  const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
