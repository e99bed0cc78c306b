// @vitest-environment happy-dom
// Every finding has a place in the panel where it can be put right, or a button that does it, or a reason why neither is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { GROUPS, NOWHERE, placeOf } from "../../src/editor/findings/places.js";
import { REMEDIES } from "../../src/editor/findings/remedies.js";
import { BY_RULE } from "../../src/editor/vocabulary.js";

vi.mock("../../src/editor/modeler.js", () => ({ fit() {} }));

const ROOT = join(import.meta.dirname, "../../../..");
/** @param {string} file */
const catalogue = (file) => readFileSync(join(ROOT, "engine/locales/id", file), "utf-8");
const RULES = [...catalogue("lint.toml").matchAll(/^\[rule\.(\w+)\]$/gm)].map(([, rule]) => rule);
const isWritable = ({ read_only, not_in_editor }) => !read_only && !not_in_editor;

test("there are rules to be gone through", () => {
  expect(RULES.length).toBeGreaterThan(75);
});

test.each(RULES)("%s", (rule) => {
  const written = (BY_RULE.get(rule) ?? []).some(isWritable);
  const ends = [written, rule in GROUPS, rule in REMEDIES, (NOWHERE[rule] ?? "").length > 20];
  expect(ends).toContain(true);
});

test("what is said of a rule here is said of one that there is", () => {
  const named = [
    ...Object.keys(GROUPS),
    ...Object.keys(REMEDIES),
    ...Object.keys(NOWHERE),
    ...BY_RULE.keys(),
  ];
  expect(named.filter((rule) => !RULES.includes(rule))).toEqual([]);
  expect(Object.keys(NOWHERE).filter((rule) => rule in GROUPS || rule in REMEDIES)).toEqual([]);
});

test.each(Object.keys(REMEDIES))("the button of %s has words", (rule) => {
  const [, words] = catalogue("editor.toml").split(/^\[remedy\]$/m);
  expect(words.split(/^\[/m)[0]).toMatch(new RegExp(`^${rule} = "`, "m"));
});

const objectOf = (type) => ({
  $type: type,
  $instanceOf: (each) => each === type || each === "bpmn:FlowNode",
});

test.each([
  ["unreadable_value", { field: "foto", detail: "maks_mb=x" }, "form", "max_mb"],
  ["form_condition_reads_unknown", { field: "foto", property: "wajib_jika" }, "form", "required_if"],
  ["form_condition_reads_unknown", { field: "foto", property: "syarat" }, "more_rules", "rules"],
  ["form_condition_reads_unknown", { field: "", property: "sidik_kecuali" }, "content", "hash_unless"],
  ["unknown_field_reference", { field: "", property: "sidik_isi" }, "content", "hashes"],
  ["unknown_field_reference", { field: "foto", property: "dari" }, "form", "of"],
  ["unknown_step_reference", { property: "kembalikan_ke" }, "separation", "returns_to"],
  ["hash_of_nothing", {}, "content", "hash_of"],
  ["norm_unreadable", {}, "quality", "norm"],
  ["field_without_options", { field: "foto" }, "form", undefined],
])("%s leads to its property: %o", (rule, params, group, key) => {
  const element = { businessObject: objectOf("bpmn:UserTask") };
  const modeler = { get: () => ({ get: () => element }) };
  const place = placeOf({ modeler }, { rule, element: "x", params });
  expect(place.group).toBe(group);
  expect(place.property?.key).toBe(key);
});
