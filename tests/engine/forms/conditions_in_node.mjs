// Reads [{tree, data}] from stdin, writes the verdicts of the page's evaluator.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { holds } = await import(pathToFileURL(process.argv[2]).href);
const cases = JSON.parse(readFileSync(0, "utf8"));
const judge = ({ tree, data }) => holds(tree, (name) => (Object.hasOwn(data, name) ? data[name] : null));
process.stdout.write(JSON.stringify(cases.map(judge)));
