import { expect, test } from "vitest";
import { groupFrom, optionsFrom } from "../../src/editor/options.js";

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

const of = (id, name, value) => ({ id, name, value });
const VILLAGES = [
  of("lain", "Lain"),
  of("canden", "Canden", "jetis"),
  of("timbul", "Timbulharjo", "sewon"),
  of("srimulyo", "Srimulyo", "sewon jetis"),
];
/** As ids and what they belong to, after the villages of Sewon were written anew. */
const ofSewon = (...lines) =>
  groupFrom(lines.join("\n"), VILLAGES, "sewon").map(({ old, id, value }) =>
    `${old?.id ?? id} ${old?.value ?? value ?? ""}`.trim(),
  );

test("options of one choice are written by themselves; the others stay as they are", () => {
  expect(ofSewon("Timbulharjo", "Srimulyo")).toEqual([
    "lain",
    "canden jetis",
    "timbul sewon",
    "srimulyo sewon jetis",
  ]);
  expect(ofSewon("Timbulharjo", "Srimulyo", "Canden")).toContain("canden_2 sewon");
});

test("an option that is reworded belongs where it did, one that is taken away is left where it also belongs", () => {
  expect(ofSewon("Timbul", "Srimulyo")).toContain("timbul sewon");
  expect(ofSewon("Timbulharjo")).toContain("srimulyo jetis");
  expect(ofSewon("Srimulyo").join()).not.toContain("timbul");
});
