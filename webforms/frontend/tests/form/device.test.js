// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Device, forgetOld } from "../../src/form/device.js";

const PLACE = "alur-draft 7 /tasks/12/draft";
const MINE = "07".repeat(32);
const DAY = 24 * 3600 * 1000;

/** @type {[string, string][]} */
const TYPED = [
  ["nik", "3402010101010001"],
  ["judul", "Panen “raya” 🌾 di Kretek"],
];

/** Everything that somebody finds who opens the browser's storage. */
const all = () => JSON.stringify([localStorage, sessionStorage].map((store) => Object.entries(store)));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe.each(/** @type {const} */ (["localStorage", "sessionStorage"]))("in %s", (store) => {
  beforeEach(() => expect(new Device(MINE).save(PLACE, TYPED, { seen: "10.42" }, store)).toBe(true));

  test("who typed it reads it again, in other pages, too", () => {
    expect(new Device(MINE).find(PLACE)).toEqual({ typed: TYPED, seen: "10.42" });
  });

  test("it doesn't stand there in clear", () => {
    for (const words of ["3402010101010001", "nik", "Panen", "10.42", MINE])
      expect(all()).not.toContain(words);
  });

  test.each(["08".repeat(32), "", "07"])("with the key “%s” nobody reads it", (key) => {
    expect(new Device(key).find(PLACE)).toBeNull();
  });

  test("nor in another draft's place, nor changed", () => {
    const stored = window[store].getItem(PLACE);
    window[store].setItem("alur-draft 7 /tasks/13/draft", stored);
    expect(new Device(MINE).find("alur-draft 7 /tasks/13/draft")).toBeNull();
    window[store].setItem(
      PLACE,
      stored.replace(/.(?="})/, (last) => (last === "0" ? "1" : "0")),
    );
    expect(new Device(MINE).find(PLACE)).toBeNull();
  });

  test("forgotten, it is gone", () => {
    new Device(MINE).forget(PLACE);
    expect(all()).not.toContain("alur-draft");
  });
});

test("without a key nothing is stored", () => {
  expect(new Device("").save(PLACE, TYPED)).toBe(false);
  expect(all()).not.toContain("alur-draft");
});

test("what an earlier release stored is read, and stored sealed from then on", () => {
  localStorage.setItem(PLACE, JSON.stringify({ at: Date.now(), typed: TYPED }));
  expect(new Device(MINE).find(PLACE)?.typed).toEqual(TYPED);
  new Device(MINE).save(PLACE, TYPED);
  expect(all()).not.toContain("3402010101010001");
});

test("after a week it is gone, whosever it was", () => {
  localStorage.setItem(
    "alur-draft 8 /tasks/1/draft",
    JSON.stringify({ at: Date.now() - 8 * DAY, typed: TYPED }),
  );
  localStorage.setItem("alur-travelling x", String(Date.now()));
  new Device(MINE).save(PLACE, TYPED);
  forgetOld();
  expect(Object.keys(localStorage).sort()).toEqual([PLACE, "alur-travelling x"]);
  vi.setSystemTime(Date.now() + 8 * DAY);
  expect(new Device(MINE).find(PLACE)).toBeNull();
  forgetOld();
  expect(Object.keys(localStorage)).toEqual(["alur-travelling x"]);
  vi.useRealTimers();
});
