// The rules of the house for JavaScript: the same limits as Python's (pyproject.toml), measured in the same way.
import { readFileSync } from "node:fs";
import js from "@eslint/js";
import { importX } from "eslint-plugin-import-x";
import globals from "globals";
import noTypeNames from "./no_type_names.js";

/** What runs on the machine of whoever builds and tests, not in a browser. */
const AT_HOME = ["*.js", "*.mjs", "tests/**"];
const ENTRIES = "./src/{main,parts/*}.js";

const LIMITS = {
  complexity: ["error", 8],
  "max-lines": ["error", 300],
  "max-lines-per-function": ["error", 60],
  "max-statements": ["error", 30],
};

/** Imports point down, in no circle, and to packages that package.json declares. */
const IMPORTS = {
  "import-x/no-cycle": ["error", { ignoreExternal: true }],
  "import-x/no-self-import": "error",
  "import-x/no-extraneous-dependencies": ["error", { devDependencies: AT_HOME }],
  "import-x/no-restricted-paths": [
    "error",
    {
      basePath: import.meta.dirname,
      zones: [
        { target: "./src", from: "./tests", message: "Tests are not shipped." },
        { target: "./src", from: ENTRIES, message: "Nobody imports what a page begins with." },
        {
          target: "./src/{form,viewer}/**",
          from: "./src/editor/**",
          message: "Forms and diagrams know no editor.",
        },
        {
          target: "./src/editor/*.js",
          from: "./src/editor/panel/**",
          message: "The panel stands on the other parts.",
        },
      ],
    },
  ],
};

/** Names that hold no word for which the glossary has another: no deed, openCase, MOST_ROWS, and nothing called one. */
function glossaryNames() {
  const glossary = readFileSync(new URL("../../.github/GLOSSARY.md", import.meta.url), "utf-8");
  const rows = glossary.split("| not | but |")[1].matchAll(/^\| (\w[\w, ]*) \|/gm);
  const words = [...rows].flatMap(([, cell]) => cell.split(", ")).filter((each) => each !== "one");
  const within = words.flatMap((each) =>
    each.endsWith("_")
      ? `^${each}`
      : [`^${each}(?![a-z])`, `${each[0].toUpperCase()}${each.slice(1)}(?![a-z])`],
  );
  return `^(?!one$)(?!.*(?:${within.join("|").replaceAll("^", "\\b")}))`;
}

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  { files: ["src/**"], languageOptions: { globals: globals.browser } },
  { files: AT_HOME, languageOptions: { globals: globals.node } },
  { files: ["tests/**"], languageOptions: { globals: globals.browser } },
  {
    plugins: { "import-x": importX },
    rules: {
      ...LIMITS,
      ...IMPORTS,
      "id-match": ["error", glossaryNames(), { onlyDeclarations: true }],
      eqeqeq: "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/form/types/**"],
    plugins: { alur: { rules: { "no-type-names": noTypeNames } } },
    rules: { "alur/no-type-names": "error" },
  },
];
