// What is being typed in the panel and has not reached the diagram yet. Whoever saves, undoes or leaves calls
// flush() first, so nothing that was typed is lost.
/** @import { Modeler } from "./types.js" */

const WAIT = 400;
/** @type {Map<string, { action: () => void, timer: ReturnType<typeof setTimeout> }>} */
const waiting = new Map();

/**
 * Done after a pause, in place of an earlier action of the same key.
 * @param {string} key
 * @param {() => void} action
 */
export function later(key, action) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.set(key, { action, timer: setTimeout(() => now(key), WAIT) });
  window.dispatchEvent(new Event("editor:typing"));
}

/** @param {string} key */
export function now(key) {
  const found = waiting.get(key);
  if (!found) return;
  clearTimeout(found.timer);
  waiting.delete(key);
  found.action();
  done();
}

/** The panel is drawn at once: what comes next (a choice in the input beside it) must see what was done. */
export function done() {
  window.dispatchEvent(new Event("editor:typed"));
}

export function flush() {
  for (const key of [...waiting.keys()]) now(key);
}

/**
 * The name that is being typed on the drawing itself: it reaches the diagram when it is left.
 * @type {{ before: string, latest: () => string, complete: () => void } | null}
 */
let label = null;

/** @param {Modeler} modeler */
export function watchLabels(modeler) {
  const editing = modeler.get("directEditing");
  modeler.on("directEditing.activate", () => {
    label = {
      before: editing.getValue(),
      latest: () => editing.getValue(),
      complete: () => editing.complete(),
    };
  });
  modeler.on(["directEditing.deactivate", "directEditing.cancel"], () => (label = null));
  document.addEventListener("input", () => isNaming() && window.dispatchEvent(new Event("editor:typing")));
}

export const isNaming = () => label !== null && label.latest() !== label.before;

/** Whoever leaves: also the name on the drawing. */
export function flushAll() {
  flush();
  if (isNaming()) label?.complete();
}

export const isTyping = () => waiting.size > 0 || isNaming();
