// Opens and saves diagrams as the editor does (bpmn-moddle with Camunda's description): [{xml, warnings} or {error}, …].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../webforms/frontend/package.json", import.meta.url));
const { BpmnModdle } = require("bpmn-moddle");
const camunda = require("camunda-bpmn-moddle/resources/camunda.json");
const saved = [];
for (const diagram of JSON.parse(readFileSync(0, "utf-8"))) {
  const moddle = new BpmnModdle({ camunda });
  try {
    const { rootElement, warnings } = await moddle.fromXML(diagram);
    const { xml } = await moddle.toXML(rootElement, { format: true });
    saved.push({ xml, warnings: warnings.map(({ message }) => message) });
  } catch (error) {
    saved.push({ error: String(error.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(saved));
