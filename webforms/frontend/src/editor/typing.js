// What is being typed in the panel and has not reached the diagram yet. Whoever saves, undoes or leaves calls
// flush() first, so nothing that was typed is lost.
const WAIT = 400;
const waiting = new Map();

/** `deed` replaces an earlier one of the same `key` and is done after a pause. */
export function later(key, deed) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.set(key, { deed, timer: setTimeout(() => now(key), WAIT) });
  window.dispatchEvent(new Event("editor:typing"));
}

export function now(key) {
  const found = waiting.get(key);
  if (!found) return;
  clearTimeout(found.timer);
  waiting.delete(key);
  found.deed();
  done();
}

/** The panel is drawn at once: what comes next (a choice in the input beside it) must see what was done. */
export function done() {
  window.dispatchEvent(new Event("editor:typed"));
}

export function flush() {
  for (const key of [...waiting.keys()]) now(key);
}

export const isTyping = () => waiting.size > 0;
