// @vitest-environment happy-dom
// What is typed and what it means, as the engine's own table has it (tests/engine/forms/typed_answers.json).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readerOf } from "../../src/form/types/index.js";

const LOCALES = join(import.meta.dirname, "../../../../engine/locales");
const words = (key) =>
  ["id", "en"].flatMap((language) => {
    const [, names] = new RegExp(`^${key} = "(.*)"$`, "m").exec(
      readFileSync(join(LOCALES, language, "ui.toml"), "utf-8"),
    );
    return names
      .toLowerCase()
      .split(" ")
      .map((name, place) => [name, place]);
  });
const PAGE = {
  offset: "+07:00",
  zone: "WIB",
  months: Object.fromEntries(words("months").map(([name, place]) => [name, place + 1])),
  weekdays: Object.fromEntries(words("weekdays")),
};
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
 * @param {string} language
 */
function read(kind, typed, language) {
  const control = document.createElement("div");
  Object.assign(control.dataset, { control: kind, inputs: TICKED[kind] ?? "value", path: "f" });
  const input = document.createElement(TICKED[kind] ? "input" : "textarea");
  input.name = "f";
  if (TICKED[kind]) Object.assign(input, { type: "checkbox", checked: typed !== "" });
  control.append(input);
  input.value = typed;
  return readerOf(control)(control, { ...PAGE, language });
}

test.each(Object.entries(TABLE))("%s is read as the engine reads it", (kind, rows) => {
  const meant = rows.map(([typed, , language = "id"]) => [typed, language, read(kind, typed, language)]);
  expect(meant).toEqual(
    rows.map(([typed, answer, language = "id"]) => [typed, language, answer?.wrong ? undefined : answer]),
  );
});
