// @vitest-environment happy-dom
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FAMILIES } from "../../src/form/types/families.js";
import { TYPES } from "../../src/form/types/index.js";
import { settledIn } from "../../src/form/reading.js";
import { named } from "../engine.js";

const CONFIG = { data: {}, langkah: {}, now: 0, offset: "+07:00", zone: "WIB", words: {} };

/** @param {string} html what stands in a form */
function answers(html) {
  document.body.innerHTML = `<form><div data-form-fields>${html}</div></form>`;
  return settledIn(document.querySelector("[data-form-fields]"), CONFIG).answers;
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
 * @param {string} boxes
 */
const ticked = (kind, boxes) => answers(control(kind, boxes)).a;

/**
 * @param {string} value
 * @param {string} [more]
 */
const box = (value, more = "checked") => `<input type="checkbox" name="a" value="${value}" ${more}>`;

/**
 * @param {string} id
 * @param {string} [answer] what the server says of it
 */
const file = (id, answer = JSON.stringify({ file: id })) =>
  `<div data-attached data-answer='${answer}'><input type="hidden" name="a.file" data-file value="${id}"></div>`;

describe("choices", () => {
  test("of one the value, else nothing", () => {
    expect(ticked("radio", box("ya", "") + box("tidak"))).toBe("tidak");
    expect(ticked("item_ref", box("foto", ""))).toBeNull();
  });

  test("of several all that may be chosen", () => {
    const boxes = box("web") + box("x", "") + box("ig");
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

  test("one that can't be used, or is another than the server spoke of, is no answer yet", () => {
    expect(answers(control("file", file("f1", ""))).a).toBeNull();
    expect(answers(control("file", file("f1", '{"file":"f2"}'))).a).toBeNull();
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

  test("a row in which nothing stands, or only what a new one shows, is none", () => {
    const row = (n, value) =>
      `<div data-row="${n}">${part(`a.${n}`, value).replace("data-name", 'data-default="lisan" data-name')}</div>`;
    expect(answers(control("repeat", row(0, " ") + row(1, "lisan") + row(2, "Siti"))).a).toEqual([
      { nama: "Siti" },
    ]);
  });

  test("a group in which nothing stands is none", () => {
    expect(answers(control("group", part("a", ""))).a).toBeNull();
  });

  test("of each file of earlier steps what is answered about it", () => {
    const kind = "per_item_select";
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
