// How answers are read by how the inputs of a field are named (Inputs in engine/forms/types/base.py), and what
// several types share.

import { clean, cleanLine } from "../characters.js";
import { fileIn, keysOf, rowsOf, tickedIn, typedIn } from "../controls.js";

/** @import { Family, Reader } from "../types.js" */

/** @type {Reader} */
const readLine = (control) => cleanLine(typedIn(control)) || null;

/** @type {Reader} of several lines */
export const readProse = (control) => clean(typedIn(control)) || null;

/** @type {Reader} one of what can be ticked */
export const readChosen = (control) => tickedIn(control)[0] ?? null;

/** @type {Reader} one of a list that unfolds */
export const readOption = (control) => typedIn(control).trim() || null;

/** @type {Family} whose answers are those of its parts, if it has any */
const FAMILY = { read: () => null, parts: () => [], isRest: false };

/** @type {Record<string, Family>} */
export const FAMILIES = {
  none: FAMILY,
  value: { ...FAMILY, read: readLine },
  options: { ...FAMILY, read: tickedIn },
  items: { ...FAMILY, read: tickedIn, parts: keysOf },
  item_keys: { ...FAMILY, parts: keysOf, isRest: true },
  file: { ...FAMILY, read: fileIn },
  group: { ...FAMILY, parts: (control) => [control] },
  rows: { ...FAMILY, parts: rowsOf },
  // Of any type: one answer for each option that is chosen in another field.
  per: { ...FAMILY, parts: keysOf },
};
