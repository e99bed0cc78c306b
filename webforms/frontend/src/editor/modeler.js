// bpmn-js as Alur needs it: our words, our colours, only what Alur runs, and none of its palette (the page has
// buttons of its own, which the keyboard reaches).
import Modeler from "bpmn-js/lib/Modeler";
import PaletteModule from "bpmn-js/lib/features/palette";
import minimap from "diagram-js-minimap";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import copying from "./copying.js";
import edits from "./edits.js";
import offer from "./offer.js";
import routing from "./routing.js";
import searching from "./searching.js";
import naming from "./naming.js";
import timers from "./timers.js";
import { translateModule } from "./words.js";

class Editor extends Modeler {}
Editor.prototype._modules = Modeler.prototype._modules.filter((module) => module !== PaletteModule);

export function makeModeler(container) {
  return new Editor({
    container,
    moddleExtensions: { camunda },
    additionalModules: [translateModule, edits, copying, offer, naming, routing, searching, timers, minimap],
    // Custom properties, so that dark mode needs no redraw.
    bpmnRenderer: {
      defaultFillColor: "var(--paper)",
      defaultStrokeColor: "var(--ink-2)",
      defaultLabelColor: "var(--ink)",
    },
    textRenderer: { defaultStyle: { fontFamily: "Plus Jakarta Sans, sans-serif", fontSize: 12 } },
  });
}

/** The whole drawing, with air around it; never larger than life. */
export function fit(modeler) {
  const canvas = modeler.get("canvas");
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(Math.min(1, canvas.zoom() * 0.96), "auto");
}
