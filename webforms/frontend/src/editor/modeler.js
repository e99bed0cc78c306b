// bpmn-js as Alur needs it: our words, our colours, only what Alur runs.
import Modeler from "bpmn-js/lib/Modeler";
import { is } from "bpmn-js/lib/util/ModelUtil";
import PaletteModule from "bpmn-js/lib/features/palette";
import minimap from "diagram-js-minimap";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import clipboard from "./clipboard.js";
import copying from "./copying.js";
import edits from "./edits.js";
import offer from "./offer.js";
import routing from "./routing.js";
import searching from "./searching.js";
import naming from "./naming.js";
import shortening from "./shortening.js";
import placing from "./placing.js";
import timers from "./timers.js";
import { translateModule } from "./words.js";

/** @import * as types from "./types.js" */

/** What is not ours to show stays out: the page has buttons of its own, which the keyboard reaches. */
class Editor extends Modeler {
  getModules() {
    return super.getModules().filter((module) => module !== PaletteModule);
  }
}
/**
 * @param {HTMLElement} container
 * @returns {types.Modeler}
 */
export function makeModeler(container) {
  const modeler = new Editor({
    container,
    moddleExtensions: { camunda },
    additionalModules: [
      translateModule,
      edits,
      copying,
      clipboard,
      shortening,
      offer,
      naming,
      placing,
      routing,
      searching,
      timers,
      minimap,
    ],
    // Custom properties, so that dark mode needs no redraw.
    bpmnRenderer: {
      defaultFillColor: "var(--paper)",
      defaultStrokeColor: "var(--ink-2)",
      defaultLabelColor: "var(--ink)",
    },
    textRenderer: { defaultStyle: { fontFamily: "Plus Jakarta Sans, sans-serif", fontSize: 12 } },
  });
  // bpmn-js describes what its services hold as `any`.
  return /** @type {types.Modeler} */ (/** @type {unknown} */ (modeler));
}

/** Below it, nobody reads the names of steps. */
const READABLE = 0.6;
const CLOSE = 0.9;

/**
 * The whole where it can be read so, else its beginning at a size that can.
 * @param {types.Services} modeler
 */
export function fitAtOpening(modeler) {
  fit(modeler);
  if (modeler.get("canvas").zoom() >= READABLE) return;
  const registry = modeler.get("elementRegistry");
  const start =
    registry.find((each) => is(each, "bpmn:StartEvent")) ?? registry.find((each) => is(each, "bpmn:Task"));
  if (start) bringTo(modeler, start);
}

/**
 * Into sight, at a size at which its name can be read.
 * @param {types.Services} modeler
 * @param {types.Element} element
 */
export function bringTo(modeler, element) {
  const canvas = modeler.get("canvas");
  if (canvas.zoom() < READABLE) canvas.zoom(CLOSE);
  canvas.scrollToElement(element, 60);
}

/**
 * The whole drawing, with air around it; never larger than life.
 * @param {types.Services} modeler
 */
export function fit(modeler) {
  const canvas = modeler.get("canvas");
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(Math.min(1, canvas.zoom() * 0.96), "auto");
}
