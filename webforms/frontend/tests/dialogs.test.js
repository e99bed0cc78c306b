// @vitest-environment happy-dom
// A dialog closes only where the press began outside, and never where a decision is asked for: each of the product.
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { closeOutside } from "../src/dialogs.js";

const [templates, scripts] = ["../../templates/", "../src/"].map((each) => new URL(each, import.meta.url));
const filesIn = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);

/** Each as its tag is written, without what the server puts in. */
const written = filesIn(templates, ".html").flatMap(([name, text]) =>
  [...text.matchAll(/<dialog[^>]*>/g)].map(([tag]) => [name, tag.replaceAll(/\{[{%].*?[%}]\}/g, "")]),
);
const decided = written.filter(([, tag]) => tag.includes('closedby="none"'));
const closable = written.filter(([, tag]) => !tag.includes('closedby="none"'));

const IN = { clientX: 50, clientY: 50 };
const OUT = { clientX: 5, clientY: 5 };
closeOutside();

/** @returns {HTMLDialogElement} */
function opened(tag) {
  document.body.innerHTML = `${tag}<p>words</p></dialog>`;
  const dialog = document.querySelector("dialog");
  dialog.getBoundingClientRect = () => new DOMRect(20, 20, 100, 100);
  dialog.showModal();
  return dialog;
}

function drag(dialog, from, to) {
  const on = (place) => (place === IN ? dialog.querySelector("p") : dialog);
  on(from).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, ...from }));
  // What was pressed in one element and let go in another is a click on what holds both.
  (from === to ? on(to) : dialog).dispatchEvent(new MouseEvent("click", { bubbles: true, ...to }));
}

beforeEach(() => document.body.replaceChildren());

test("there are dialogs of both kinds, and one that a script makes", () => {
  expect(closable.length).toBeGreaterThan(2);
  expect(decided.length).toBeGreaterThan(2);
  expect(filesIn(scripts, ".js").filter(([, text]) => text.includes('createElement("dialog")'))).toHaveLength(
    1,
  );
});

test.each([...closable, ["media.js", "<dialog class='viewer'>"]])(
  "in %s: outside closes, marking does not (%s)",
  (_name, tag) => {
    const dialog = opened(tag);
    drag(dialog, IN, OUT);
    expect(dialog.open).toBe(true);
    drag(dialog, OUT, IN);
    expect(dialog.open).toBe(true);
    drag(dialog, OUT, OUT);
    expect(dialog.open).toBe(false);
  },
);

test.each(decided)("in %s: only a decision closes it (%s)", (_name, tag) => {
  const dialog = opened(tag);
  drag(dialog, OUT, OUT);
  expect(dialog.open).toBe(true);
  expect(dialog.dispatchEvent(new Event("cancel", { cancelable: true }))).toBe(false);
});

test("a press outside of one closes no other", () => {
  const first = opened("<dialog>");
  const second = first.cloneNode(true);
  second.removeAttribute("open");
  document.body.append(second);
  second.getBoundingClientRect = first.getBoundingClientRect;
  second.showModal();
  first.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, ...OUT }));
  second.dispatchEvent(new MouseEvent("click", { bubbles: true, ...OUT }));
  expect(first.open && second.open).toBe(true);
});
