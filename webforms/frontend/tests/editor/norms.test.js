import { expect, test } from "vitest";
import { readNorm, writeNorm } from "../../src/editor/norms.js";

test.each([
  ["PT15M", { unit: "menit", least: "", most: "15" }],
  ["PT1H/PT2H", { unit: "jam", least: "1", most: "2" }],
  ["P5D", { unit: "hari", least: "", most: "5" }],
  ["3x24H", { unit: "clock", least: "", most: "3" }],
  ["1x24H/3x24H", { unit: "clock", least: "1", most: "3" }],
])("a norm is a number, a unit or a range: %s", (iso, norm) => {
  expect(readNorm(iso)).toEqual(norm);
  expect(writeNorm(norm)).toBe(iso);
});

test("an empty norm can be filled", () => {
  expect(readNorm("")).toEqual({ unit: "menit", least: "", most: "" });
  expect(writeNorm({ unit: "menit", least: "", most: "" })).toBe("");
});

test.each(["PT1H30M", "P1M", "PT1H/P2D", "PT1H/1x24H", "1x12H", "PT1H/PT2H/PT3H", "segera", "PT1H/"])(
  "an odd one is left alone: %s",
  (iso) => {
    expect(readNorm(iso)).toBeNull();
  },
);

test("what is no number says nothing", () => {
  expect(writeNorm({ unit: "menit", least: "", most: "nol" })).toBe("");
});

test("a range of one length is that length", () => {
  expect(writeNorm({ unit: "jam", least: "2", most: "2" })).toBe("PT2H");
  expect(writeNorm({ unit: "jam", least: "2", most: "" })).toBe("PT2H");
});
