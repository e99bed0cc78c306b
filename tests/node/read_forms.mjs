// Forms as HTML → the answers that the page reads in each: [HTML, …] → [{name: answer}, …].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const FRONTEND = new URL("../../webforms/frontend/", import.meta.url);
const happyDom = createRequire(new URL("package.json", FRONTEND)).resolve("happy-dom");
const { Window } = await import(pathToFileURL(happyDom));

const window = new Window();
for (const name of Object.getOwnPropertyNames(window).filter((each) => /^HTML|^Element$/.test(each)))
  globalThis[name] ??= window[name];

const { valuesIn } = await import(new URL("src/form/values.js", FRONTEND));
const read = (html) => {
  window.document.body.innerHTML = html;
  const root = window.document.querySelector("[data-form-fields]");
  return valuesIn(root, JSON.parse(root.dataset.config).offset);
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(read)));
