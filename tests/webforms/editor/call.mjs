// Calls functions of frontend/src/editor: [[module, function, arguments…], …] → their results.
import { readFileSync } from "node:fs";

const calls = JSON.parse(readFileSync(0, "utf-8"));
const results = [];
for (const [module, name, ...given] of calls) {
  const { [name]: called } = await import(new URL(`../../../webforms/frontend/src/editor/${module}.js`, import.meta.url));
  results.push(called(...given.map((each) => (each?.taken ? (id) => each.taken.includes(id) : each))) ?? null);
}
process.stdout.write(JSON.stringify(results));
