// What the engine's types of fields are told by.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const BASE = join(import.meta.dirname, "../../../engine/forms/types/base.py");

/**
 * The values of an enumeration of engine/forms/types/base.py, in their order.
 * @param {string} name
 */
export function named(name) {
  const [, members] = readFileSync(BASE, "utf-8").split(`class ${name}(Enum):`);
  const [own] = members.split(/^\S/m);
  return [...own.matchAll(/^ {4}[A-Z_]+ = "(\w+)"$/gm)].map(([, value]) => value);
}
