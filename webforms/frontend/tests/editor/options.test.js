import { expect, test } from "vitest";
import { optionsFrom } from "../../src/editor/options.js";

const SEHAT = { id: "sehat", name: "Sehat" };
const SAKIT = { id: "sakit", name: "Sakit" };

/** @param {string[]} lines */
const made = (...lines) =>
  optionsFrom(lines.join("\n"), [SEHAT, SAKIT]).map((each) => each.old?.id ?? `${each.id}: ${each.name}`);

test("a line that stays is the option that it was", () => {
  expect(made("Sehat", "Sakit")).toEqual(["sehat", "sakit"]);
  expect(made("Sakit", "Sehat")).toEqual(["sakit", "sehat"]);
});

test("a line that is reworded keeps its answers", () => {
  expect(made("Sehat", "Sakit ringan")).toEqual(["sehat", "sakit: Sakit ringan"]);
});

test("a line more is a new option, with an id of its own", () => {
  expect(made("Sehat", "Sakit", "Lain-lain")).toEqual(["sehat", "sakit", "lain_lain: Lain-lain"]);
  expect(made("Sehat", "Sakit", "sakit")).toEqual(["sehat", "sakit", "sakit_2: sakit"]);
});

test("a line less is an option less; empty lines are none", () => {
  expect(made("", "  Sakit  ", "")).toEqual(["sakit"]);
});
