// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { view } from "../src/media.js";

const FILE = (/** @type {string} */ caption, /** @type {string} */ more) => `
  <figure data-media>
    <a href="#" data-view="image" data-file="/files/1/web" data-alt="Dua orang berdiri" ${more}></a>
    <figcaption data-about><span data-caption>${caption}</span></figcaption>
  </figure>`;

beforeEach(() => {
  document.body.innerHTML = `<div data-gallery data-position="{n} of {total}" data-next="Next">
    ${FILE("Penyerahan kursi roda", 'lang="id"')}${FILE("Delivery", "")}</div>`;
});

it("words of the office keep their language where the page speaks another", () => {
  view(/** @type {HTMLAnchorElement} */ (document.querySelector("a")));
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("dialog"));
  const title = () => /** @type {HTMLElement} */ (dialog.querySelector("h2"));
  expect([title().textContent, title().lang, dialog.querySelector("img")?.lang]).toEqual([
    "Penyerahan kursi roda",
    "id",
    "id",
  ]);
  expect(dialog.getAttribute("aria-labelledby")).toBe(title().id);
  expect(dialog.lang).toBe("");

  /** @type {HTMLElement} */ (dialog.querySelector("[data-step='1']")).click();
  expect([title().textContent, title().hasAttribute("lang")]).toEqual(["Delivery", false]);
});
