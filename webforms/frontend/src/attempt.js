/**
 * What an action gives; null where the browser refuses it: some have no storage, or no room in it.
 * @template T
 * @param {() => T} action
 */
export function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
