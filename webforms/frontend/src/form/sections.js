// How much of each part of a long form is filled in, while it is.
import { all, find, isInput } from "../dom.js";
import { controlsIn } from "./controls.js";
import { say } from "./words.js";

/** @param {HTMLElement} root */
export function setUpSections(root) {
  const sections = all(root, "[data-section]", HTMLDetailsElement);
  if (!sections.length) return;
  const count = () => {
    for (const section of sections) {
      const controls = controlsIn(root).filter((each) => section.contains(each) && isCounted(each));
      const filled = controls.filter(isFilled).length;
      find(section, "[data-filled]").textContent = say("section.filled", { filled, total: controls.length });
    }
  };
  root.addEventListener("input", count);
  root.addEventListener("form:changed", count);
  count();
}

/** @param {HTMLElement} control */
const isCounted = (control) => !("unanswered" in control.dataset) && !control.hasAttribute("data-off");

/** @param {HTMLElement} control */
const isFilled = (control) =>
  all(control, "input, select, textarea").some(
    (input) => isInput(input) && !input.disabled && hasAnswer(input),
  );

/** @param {import("../dom.js").Input} input */
function hasAnswer(input) {
  // eslint-disable-next-line alur/no-type-names -- types of input in HTML
  const isTick = input instanceof HTMLInputElement && ["checkbox", "radio"].includes(input.type);
  return isTick ? input.checked : input.value.trim() !== "";
}
