import { expect, test } from "vitest";
import { fill } from "../../src/form/words.js";

test("names are filled in; one that nobody gave stays", () => {
  expect(fill("{a} dan {b}", { a: 1 })).toBe("1 dan {b}");
});

test.each([".", "!", "?", "…"])("a title that ends with %s ends its sentence", (mark) => {
  expect(fill("“{t}” dihapus.", { t: `Panen${mark}` })).toBe(`“Panen${mark}” dihapus.`);
  expect(fill("Dihapus: “{t}”. Urungkan?", { t: `Panen${mark}` })).toBe(`Dihapus: “Panen${mark}” Urungkan?`);
  expect(fill("Dihapus: {t}.", { t: `Panen${mark}` })).toBe(`Dihapus: Panen${mark}`);
  expect(fill("Dihapus: {t}.", { t: "Panen" })).toBe("Dihapus: Panen.");
  expect(fill("{t}.pdf", { t: `Panen${mark}` })).toBe(`Panen${mark}.pdf`);
});
