// What bpmn-js would show of each file: [{drawn: [ids], errors: [messages]}, …]. Its own importer, on a canvas that
// only remembers: an element is there when what it needs (its ends, its host) is there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const frontend = new URL("../../webforms/frontend/", import.meta.url);
const require = createRequire(new URL("package.json", frontend));
const { outputFiles } = await require("esbuild").build({
  stdin: {
    contents: `export { importBpmnDiagram } from "bpmn-js/lib/import/Importer.js";
      export { default as BpmnImporter } from "bpmn-js/lib/import/BpmnImporter.js";`,
    resolveDir: fileURLToPath(frontend),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { importBpmnDiagram, BpmnImporter } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const { BpmnModdle } = require("bpmn-moddle");
const camunda = require("camunda-bpmn-moddle/resources/camunda.json");

const texts = { getExternalLabelBounds: (bounds) => bounds, getDimensions: () => ({ height: 14 }), getExternalStyle: () => ({}) };

async function opened(xml) {
  const drawn = new Map();
  const roots = [];
  const keep = (element, parent) => drawn.set(element.id, Object.assign(element, { parent }));
  const canvas = {
    addRootElement: (element) => (roots.push(element), keep(element)),
    addShape: keep,
    addConnection: keep,
    findRoot: (element) => roots.find((each) => each === element || each.id === element) ?? roots[0],
    setRootElement() {},
  };
  const make = ({ businessObject, ...more }) => ({ id: businessObject.id, businessObject, ...more });
  const factory = { createRoot: make, createShape: make, createConnection: make, createLabel: make };
  const importer = new BpmnImporter({ fire() {} }, canvas, factory, drawn, texts);
  const services = { bpmnImporter: importer, eventBus: { fire() {} }, canvas };
  const { rootElement } = await new BpmnModdle({ camunda }).fromXML(xml);
  console.error = () => {};
  const { warnings } = await importBpmnDiagram({ get: (name) => services[name] }, rootElement);
  return { drawn: [...drawn.keys()], errors: warnings.map(({ message }) => message) };
}

const answers = [];
for (const xml of JSON.parse(readFileSync(0, "utf-8"))) {
  answers.push(await opened(xml).catch((error) => ({ drawn: [], errors: [String(error.message ?? error)] })));
}
process.stdout.write(JSON.stringify(answers));
