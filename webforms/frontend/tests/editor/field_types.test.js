import { beforeEach, expect, test } from "vitest";
import { learnTypes, typeNamed, typeNames } from "../../src/editor/field_types.js";
import { kindOf, typeOf } from "../../src/editor/model.js";

const LINE = { name: "line", shape: "text", camunda: "string" };
const SUM = { name: "sum", shape: "number", camunda: "long" };
const UNKNOWN = { name: "", shape: "text", camunda: "" };

beforeEach(() => learnTypes([LINE, SUM, UNKNOWN]));

test("all but the one that nobody knows are offered, in their order", () => {
  expect(typeNames()).toEqual(["line", "sum"]);
});

test("Camunda's names are names of ours", () => {
  expect(typeOf({ type: "long" })).toBe("sum");
  expect(kindOf({ type: "string" })).toBe(LINE);
});

test("a field that says no type is of the most used one", () => {
  expect(typeOf({})).toBe("line");
});

test("what refines a type comes before it", () => {
  const properties = { values: [{ id: "jenis", value: "sum" }] };
  expect(typeOf({ type: "string", properties })).toBe("sum");
});

test("a name that stands in no registry keeps its name, and is of the type that nobody knows", () => {
  expect(typeOf({ type: "warna" })).toBe("warna");
  expect(kindOf({ type: "warna" })).toBe(UNKNOWN);
  expect(typeNamed("")).toBe(UNKNOWN);
});
