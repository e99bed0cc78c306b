// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { setUpSameForAll } from "../../src/form/same_for_all.js";
import { speak } from "../../src/form/words.js";

const row = (n) => `<fieldset data-row="${n}">
<div data-control data-name="izin"><select name="foto.${n}.izin"><option value=""></option><option value="ada">Ada</option></select></div>
<fieldset data-control data-inputs="options" data-name="subjek"><input type="checkbox" name="foto.${n}.subjek" value="anak"><input type="checkbox" name="foto.${n}.subjek" value="tokoh"></fieldset>
<div data-control data-name="teks"><input name="foto.${n}.teks"></div></fieldset>`;
const at = (selector) => document.querySelector(selector);
const buttons = () => [...document.querySelectorAll("[data-same]")].map((each) => !each.hidden);
const type = (change) => {
  change();
  at("#root").dispatchEvent(new Event("input", { bubbles: true }));
};

beforeEach(() => {
  document.body.innerHTML = `<div id="root"><p id="status"></p><fieldset data-control data-inputs="rows"><legend>Foto <b>*</b></legend><div data-rows>${[0, 1, 2].map(row).join("")}</div></fieldset></div>`;
  speak({ words: { "rows.same": "SAMA {label}", "rows.made_same": "{n} DISALIN" } }, at("#status"));
  setUpSameForAll(at("#root"));
});

test("a choice of one row is copied to all rows, and offered only where that changes something", () => {
  // Of each row's choice and ticks; words of its own have no button.
  expect(buttons()).toEqual(Array(6).fill(false));
  type(() => (at('[name="foto.1.izin"]').value = "ada"));
  type(() => (at('[name="foto.1.subjek"]').checked = true));
  expect(buttons()).toEqual([false, false, true, true, false, false]);
  const [consent, subjects] = document.querySelectorAll('[data-row="1"] [data-same]');
  expect(consent.textContent).toBe("SAMA Foto");
  consent.click();
  subjects.click();
  expect([...document.querySelectorAll("select")].map((each) => each.value)).toEqual(["ada", "ada", "ada"]);
  expect([...document.querySelectorAll('[value="anak"]')].map((each) => each.checked)).toEqual([
    true,
    true,
    true,
  ]);
  expect([...document.querySelectorAll('[value="tokoh"]')].map((each) => each.checked)).toEqual([
    false,
    false,
    false,
  ]);
  expect(at("#status").textContent).toBe("2 DISALIN");
  expect(buttons()).toEqual(Array(6).fill(false));
});

test("a single row has nothing to be copied to", () => {
  for (const each of document.querySelectorAll('[data-row="1"], [data-row="2"]')) each.remove();
  type(() => (at('[name="foto.0.izin"]').value = "ada"));
  expect(buttons()).toEqual([false, false]);
});
