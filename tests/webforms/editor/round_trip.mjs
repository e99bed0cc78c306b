// Opens and saves files as the editor does (bpmn-moddle with Camunda's description):
// {path: {xml, warnings} or {error}}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../webforms/frontend/package.json", import.meta.url));
const { BpmnModdle } = require("bpmn-moddle");
const camunda = require("camunda-bpmn-moddle/resources/camunda.json");
const paths = JSON.parse(readFileSync(0, "utf-8"));
const saved = {};
for (const path of paths) {
  const moddle = new BpmnModdle({ camunda });
  try {
    const { rootElement, warnings } = await moddle.fromXML(readFileSync(path, "utf-8"));
    const { xml } = await moddle.toXML(rootElement, { format: true });
    saved[path] = { xml, warnings: warnings.map(({ message }) => message) };
  } catch (error) {
    saved[path] = { error: String(error.message ?? error) };
  }
}
process.stdout.write(JSON.stringify(saved));
