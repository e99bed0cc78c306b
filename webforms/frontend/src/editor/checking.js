// The server's lint, asked while somebody draws. Nothing is judged here: findings are only shown.
import { colourLanes } from "../viewer/marks.js";
import { send, xmlOf } from "./asking.js";
import { t } from "./words.js";

const AFTER = 600;
const HUES = Array.from({ length: 8 }, (_, n) => `lane-${n + 1}`);
const MARKS = ["finding-error", "finding-warning", "named-lane", ...HUES];

/** @import { Checked, Element, Finding, Modeler } from "./types.js" */

export class Checking {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #latest = 0;
  /** @type {Finding[]} */
  findings = [];
  /** @type {Checked["steps"]} */
  steps = [];
  /** @type {Checked["lanes"]} */
  lanes = {};
  /** @type {Checked["hues"]} */
  hues = {};
  problem = "";

  /**
   * @param {Modeler} modeler
   * @param {{ address: string, onChecked: () => void }} options
   */
  constructor(modeler, { address, onChecked }) {
    this.modeler = modeler;
    this.address = address;
    this.onChecked = onChecked;
    modeler.on("commandStack.changed", () => this.soon());
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(), AFTER);
  }

  async check() {
    const xml = await xmlOf(this.modeler);
    if (!xml) return;
    const request = (this.#latest += 1);
    const answer = await send(this.address, xml).catch(() => null);
    // A later question has been asked meanwhile: its answer counts.
    if (request !== this.#latest) return;
    if (answer?.ok) Object.assign(this, answer.body, { problem: "" });
    else this.problem = answer?.body?.message ?? t("editor.findings.unreachable");
    this.#mark();
    this.onChecked();
  }

  /**
   * What was found about one element.
   * @param {string} id
   */
  of(id) {
    return this.findings.filter((finding) => finding.element === id);
  }

  #mark() {
    const canvas = this.modeler.get("canvas");
    const registry = this.modeler.get("elementRegistry");
    const overlays = this.modeler.get("overlays");
    overlays.remove({ type: "finding" });
    registry.forEach((element) => MARKS.forEach((name) => canvas.removeMarker(element, name)));
    colourLanes(canvas, registry, this.hues);
    for (const lane of Object.keys(this.hues)) if (registry.get(lane)) canvas.addMarker(lane, "named-lane");
    for (const [id, found] of Map.groupBy(this.findings, (each) => each.element)) {
      const element = registry.get(id);
      if (!element || element === canvas.getRootElement()) continue;
      const isError = found.some((each) => each.severity === "error");
      canvas.addMarker(element, isError ? "finding-error" : "finding-warning");
      overlays.add(element, "finding", { position: placeOf(element), html: badge(found, isError) });
    }
  }
}

/** @param {Element} element */
const placeOf = (element) => (element.waypoints ? { top: -10, left: -10 } : { top: -10, right: 10 });

/**
 * @param {Finding[]} found
 * @param {boolean} isError
 */
function badge(found, isError) {
  const mark = document.createElement("span");
  mark.className = `finding-mark ${isError ? "late" : "warn"}`;
  mark.textContent = String(found.length);
  mark.title = found.map((each) => each.message).join("\n");
  return mark;
}
