// Dialogs that stand between a reader and the drawing: it can't be had, can't be drawn, or is somebody else's by now.
import { find } from "../dom.js";
import { t } from "./words.js";

/** @import { Conflict, Saving, Sentence } from "./saving.js" */

/** So much of what would be lost is enough to see what it is. */
const MAX_SHOWN = 20;

/**
 * The draft, and which state of it.
 * @param {string} address
 * @returns {Promise<{ xml: string, seq: number }>}
 */
export async function loaded(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/** @param {HTMLElement} frame */
export const unreached = (frame) => insteadOfDrawing(frame, "[data-unreached]");

/**
 * @param {HTMLElement} frame
 * @param {Error} error
 */
export function cannotOpen(frame, error) {
  find(frame, "[data-unopened-why]").textContent = error.message;
  return insteadOfDrawing(frame, "[data-unopened]");
}

/**
 * Nothing comes after it.
 * @param {HTMLElement} frame
 * @param {string} dialog
 * @returns {Promise<never>}
 */
function insteadOfDrawing(frame, dialog) {
  frame.setAttribute("aria-busy", "false");
  find(frame, dialog, HTMLDialogElement).showModal();
  return new Promise(() => {});
}

/**
 * Parts of a file that bpmn-js does not understand would be lost by a save: only who knows that may go on.
 * @param {HTMLElement} frame
 * @param {{ message: string }[]} lost
 */
export function agreed(frame, lost) {
  const dialog = find(frame, "[data-loss]", HTMLDialogElement);
  const lines = lost.slice(0, MAX_SHOWN).map(({ message }) => {
    return Object.assign(document.createElement("li"), { textContent: message });
  });
  find(dialog, "ul").replaceChildren(...lines);
  dialog.showModal();
  return new Promise((resolve) => {
    find(dialog, "[data-go-on]").addEventListener("click", () => {
      dialog.close();
      resolve(undefined);
    });
  });
}

/**
 * Two people in one draft.
 * @param {HTMLElement} dialog
 * @param {Conflict} conflict
 * @param {Saving} saving
 */
export function showConflict(dialog, { title, message, code }, saving) {
  const words = find(dialog, "[data-words]");
  const over = find(dialog, "[data-over]");
  const theirs = find(dialog, "[data-theirs]");
  find(dialog, "h2").textContent = title;
  words.textContent = message;
  theirs.textContent = t(code === "draft_changed" ? "editor.conflict.theirs" : "editor.conflict.reload");
  theirs.onclick = () => saving.loadTheirs();
  /** @param {string} problem */
  const tell = (problem) => {
    if (problem) words.textContent = problem;
    else /** @type {HTMLDialogElement} */ (dialog).close();
  };
  find(dialog, "[data-mine]").onclick = async () => tell(await saving.saveCopy());
  over.hidden = true;
  /** @type {HTMLDialogElement} */ (dialog).showModal();
  if (code === "draft_changed") showDifferences(dialog, saving, tell);
}

/**
 * What each of them changed; who has seen it may lay one over the other.
 * @param {HTMLElement} dialog
 * @param {Saving} saving
 * @param {(problem: string) => void} tell
 */
async function showDifferences(dialog, saving, tell) {
  const found = await saving.differences();
  const shown = find(dialog, "[data-differences]");
  shown.hidden = !found;
  if (!found) return;
  list(find(dialog, "[data-of-theirs]"), found.theirs);
  list(find(dialog, "[data-of-mine]"), found.mine);
  const over = find(dialog, "[data-over]");
  over.hidden = false;
  over.onclick = async () => tell(await saving.layOver(found.seq));
}

/**
 * @param {HTMLElement} place
 * @param {Sentence[]} sentences
 */
function list(place, sentences) {
  const shown = sentences.length ? sentences : [{ words: t("editor.conflict.nothing"), both: false }];
  const items = shown.map(({ words, both }) => {
    const item = document.createElement("li");
    item.textContent = both ? `${words} (${t("editor.conflict.both")})` : words;
    item.classList.toggle("both", both);
    return item;
  });
  place.replaceChildren(...items);
}
