// @vitest-environment happy-dom
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAMILIES } from "../../src/form/types/families.js";
import { TYPES } from "../../src/form/types/index.js";
import { valuesIn } from "../../src/form/values.js";
import { named } from "../engine.js";

const OFFSET = "+07:00";

/** @param {string} html what stands in a form */
function answers(html) {
  document.body.innerHTML = `<form><div data-form-fields>${html}</div></form>`;
  return valuesIn(document.querySelector("[data-form-fields]"), OFFSET);
}

/** How the inputs of a type are named, as the server writes it beside the type. */
const INPUTS = {
  radio: "options",
  multiselect: "options",
  checklist: "options",
  item_ref: "items",
  item_select: "items",
  per_item_select: "item_keys",
  file: "file",
  file_or_text: "file",
  group: "group",
  files: "rows",
  repeat: "rows",
  per: "per",
};

/**
 * @param {string} kind
 * @param {string} inside
 */
const control = (kind, inside, name = "a", inputs = INPUTS[kind] ?? "value") =>
  `<div data-control="${kind}" data-inputs="${inputs}" data-name="${name}" data-path="${name}">${inside}</div>`;

/**
 * @param {string} kind
 * @param {string} value
 */
const typed = (kind, value) => answers(control(kind, `<textarea name="a">${value}</textarea>`)).a;

/**
 * @param {string} kind
 * @param {string} boxes
 */
const ticked = (kind, boxes) => answers(control(kind, boxes)).a;

/**
 * @param {string} value
 * @param {string} [more]
 */
const box = (value, more = "checked") => `<input type="checkbox" name="a" value="${value}" ${more}>`;

const file = (id) => `<div data-attached><input type="hidden" data-file value="${id}"></div>`;

describe("text", () => {
  test("a line is one line, nothing is nothing", () => {
    expect(typed("text", "  dua\n baris ")).toBe("dua baris");
    expect(typed("url", " ")).toBeNull();
  });

  test("longer text keeps its lines", () => {
    expect(typed("textarea", " satu\r\ndua ")).toBe("satu\ndua");
    expect(typed("richtext", "")).toBeNull();
  });

  test("tags are counted once, however they are set apart", () => {
    expect(typed("tags", "#bantul, sosial\n#bantul  donor")).toEqual(["bantul", "sosial", "donor"]);
  });
});

test.each([
  ["1.250.000", 1_250_000],
  ["1.250.000,5", 1_250_000.5],
  ["12,5", 12.5],
  ["12.5", 12.5],
  ["0.125", 0.125],
  ["-3", -3],
  ["\u22123", -3],
  ["1 000", 1000],
  ["1.25.000", null],
  ["dua", null],
  ["", null],
])("a number is written as people here write it: %s", (text, number) => {
  expect(typed("number", text)).toBe(number);
});

test("a moment has seconds and the office's offset", () => {
  expect(typed("datetime", "2026-11-23T10:00")).toBe("2026-11-23T10:00:00+07:00");
  expect(typed("datetime", "2026-11-23T10:00:30")).toBe("2026-11-23T10:00:30+07:00");
  expect(typed("datetime", "")).toBeNull();
});

describe("choices", () => {
  test("of one the value, else nothing", () => {
    expect(ticked("radio", box("ya", "") + box("tidak"))).toBe("tidak");
    expect(ticked("item_ref", box("foto", ""))).toBeNull();
  });

  test("of several all that may be chosen", () => {
    const boxes = box("web") + box("x", "") + box("fb", 'checked data-barred="1"') + box("ig");
    expect(ticked("checklist", boxes)).toEqual(["web", "ig"]);
    expect(ticked("multiselect", boxes)).toEqual(["web", "ig"]);
    expect(ticked("item_select", "")).toEqual([]);
  });

  test("a single box is true or false", () => {
    expect(ticked("checkbox", box("ya"))).toBe(true);
    expect(ticked("checkbox", box("ya", ""))).toBe(false);
  });
});

describe("files", () => {
  test("a file is known by its id", () => {
    expect(answers(control("file", file("f1"))).a).toEqual({ file: "f1" });
    expect(answers(control("file", file(""))).a).toBeNull();
  });

  test("where a text may stand instead, the file comes first", () => {
    const text = '<textarea name="a.text"> tautan </textarea>';
    expect(answers(control("file_or_text", file("f1") + text)).a).toEqual({ file: "f1" });
    expect(answers(control("file_or_text", file("") + text)).a).toEqual({ text: "tautan" });
    expect(answers(control("file_or_text", file(""))).a).toBeNull();
  });
});

describe("what has parts", () => {
  const part = (path, value) =>
    `<div data-control="text" data-inputs="value" data-name="nama" data-path="${path}.nama"><input name="${path}.nama" value="${value}"></div>`;

  test("a group is a mapping of its parts", () => {
    expect(answers(control("group", part("a", "Siti"))).a).toEqual({ nama: "Siti" });
  });

  test("rows are a list, each with its file", () => {
    const rows = ["0", "3"].map(
      (n) => `<div data-row="${n}">${part(`a.${n}`, `orang ${n}`)}${file(`f${n}`)}</div>`,
    );
    const both = [
      { nama: "orang 0", file: "f0" },
      { nama: "orang 3", file: "f3" },
    ];
    expect(answers(control("files", rows.join(""))).a).toEqual(both);
    expect(answers(control("repeat", rows.join(""))).a).toEqual(both);
  });

  test.each(["per", "per_item_select"])("of each option what is answered about it: %s", (kind) => {
    const keys = [
      ["web", "Judul"],
      ["x", ""],
    ].map(([key, value]) => `<div data-key="${key}">${part(`a.${key}`, value)}</div>`);
    expect(answers(control(kind, keys.join(""))).a).toEqual({ web: "Judul" });
  });

  test("their controls are none of the form's", () => {
    const form = control("group", part("a", "Siti")) + control("text", '<input name="b" value="x">', "b");
    expect(Object.keys(answers(form))).toEqual(["a", "b"]);
  });
});

describe("readers", () => {
  test("each file of a type is known by its name", () => {
    const shared = ["families.js", "index.js"];
    const files = readdirSync(join(import.meta.dirname, "../../src/form/types"));
    const names = files.filter((each) => !shared.includes(each)).map((each) => each.replace(".js", ""));
    expect(Object.keys(TYPES)).toEqual(names.sort());
  });

  test("all ways in which inputs are named are read, and those of each key of another field", () => {
    expect(Object.keys(FAMILIES)).toEqual([...named("Inputs"), "per"]);
  });

  test("inputs that nobody knows are no line of text", () => {
    expect(() => answers(control("text", "", "a", "lines"))).toThrow("a: nobody reads inputs named lines");
  });

  test("what nobody is asked has no answer", () => {
    expect(answers(control("unknown", '<input name="a" value="x">', "a", "none")).a).toBeNull();
  });
});
