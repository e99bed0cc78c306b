import { describe, expect, test } from "vitest";
import { learnTypes } from "../../src/editor/field_types.js";
import { begun, firstFor, operatorsFor, othersFor, valueFor, wordOf } from "../../src/editor/operators.js";
import { named } from "../engine.js";

/** Shapes of answers that the engine knows. */
const SHAPES = named("Shape");
// A type of each shape, called as the shape, and one that nobody knows.
learnTypes([...SHAPES.map((shape) => ({ name: shape, shape })), { name: "", shape: "text" }]);

/**
 * @param {string} name
 * @param {string} type
 * @param {string[]} options
 */
const field = (name, type, ...options) => ({
  name,
  label: name,
  field: { type, values: options.map((id) => ({ $type: "camunda:Value", id })) },
});
const JUDUL = field("judul", "text");
const JUMLAH = field("jumlah", "number");
const BIAYA = field("biaya", "number");
const MULAI = field("mulai", "moment");
const TERBIT = field("terbit", "moment");
const FOTO = field("foto", "rows");
const KANAL = field("kanal", "list", "web", "x");
const STATUS = field("status", "option", "tayang", "batal");
const SETUJU = field("setuju", "truth");
const SCOPE = {
  fields: [JUDUL, JUMLAH, BIAYA, MULAI, TERBIT, FOTO, KANAL, STATUS, SETUJU],
  moments: [["sekarang", "sekarang"]],
};

test.each([
  [JUDUL, "=="],
  [JUMLAH, "=="],
  [STATUS, "=="],
  [SETUJU, "=="],
  [FOTO, "len>="],
  [KANAL, "contains"],
  [MULAI, "<="],
])("a condition begins with what is likeliest: $name", ({ name }, operator) => {
  expect(firstFor(name, SCOPE).operator).toBe(operator);
});

test.each([
  ["judul", ""],
  ["jumlah", 0],
  ["setuju", true],
  ["status", "tayang"],
  ["kanal", "web"],
  ["foto", 1],
  ["mulai", { name: "sekarang" }],
])("and with a value of its field's kind: %s", (name, value) => {
  expect(firstFor(name, SCOPE).value).toEqual(value);
});

test("a rule begins with asking for an answer, unless its field's type says more", () => {
  expect(begun("judul", SCOPE)).toBe("judul != None");
  expect(begun("foto", SCOPE)).toBe("len(foto) >= 1");
  expect(begun("mulai", SCOPE)).toBe("mulai <= sekarang");
});

test("an operator that a type does not offer is still shown where it stands", () => {
  const part = { field: "setuju", operator: ">", value: 1 };
  expect(operatorsFor(SETUJU.field, part)).toEqual(["==", "!=", ">"]);
});

test("every shape has operators, and all of them have words", () => {
  for (const shape of SHAPES) {
    const operators = operatorsFor({ type: shape }, { operator: undefined }).filter(Boolean);
    expect(operators.length).toBeGreaterThan(1);
    expect(operators.map((each) => wordOf(each, { type: shape }))).not.toContain(undefined);
  }
});

test("what stands in no form has the shape that it is given", () => {
  expect(operatorsFor({ shape: "option" }, { operator: "in" })).toContain("not in");
});

test("times are said otherwise than numbers", () => {
  expect(wordOf("<=", MULAI.field)).toBe("not_after");
  expect(wordOf("<=", JUMLAH.field)).toBe("at_most");
  expect(wordOf("<=", undefined)).toBe("at_most");
});

describe("what a field may be compared with", () => {
  const names = (part, { field: about }) => othersFor(part, about, SCOPE).map(([name]) => name);

  test("times with the clock and with other times", () => {
    expect(names({ field: "mulai", operator: "<=" }, MULAI)).toEqual(["sekarang", "terbit"]);
  });

  test("numbers with other numbers", () => {
    expect(names({ field: "jumlah", operator: ">" }, JUMLAH)).toEqual(["biaya"]);
  });

  test("texts with nothing, unless they are already", () => {
    expect(names({ field: "judul", operator: "==" }, JUDUL)).toEqual([]);
    expect(names({ field: "judul", operator: "==", value: { name: "status" } }, JUDUL)).toContain("status");
  });

  test("what is looked for in another field, with lists", () => {
    const part = { field: "judul", operator: "in", value: { name: "kanal" } };
    expect(names(part, JUDUL)).toEqual(["foto", "kanal"]);
  });
});

test.each([
  ["filled", "ya", null],
  ["len>=", ["a"], 1],
  ["len>=", 3, 3],
  ["in", "batal", ["batal"]],
  ["not in", null, ["tayang"]],
  ["==", ["batal", "tayang"], "batal"],
  ["!=", { name: "judul" }, { name: "judul" }],
])("another operator keeps as much of the value as fits: %s %j", (operator, before, value) => {
  const about = { name: "status", field: STATUS.field, scope: SCOPE };
  expect(valueFor(operator, before, about)).toEqual(value);
});
