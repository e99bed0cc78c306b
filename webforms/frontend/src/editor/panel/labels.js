// What a property of the diagram is called in the panel.
import { isKnown, t } from "../words.js";

/** @import { Property } from "../types.js" */

/** @param {Property} property */
export const labelOf = ({ place, key }) => t(`vocabulary.${place}.${key}.label`);

/** @param {Property} property */
export function helpOf({ place, key }) {
  const help = `vocabulary.${place}.${key}.help`;
  return isKnown(help) ? t(help) : undefined;
}

/**
 * What a value of a choice is called.
 * @param {Property} property
 * @param {string} value empty: none
 */
export const valueWords = ({ place, key }, value) =>
  t(`vocabulary.${place}.${key}.values.${value || "none"}`);
