// Reads texts from stdin, writes how the page cleans and counts them.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { clean, cleanLine, count } = await import(pathToFileURL(process.argv[2]).href);
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => [clean(text), cleanLine(text), count(clean(text)), count(clean(text), 23)])));
