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

/** @type {Reader} */
const readRows = (control, { inside }) => rowsOf(control).map((row) => ({ ...inside(row), ...fileIn(row) }));

/** @type {Reader} */
const readOneForEachKey = (control, { inside }) =>
  Object.fromEntries(
    keysOf(control)
      .map((each) => [each.dataset.key, Object.values(inside(each))[0] ?? null])
      .filter(([, value]) => value !== null),
  );

/** @type {Family} */
const FAMILY = { read: () => null, parts: () => [], isKeyed: false, onlyTheRest: false };

/** @type {Record<string, Family>} */
export const FAMILIES = {
  none: FAMILY,
  value: { ...FAMILY, read: readLine },
  options: { ...FAMILY, read: tickedIn },
  items: { ...FAMILY, read: tickedIn },
  item_keys: { ...FAMILY, read: readOneForEachKey, isKeyed: true, onlyTheRest: true },
  file: { ...FAMILY, read: fileIn },
  group: { ...FAMILY, read: (control, { inside }) => inside(control), parts: (control) => [control] },
  rows: { ...FAMILY, read: readRows, parts: rowsOf },
  // Of any type: one answer for each option that is chosen in another field.
  per: { ...FAMILY, read: readOneForEachKey, isKeyed: true },
};
