import { describe, expect, test } from "vitest";
import {
  readCondition,
  readConditions,
  writeCondition,
  writeConditions,
} from "../../src/editor/conditions.js";

// The same texts are read by both engines of the server: tests/webforms/editor/test_parts.py.
const EXPRESSIBLE = [
  ['keputusan == "ya"', "keputusan", "==", "ya"],
  ["keputusan != 'ya'", "keputusan", "!=", "ya"],
  ["jumlah >= 10", "jumlah", ">=", 10],
  ["jumlah < -2.5", "jumlah", "<", -2.5],
  ["setuju == True", "setuju", "==", true],
  ["embargo == None", "embargo", "empty", null],
  ["embargo != None", "embargo", "filled", null],
  ['status in ["tayang", "dijadwalkan"]', "status", "in", ["tayang", "dijadwalkan"]],
  ['judul == "kata \\"kutip\\" dan \\\\"', "judul", "==", 'kata "kutip" dan \\'],
  ['alamat == "Jalan 1\\nBantul\\t55711"', "alamat", "==", "Jalan 1\nBantul\t55711"],
  ["kadar > 0.0000001", "kadar", ">", 1e-7],
  ["kadar == -0.00000025", "kadar", "==", -2.5e-7],
  ['"anak" in subjek', "subjek", "contains", "anak"],
  ['"anak" not in subjek', "subjek", "lacks", "anak"],
  ["len(foto) >= 2", "foto", "len>=", 2],
  ["len(foto) == 0", "foto", "len==", 0],
  ["selesai >= mulai", "selesai", ">=", { name: "mulai" }],
  ["tayang >= langkah.Periksa.selesai", "tayang", ">=", { name: "langkah.Periksa.selesai" }],
  ["kunci not in pilihan", "kunci", "not in", { name: "pilihan" }],
];

describe.each(EXPRESSIBLE)("%s", (source, field, operator, value) => {
  const part = { field, operator, value };

  test("is read into field, operator and value", () => {
    expect(readCondition(source)).toEqual(part);
  });

  test("means the same when it is written and read again", () => {
    expect(readCondition(writeCondition(part))).toEqual(part);
  });
});

test.each([
  'dasar.startswith("Persetujuan")',
  'x == "a" or True',
  'keputusan == "ya"\nor True',
  "embargo < None",
  "not setuju",
  "setuju",
  'a == "1" or b == "2" and c == "3"',
  '(a == "1" or b == "2") and c == "3"',
  "len(foto) > len(video)",
  "x == not",
  "True == True",
  "jumlah == 007",
  'judul == "tak\\dikenal"',
  'judul == "baris\nbaru"',
])("what says more is left as it stands: %s", (source) => {
  expect(readConditions(source)).toBeNull();
});

test.each([
  ['keputusan == "ya" and kunci != "web and site"', "and", ["keputusan", "kunci"]],
  ['embargo == None or tayang >= embargo or "x" in kanal', "or", ["embargo", "tayang", "kanal"]],
  ['keputusan == "ya"\n  and jumlah > 2', "and", ["keputusan", "jumlah"]],
  ['keputusan == "ya"', "and", ["keputusan"]],
])("several parts are joined by all or by one of them: %s", (source, join, fields) => {
  const found = readConditions(source);
  expect(found?.join).toBe(join);
  expect(found?.parts.map((part) => part.field)).toEqual(fields);
  expect(writeConditions(found)).toBe(source.split(/\s+/).join(" "));
});
