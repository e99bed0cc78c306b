// @vitest-environment happy-dom
// What is typed and what it means, as the engine's own table has it (tests/engine/forms/typed_answers.json).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readerOf } from "../../src/form/types/index.js";

const PAGE = { offset: "+07:00", zone: "WIB" };
const TABLE = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../tests/engine/forms/typed_answers.json"), "utf-8"),
);
/** How inputs are named and drawn, where it isn't a field for text. */
const TICKED = {
  checkbox: "value",
  radio: "options",
  multiselect: "options",
  checklist: "options",
  item_ref: "items",
  item_select: "items",
};

/**
 * @param {string} kind
 * @param {string} typed
 */
function read(kind, typed) {
  const control = document.createElement("div");
  Object.assign(control.dataset, { control: kind, inputs: TICKED[kind] ?? "value", path: "f" });
  const input = document.createElement(TICKED[kind] ? "input" : "textarea");
  input.name = "f";
  if (TICKED[kind]) Object.assign(input, { type: "checkbox", checked: typed !== "" });
  control.append(input);
  input.value = typed;
  return readerOf(control)(control, PAGE);
}

test.each(Object.entries(TABLE))("%s is read as the engine reads it", (kind, rows) => {
  const meant = rows.map(([typed]) => [typed, read(kind, typed)]);
  expect(meant).toEqual(rows.map(([typed, answer]) => [typed, answer?.wrong ? undefined : answer]));
});
