// A text composed of answers has no gaps, whatever is missing.
import { expect, test } from "vitest";
import { compose } from "../../src/form/compose_text.js";

const TEMPLATE =
  "{judul} diselenggarakan oleh {bidang} pada {mulai}, bertempat di {di.mana}. {apa}\n\nKegiatan ini: {mengapa}; lihat {rinci}.\n{kutipan}";
const ANSWERS = {
  judul: "Donor darah",
  bidang: "Sekretariat",
  mulai: "Senin, 23 November 2026 pukul 10.00 WIB",
  "di.mana": "Aula (lt. 2)",
  apa: "Warga datang… dan pulang.",
  mengapa: "stok darah menipis",
  rinci: "www.pmi.go.id",
  kutipan: "“Terima kasih!”",
};
const with_ = (answers) =>
  compose(
    TEMPLATE,
    (name) => answers[name] ?? "",
    (name) => name,
  );

test("all that is answered stands in the text", () => {
  expect(with_(ANSWERS)).toEqual({
    text: "Donor darah diselenggarakan oleh Sekretariat pada Senin, 23 November 2026 pukul 10.00 WIB, bertempat di Aula (lt. 2). Warga datang… dan pulang.\n\nKegiatan ini: stok darah menipis; lihat www.pmi.go.id.\n“Terima kasih!”",
    missing: [],
  });
});

test("what hangs on a missing answer alone is left out; a gap in the rest is marked", () => {
  const { "di.mana": _, bidang: __, ...others } = ANSWERS;
  expect(with_(others).text).toContain("oleh [bidang] pada Senin, 23 November 2026 pukul 10.00 WIB. Warga");
  expect(with_(others).missing).toEqual(["bidang", "di.mana"]);
});

test("whatever is missing, nothing dangles, and all that is missing is named", () => {
  const names = Object.keys(ANSWERS);
  for (let mask = 0; mask < 2 ** names.length; mask += 1) {
    const there = names.filter((_, n) => mask & (1 << n));
    const { text, missing } = with_(Object.fromEntries(there.map((name) => [name, ANSWERS[name]])));
    expect(missing).toEqual(names.filter((name) => !there.includes(name)));
    for (const name of there) expect(text).toContain(ANSWERS[name]);
    expect(text).not.toMatch(/ {2}| [,.;]|[,;][.;,]|[^.]\.\.(?!\.)|^[\s,.;]|[,;]$|\n{3}/);
  }
});

test("a value that ends its sentence itself gets no second mark", () => {
  expect(compose("{a}. {b}, c.", (name) => ({ a: "Selesai.", b: "Ya!" })[name] ?? "", String).text).toBe(
    "Selesai. Ya! c.",
  );
});
