import { expect, test } from "vitest";
import { nipProblem } from "../../src/editor/nip.js";

test.each([
  ["196912311996031017", ""],
  ["19691231 199603 1 017", ""],
  ["", ""],
  ["1234", "editor.nip.length"],
  ["196913311996031017", "editor.nip.born"],
  ["196902301996031017", "editor.nip.born"],
  ["189912311996031017", "editor.nip.born"],
  ["196912311996131017", "editor.nip.appointed"],
  ["199612311969031017", "editor.nip.order"],
  ["196912311996033017", "editor.nip.sex"],
])("a NIP is looked at part by part: %s", (number, problem) => {
  expect(nipProblem(number)).toBe(problem);
});
