// Calls functions of the front end, as tests/node/__init__.py says: [[module, function, arguments], …] → results.
import { readFileSync } from "node:fs";

const SOURCES = new URL("../../webforms/frontend/src/", import.meta.url);

function argument(value) {
  if (value?.lookup) return (name) => (Object.hasOwn(value.lookup, name) ? value.lookup[name] : null);
  return value?.among ? (name) => value.among.includes(name) : value;
}

const results = [];
for (const [module, name, given] of JSON.parse(readFileSync(0, "utf-8"))) {
  const { [name]: called } = await import(new URL(`${module}.js`, SOURCES));
  results.push(called(...given.map(argument)) ?? null);
}
process.stdout.write(JSON.stringify(results));
