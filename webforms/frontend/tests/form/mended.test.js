// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { setUpMended } from "../../src/form/mended.js";
import { speak } from "../../src/form/words.js";

const FORM = `<section class="notice late"><h2>2 SALAH</h2>
<ul class="summary"><li><a href="#f-judul">Judul</a></li><li><a href="#f-pilih--0">Pilih</a></li></ul></section>
<div id="root"><p id="status"></p>
<div data-control><input name="judul" id="f-judul" aria-invalid="true" value="x"><p class="problem" id="f-judul-problem">Pendek</p></div>
<fieldset data-control><input type="radio" name="pilih" id="f-pilih--0" value="ya"><input type="radio" name="pilih" value="tidak">
<p class="problem" id="f-pilih-problem">Pilih salah satu.</p></fieldset></div>`;
const at = (selector) => document.querySelector(selector);
const press = (element, change) => {
  change(element);
  element.dispatchEvent(new Event("input", { bubbles: true }));
};

beforeEach(() => {
  document.body.innerHTML = `<form>${FORM}</form>`;
  const words = {
    "field.mended": "DIPERIKSA",
    "summary.problems": "{n} SALAH",
    "summary.mended": "TIADA LAGI",
  };
  speak({ words }, at("#status"));
  setUpMended(at("form"), at("#root"));
});

test("a problem goes when its input is changed, and is told of once", () => {
  press(at("#f-pilih--0"), (each) => (each.checked = true));
  expect([at("#f-pilih-problem").hidden, at("#f-judul-problem").hidden]).toEqual([true, false]);
  expect([...document.querySelectorAll("li")].map((each) => each.className)).toEqual(["", "mended"]);
  expect(at("#status").textContent).toBe("DIPERIKSA");
  at("#status").textContent = "";
  press(at("#f-pilih--0"), () => {});
  expect(at("#status").textContent).toBe("");
});

test("the summary counts what is still wrong, and says so when nothing is", () => {
  const heading = () => at("h2").textContent;
  press(at("#f-pilih--0"), (each) => (each.checked = true));
  expect(heading()).toBe("1 SALAH");
  press(at("#f-judul"), (each) => (each.value = "panjang"));
  expect(heading()).toBe("TIADA LAGI");
  press(at("#f-judul"), (each) => (each.value = "x"));
  expect(heading()).toBe("1 SALAH");
});

test("it is back when the same stands there again", () => {
  press(at("#f-judul"), (each) => (each.value = "xy"));
  expect(at("#f-judul").hasAttribute("aria-invalid")).toBe(false);
  press(at("#f-judul"), (each) => (each.value = "x"));
  expect(at("#f-judul-problem").hidden).toBe(false);
  expect(at("#f-judul").getAttribute("aria-invalid")).toBe("true");
});
