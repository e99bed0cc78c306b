// A field gets another id, and whatever names it follows.
import { fieldsOf, nameOf, objectOf } from "../model.js";
import { follow } from "./references.js";

/** @import { FormField } from "../../viewer/moddle.js" */
/** @import { Edits } from "../edits.js" */
/** @import { Element, Modeler } from "../types.js" */
/** @import { Written } from "./written.js" */

/**
 * Its parts' ids begin with it.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {Element} element
 * @param {FormField} field
 * @param {string} id
 * @param {(written: Written) => boolean} [isMeant] of what names it
 */
export function renameField(modeler, edits, element, field, id, isMeant) {
  const before = nameOf(field);
  const ending = (field.id ?? "").endsWith(".*") ? ".*" : "";
  edits.together(() => {
    if (before) follow(modeler, edits, { kind: "field", name: before }, id, isMeant);
    for (const part of fieldsOf(objectOf(element)))
      if (before && nameOf(part).startsWith(`${before}.`))
        edits.updateField(element, part, { id: id + (part.id ?? "").slice(before.length) });
    edits.updateField(element, field, { id: id + ending });
  });
}

/**
 * Where another step asks for the same name: what names it elsewhere means that.
 * @param {Modeler} modeler
 * @param {Edits} edits
 * @param {Element} element
 * @param {FormField} field
 * @param {string} id
 */
export function renameOwn(modeler, edits, element, field, id) {
  renameField(modeler, edits, element, field, id, (written) => written.element === element);
}
