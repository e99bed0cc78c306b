// Draws a diagram for reading: <div class="diagram" data-src="….bpmn" data-loading="…" data-failed="…">.
// With data-held="#id" in place of data-src, the page holds the file itself, as a JSON string.
import BaseViewer from "bpmn-js/lib/BaseViewer";
import CoreModule from "bpmn-js/lib/core";
import DrilldownModule from "bpmn-js/lib/features/drilldown";
import InteractionEventsModule from "diagram-js/lib/features/interaction-events";
import OverlaysModule from "diagram-js/lib/features/overlays";
import TranslateModule from "diagram-js/lib/i18n/translate";
import KeyboardMoveModule from "diagram-js/lib/navigation/keyboard-move";
import MoveCanvasModule from "diagram-js/lib/navigation/movecanvas";
import ZoomScrollModule from "diagram-js/lib/navigation/zoomscroll";
import { find } from "../dom.js";
import { nameCanvas } from "./naming.js";
import { wholeOnPaper } from "./paper.js";
import { PatientGraphics, pause } from "./slices.js";
import { panWithTwoFingers } from "./touch.js";

/** @import * as types from "./diagram.js" */

/** @typedef {{ viewer: types.DiagramViewer, fit: () => void }} Drawn `fit` shows the whole diagram */

// What reading needs of bpmn-js: nothing is selected, outlined or changed.
const MODULES = [
  CoreModule,
  DrilldownModule,
  InteractionEventsModule,
  OverlaysModule,
  TranslateModule,
  KeyboardMoveModule,
  MoveCanvasModule,
  ZoomScrollModule,
  { graphicsFactory: ["type", PatientGraphics] },
];

/**
 * Null when it can't be drawn.
 * @param {HTMLElement} frame
 * @returns {Promise<Drawn | null>}
 */
export async function draw(frame) {
  await pause();
  const viewer = new BaseViewer({
    container: frame,
    modules: MODULES,
    // Custom properties, so that dark mode and print need no redraw.
    bpmnRenderer: {
      defaultFillColor: "var(--paper)",
      defaultStrokeColor: "var(--ink-2)",
      defaultLabelColor: "var(--ink)",
    },
    textRenderer: { defaultStyle: { fontFamily: "Plus Jakarta Sans, sans-serif", fontSize: 12 } },
  });
  try {
    const [xml] = await Promise.all([fileOf(frame), document.fonts.load('12px "Plus Jakarta Sans"')]);
    await pause();
    const { rootElement } = await viewer.get("moddle").fromXML(xml, "bpmn:Definitions");
    await pause();
    await viewer.importDefinitions(rootElement);
    await viewer.get("graphicsFactory").drawAll();
  } catch {
    // Also a file that holds a process, but no drawing of it.
    viewer.destroy();
    frame.textContent = frame.dataset.failed ?? "";
    frame.setAttribute("aria-busy", "false");
    return null;
  }
  // bpmn-js describes what its services hold as `any`.
  const drawn = /** @type {types.DiagramViewer} */ (viewer);
  const canvas = drawn.get("canvas");
  const fit = () => {
    canvas.resized();
    canvas.zoom("fit-viewport", "auto");
    // A little air around it.
    canvas.zoom(canvas.zoom() * 0.96, "auto");
  };
  fit();
  panWithTwoFingers(canvas);
  wholeOnPaper(canvas, frame);
  nameCanvas(canvas, frame.dataset.help ?? frame.getAttribute("aria-label") ?? "", "img");
  return { viewer: drawn, fit };
}

/**
 * @param {HTMLElement} frame
 * @returns {Promise<string>}
 */
async function fileOf({ dataset }) {
  if (dataset.held) return JSON.parse(find(document, dataset.held).textContent);
  const file = await fetch(dataset.src ?? "");
  if (!file.ok) throw new Error(String(file.status));
  return file.text();
}

/**
 * @param {types.DiagramCanvas} canvas
 * @param {string} direction "in", "out" or "fit"
 * @param {() => void} fit
 */
export function zoom(canvas, direction, fit) {
  if (direction === "fit") fit();
  else canvas.zoom(canvas.zoom() * (direction === "in" ? 1.25 : 0.8));
}

/**
 * Shows which element is meant, and brings it into view. False when it is not in this diagram.
 * @param {types.DiagramViewer} viewer
 * @param {string | undefined} element
 */
export function point(viewer, element) {
  const canvas = viewer.get("canvas");
  for (const each of viewer.get("elementRegistry").getAll()) canvas.removeMarker(each, "picked");
  if (!element || !viewer.get("elementRegistry").get(element)) return false;
  canvas.addMarker(element, "picked");
  canvas.scrollToElement(element, 60);
  return true;
}
