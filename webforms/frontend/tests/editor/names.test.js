import { expect, test } from "vitest";
import { elementId, fieldId, isMadeUp } from "../../src/editor/names.js";

/** @param {string[]} taken */
const among =
  (...taken) =>
  (id) =>
    taken.includes(id);

test.each([
  ["Memeriksa materi", "Memeriksa_materi_2"],
  ["Start", "Start_2"],
  ["end", "end"],
  ["1. Terima", "Unsur_1_Terima"],
  ["Résumé / CV", "Resume_CV"],
  ["🙂", "Unsur"],
  ["End", "End_2"],
])("an id comes from a name and is safe: %s", (name, id) => {
  expect(elementId(name, among("Memeriksa_materi"))).toBe(id);
});

// That none of them is a word of the conditions is seen by their parser: tests/webforms/editor/test_parts.py.
test.each([
  ["Judul kegiatan", "judul_kegiatan"],
  ["Kunci", "kunci_2"],
  ["Langkah", "langkah_2"],
  ["In", "in_2"],
  ["2 saksi", "isian_2_saksi"],
])("a field's id comes from its label: %s", (label, id) => {
  expect(fieldId(label, among())).toBe(id);
});

test("an id is long enough to be told apart, and ends with a letter", () => {
  const id = elementId(`${"a".repeat(39)} ${"b".repeat(39)}`, among());
  expect(id).toBe("a".repeat(39));
});

test("ids that bpmn-js made up are known", () => {
  expect(isMadeUp("Activity_0x1y2z3")).toBe(true);
  expect(isMadeUp("Periksa_materi")).toBe(false);
});
