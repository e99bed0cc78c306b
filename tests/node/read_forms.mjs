// Forms as HTML → what the page makes of each, [HTML, …] → [{answers, sent: [[name, value], …]}, …]: the answers that
// it shows and hides fields by, and the inputs that the browser would send.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const FRONTEND = new URL("../../webforms/frontend/", import.meta.url);
const happyDom = createRequire(new URL("package.json", FRONTEND)).resolve("happy-dom");
const { Window } = await import(pathToFileURL(happyDom));

const window = new Window();
for (const name of Object.getOwnPropertyNames(window).filter((each) => /^HTML|^Element$/.test(each)))
  globalThis[name] ??= window[name];

const { settledIn } = await import(new URL("src/form/reading.js", FRONTEND));
const { show } = await import(new URL("src/form/shown.js", FRONTEND));

const isSent = (input) => input.name && !input.disabled && (!["checkbox", "radio"].includes(input.type) || input.checked);

const read = (html) => {
  window.document.body.innerHTML = html;
  const root = window.document.querySelector("[data-form-fields]");
  const settled = settledIn(root, JSON.parse(root.dataset.config));
  show(root, settled);
  const inputs = [...root.querySelectorAll("input, select, textarea")].filter(isSent);
  const sent = inputs.map(({ name, value }) => [name, value]);
  return { answers: settled.answers, sent };
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(read)));
