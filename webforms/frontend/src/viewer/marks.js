// Paints where the instance is and has been, and gives each lane its hue.
/** @import { DiagramCanvas, ElementRegistry, DiagramViewer } from "./diagram.js" */

/**
 * What the page says of an instance, by the ids of elements.
 * @typedef {object} Marks
 * @property {Record<string, number>} [lanes] lane → hue
 * @property {string[]} [seen] where the instance has been
 * @property {Record<string, { label: string, late: boolean }>} [here] where it is
 * @property {string[]} [bad] what failed
 */

const CLASSES = ["seen", "here", "bad"];

/**
 * @param {DiagramViewer} viewer
 * @param {Marks} marks
 */
export function mark(viewer, { lanes = {}, seen = [], here = {}, bad = [] }) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  overlays.remove({ type: "here" });
  registry.forEach((element) => CLASSES.forEach((name) => canvas.removeMarker(element, name)));
  colourLanes(canvas, registry, lanes);
  /** @type {(id: string, name: string) => void} */
  const add = (id, name) => registry.get(id) && canvas.addMarker(id, name);
  seen.forEach((id) => add(id, "seen"));
  bad.forEach((id) => add(id, "bad"));
  for (const [id, { label, late }] of Object.entries(here)) {
    add(id, "here");
    if (registry.get(id) && label)
      overlays.add(id, "here", { position: { top: -14, left: 8 }, html: badge(label, late) });
  }
}

/**
 * @param {DiagramCanvas} canvas
 * @param {ElementRegistry} registry
 * @param {Record<string, number>} lanes
 */
export function colourLanes(canvas, registry, lanes) {
  for (const [id, hue] of Object.entries(lanes)) {
    const lane = registry.get(id);
    if (!lane) continue;
    canvas.addMarker(lane, `lane-${hue}`);
    for (const { id: member } of lane.businessObject.flowNodeRef ?? []) {
      if (registry.get(member)) canvas.addMarker(member, `lane-${hue}`);
    }
  }
}

/**
 * @param {string} label
 * @param {boolean} late
 */
function badge(label, late) {
  const element = document.createElement("div");
  element.className = `diagram-mark${late ? " late" : ""}`;
  element.textContent = label;
  return element;
}
