// Shows, hides and requires fields as their conditions say. What is hidden is not sent; the server judges again.

import { holds } from "./conditions.js";
import { controlsIn, keysOf, rowsOf, valuesIn } from "./values.js";
import { announce, say } from "./words.js";

export function keepShown(root, config) {
  const judge = (loud) => {
    const before = loud ? visible(root) : null;
    const values = valuesIn(root, config.offset);
    const now = { sekarang: localNow(config.offset), langkah: config.langkah };
    judgeAll(root, [values, config.data, now], config.offset);
    for (const input of root.querySelectorAll("input, select, textarea")) {
      input.disabled = "barred" in input.dataset || input.closest("[data-off]") !== null;
    }
    const fresh = before ? [...visible(root)].filter((each) => !before.has(each)) : [];
    if (fresh.length) announce(fresh.map((each) => say("field.shown", { label: labelOf(each) })).join(" "));
  };
  root.addEventListener("input", () => judge(true));
  root.addEventListener("form:changed", () => judge(false));
  judge(false);
}

function judgeAll(root, layers, offset) {
  for (const control of controlsIn(root)) {
    const lookup = (name) => layers.find((layer) => Object.hasOwn(layer, name))?.[name] ?? null;
    const shown = !control.dataset.shownIf || holds(JSON.parse(control.dataset.shownIf), lookup);
    control.toggleAttribute("data-off", !shown);
    // As on the server: what is hidden has no answer, for the fields after it.
    const { name } = control.dataset;
    if (!shown && Object.hasOwn(layers[0], name)) layers[0][name] = nothing(control, layers[0][name]);
    if (control.dataset.requiredIf) require(control, holds(JSON.parse(control.dataset.requiredIf), lookup));
    judgeWithin(control, layers, lookup, offset);
  }
}

/** Of the same shape as an answer. */
const nothing = ({ dataset }, value) => (["per", "per_item_select"].includes(dataset.control) ? {} : Array.isArray(value) ? [] : null);

function judgeWithin(control, layers, lookup, offset) {
  const kind = control.dataset.control;
  if (kind === "group") judgeAll(control, [valuesIn(control, offset), ...layers], offset);
  if (kind === "repeat" || kind === "files") {
    for (const row of rowsOf(control)) judgeAll(row, [valuesIn(row, offset), ...layers], offset);
  }
  const wanted = kind === "per" ? control.dataset.per : control.dataset.narrowedBy;
  const chosen = wanted ? [lookup(wanted) ?? []].flat() : null;
  if (!chosen && kind !== "per_item_select") return;
  for (const each of keysOf(control)) {
    const { key } = each.dataset;
    judgeAll(each, [{ kunci: key }, ...layers], offset);
    // Reasons are asked for what isn't chosen, captions and the main photo for what is.
    const asked = !chosen || chosen.includes(key) !== (kind === "per_item_select");
    const inner = controlsIn(each);
    each.toggleAttribute("data-off", !asked || (inner.length > 0 && inner.every((one) => one.hasAttribute("data-off"))));
  }
  const none = keysOf(control).every((each) => each.hasAttribute("data-off"));
  control.querySelector(":scope > [data-empty]")?.toggleAttribute("data-off", !none);
}

function require(control, needed) {
  control.querySelector(":scope > :is(label, legend) [data-required], :scope > label > span > [data-required]")?.toggleAttribute("hidden", !needed);
  const input = control.matches('[role="radiogroup"]')
    ? control
    : control.querySelector(":scope > :is(input, textarea, select), :scope > label > input");
  if (needed) input?.setAttribute("aria-required", "true");
  else input?.removeAttribute("aria-required");
}

const visible = (root) =>
  new Set([...root.querySelectorAll("[data-control], [data-key]")].filter((each) => !each.closest("[data-off]")));

const labelOf = (control) =>
  control.querySelector("legend, label")?.firstChild?.textContent.trim() || control.dataset.key || "";

// The time as the server writes it: local, with the office's offset, whatever zone the device is in.
function localNow(offset) {
  const [hours, minutes] = offset.slice(1).split(":").map(Number);
  const east = (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
  return new Date(Date.now() + east * 60000).toISOString().slice(0, 19) + offset;
}
