// Whatever names a thing that goes, or gets another name or type, is put right in the same action, or asked about at once.
import { kindOf, nameOf } from "../model.js";
import { FIELD, PROCESS } from "../vocabulary.js";
import { isListed, isNaming, rewritten, write, writtenOf } from "./written.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Edits } from "../edits.js" */
/** @import { Modeler, Property } from "../types.js" */
/** @import { Kind, Written } from "./written.js" */

/** @typedef {{ kind: Kind, name: string }} Target what is named */
/** @typedef {Written & { isOpen: boolean }} Left what named it: put right, or open for a person to decide */

/** @param {FormField} field */
const isListOfItems = (field) => kindOf(field).inputs === "items" && kindOf(field).shape === "list";

/**
 * What a field must be for a property to name it; others may name any.
 * @type {Map<Property, (field: FormField) => boolean>}
 */
const FITS = new Map([
  [FIELD.of, (field) => kindOf(field).sends_items],
  [
    FIELD.narrowed_by,
    (field) => isListOfItems(field) || (kindOf(field).has_options && kindOf(field).gives_keys),
  ],
  [FIELD.per, (field) => kindOf(field).gives_keys && kindOf(field).shape === "list"],
  [PROCESS.title_field, (field) => kindOf(field).names_instances],
]);

/**
 * Whether a property may name a field of that type.
 * @param {Property} property
 * @param {FormField} field
 */
export const fits = (property, field) => FITS.get(property)?.(field) ?? true;

/**
 * @param {Modeler} modeler
 * @param {Target} target
 */
export const referencesTo = (modeler, { kind, name }) =>
  writtenOf(modeler, kind).filter((each) => isNaming(each, kind, name));

/**
 * After these have gone: lists name them no more; conditions and scripts that read them are left for a person.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {Target[]} targets
 * @param {(written: Written) => boolean} [isMeant] of those that name it
 * @returns {Left[]}
 */
export function forget(modeler, edits, targets, isMeant = () => true) {
  return targets.flatMap((target) =>
    referencesTo(modeler, target)
      .filter(isMeant)
      .map((each) => {
        if (isListed(each.property)) write(edits, each, rewritten(each, target.kind, target.name));
        return { ...each, isOpen: !isListed(each.property) };
      }),
  );
}

/**
 * Everything that names it follows its new name.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {Target} target
 * @param {string} fresh
 * @param {(written: Written) => boolean} [isMeant] of those that name it
 */
export function follow(modeler, edits, target, fresh, isMeant = () => true) {
  for (const each of referencesTo(modeler, target).filter(isMeant))
    write(edits, each, rewritten(each, target.kind, target.name, fresh));
}

/**
 * After a field has got another type: what can't name it any more does not.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {FormField} field
 * @returns {Left[]}
 */
export function misfits(modeler, edits, field) {
  /** @type {Target} */
  const target = { kind: "field", name: nameOf(field) };
  const found = referencesTo(modeler, target).filter(({ property }) => !fits(property, field));
  return found.map((each) => {
    write(edits, each, rewritten(each, target.kind, target.name));
    return { ...each, isOpen: false };
  });
}
