// What an element is, and what it is called, in words.
import { objectOf } from "./model.js";
import { readNorm } from "./norms.js";
import { durationOf, isTimer, timerKind } from "./timers.js";
import { isKnown, t } from "./words.js";

/** @import { Element } from "./types.js" */

/** @param {Element} element */
export function kindOf(element) {
  if (isTimer(element)) return t(`editor.create.${timerKind(element)}`);
  const key = `editor.kind.${objectOf(element).$type.replace("bpmn:", "")}`;
  return t(isKnown(key) ? key : "editor.kind.other");
}

/** @param {Element} element */
export function nameOfElement(element) {
  return objectOf(element).name || (isTimer(element) ? timerWords(element) : t("editor.unnamed"));
}

/**
 * "Pengingat setelah 30 menit": a timer needs no name.
 * @param {Element} timer
 */
function timerWords(timer) {
  const span = readNorm(durationOf(timer));
  if (!span?.most || span.least) return kindOf(timer);
  return t(`editor.timer.${timerKind(timer)}_after`, {
    time: t(`editor.span.${span.unit}`, { n: Number(span.most) }),
  });
}
