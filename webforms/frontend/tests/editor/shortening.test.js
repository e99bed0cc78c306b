// Names on the drawing end with their box.
import { expect, test } from "vitest";
import { shortened } from "../../src/editor/shortening.js";

const STEP = { width: 160, height: 76 };

test.each([
  ["Memeriksa materi liputan untuk memperoleh persetujuan tayang", STEP],
  ["Mulai", { width: 90, height: 30 }],
  ["", {}],
])("what fits is whole: %s", (text, box) => {
  expect(shortened(text, box)).toBe(text);
});

test.each([STEP, { width: 90, height: 30 }, { width: 10, height: 400 }, undefined])(
  "650 letters do not: %o",
  (box) => {
    const words = "kata ".repeat(130);
    const drawn = shortened(words, box);
    expect(drawn.length).toBeLessThanOrEqual(125);
    expect(drawn.endsWith("…")).toBe(true);
  },
);
