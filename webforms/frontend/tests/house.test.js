// The rules of the house bite: each is broken on purpose.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

const HERE = join(import.meta.dirname, "..");
const eslint = new ESLint({ cwd: HERE });

/**
 * Rules that a text breaks where it stands in the file.
 * @param {string} text
 * @param {string} file
 */
async function broken(text, file = "src/copy.js") {
  const [result] = await eslint.lintText(text, { filePath: join(HERE, file) });
  return [...new Set(result.messages.map(({ ruleId }) => ruleId))];
}

/** @param {number} count */
const choices = (count) => "if (x) return 1;\n".repeat(count);

describe("limits", () => {
  test("a function decides at most seven times", async () => {
    expect(await broken(`export function f(x) {\n${choices(7)}return x;\n}`)).toEqual([]);
    expect(await broken(`export function f(x) {\n${choices(8)}return x;\n}`)).toEqual(["complexity"]);
  });

  test("a function has at most 60 lines", async () => {
    const body = `export function f() {\n${"//\n".repeat(58)}}`;
    expect(await broken(body)).toEqual([]);
    expect(await broken(body.replace("//", "//\n//"))).toEqual(["max-lines-per-function"]);
  });

  test("a file has at most 300 lines", async () => {
    expect(await broken("//\n".repeat(299))).toEqual([]);
    expect(await broken("//\n".repeat(301))).toEqual(["max-lines"]);
  });
});

test.each([
  ["a package that is not declared", 'import "min-dash";', "src/copy.js", "no-extraneous-dependencies"],
  ["a tool of the tests in a page", 'import "vitest";', "src/copy.js", "no-extraneous-dependencies"],
  ["a circle", 'import "./rows.js";', "src/form/words.js", "no-cycle"],
  ["a file that imports itself", 'import "./words.js";', "src/form/words.js", "no-self-import"],
  ["a form that needs the editor", 'import "../editor/nip.js";', "src/form/words.js", "no-restricted-paths"],
  ["a part that needs the panel", 'import "./panel/name.js";', "src/editor/nip.js", "no-restricted-paths"],
  ["what a page begins with", 'import "./main.js";', "src/copy.js", "no-restricted-paths"],
  ["a test in a page", 'import "../tests/house.test.js";', "src/copy.js", "no-restricted-paths"],
])("%s is not imported", async (_, text, file, rule) => {
  expect(await broken(text, file)).toContain(`import-x/${rule}`);
});

test.each(["deed", "openCase", "MOST_ROWS", "one", "Procedures"])(
  "a name of another word than the glossary's: %s",
  async (name) => {
    expect(await broken(`export const ${name} = 1;`)).toEqual(["id-match"]);
  },
);

test.each(["action", "lowercase", "caseless", "none", "MAX_ROWS"])(
  "a name like any other: %s",
  async (name) => {
    expect(await broken(`export const ${name} = 1;`)).toEqual([]);
  },
);

const BY_NAME = "alur/no-type-names";

test.each([
  'export const isNumber = (type) => type === "number";',
  'export const CHOICES = ["select", "radio"];',
  "export const READERS = { number: 1, tags: 2 };",
  "export const title = `textarea`;",
  "export const LISTS = '[data-control=\"repeat\"]';",
  'export const LISTS = "[data-control^=file]";',
])("nobody asks for a type of field by its name: %s", async (text) => {
  expect(await broken(text)).toEqual([BY_NAME]);
  expect(await broken(text, "src/form/types/number.js")).toEqual([]);
});

test.each([
  'export const isNumber = (value) => typeof value === "number";',
  'export const words = ["select it", "radios"];',
  "export const sizes = { number: 1, width: 2 };",
  'export const all = "[data-control]";',
])("a word is no type: %s", async (text) => {
  expect(await broken(text)).toEqual([]);
});

test("a type that is named without need of an exception is found, too", async () => {
  const exception = `// eslint-disable-next-line ${BY_NAME} -- a role\nexport const role = "list";`;
  const [result] = await eslint.lintText(exception, { filePath: join(HERE, "src/copy.js") });
  expect(result.messages.map(({ message }) => message).join()).toContain("Unused eslint-disable directive");
});

test("a declared package may be imported, and one for tests by tests", async () => {
  expect(await broken('import "diagram-js";')).toEqual([]);
  expect(await broken('import "vitest";', "tests/house.test.js")).toEqual([]);
});

const SOURCES = readdirSync(join(HERE, "src"), { recursive: true })
  .filter((name) => /\.(js|ts)$/.test(name))
  .map((name) => [name, readFileSync(join(HERE, "src", name), "utf-8")]);

/** No rule is switched off for a whole file, and each exception says why. */
const UNREASONED =
  /\/\*\s*eslint-|eslint-disable(?!-next-line [\w/-]+ -- \w)|@ts-(?:nocheck|ignore)|@ts-expect-error\s*$/m;
/** `any` is no type. */
const ANY = /[{<(,|:]\s*(?:any|\*)(?:\[\])?\s*[}>),|;]/;

test.each(SOURCES)("%s: no rule is switched off without a reason, nothing is of any type", (_, source) => {
  expect(source).not.toMatch(UNREASONED);
  expect(source).not.toMatch(ANY);
});

test.each([
  "/* eslint-disable no-undef */",
  "// eslint-disable-next-line no-undef",
  "x(); // eslint-disable-line",
  "// @ts-nocheck",
  "// @ts-ignore",
])("that is seen: %s", (text) => {
  expect(text).toMatch(UNREASONED);
});

test.each([
  "/** @type {any} */",
  "/** @param {Record<string, any>} x */",
  "/** @type {*} */",
  "x: any;",
  "y: any[];",
])("that is seen, too: %s", (text) => {
  expect(text).toMatch(ANY);
});
