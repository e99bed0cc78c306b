// Peta kecil: the whole drawing in a corner, with the part that is seen. The module's own switch is no button, so the
// page has one. It lies over the drawing, so it comes when it is asked for, and stays for whoever wants it.
import { find } from "../dom.js";
import { attempt } from "../attempt.js";
import { t } from "./words.js";

/** @import { DiagramCanvas } from "../viewer/diagram.js" */
/** @import { Modeler } from "./types.js" */

const PLACE = "alur:minimap";
/** How much of what is seen an arrow moves. */
const STEP = 0.2;
/** @type {Record<string, [x: number, y: number]>} */
const DIRECTIONS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {HTMLElement} frame
 * @param {Modeler} modeler
 */
export function watchMinimap(frame, modeler) {
  const minimap = modeler.get("minimap");
  const button = find(frame, '[data-tool="minimap"]');
  const map = find(frame, ".djs-minimap .map");
  find(frame, ".djs-minimap .toggle").remove();
  // eslint-disable-next-line alur/no-type-names -- a role of ARIA
  Object.assign(map, { tabIndex: 0, ariaLabel: t("editor.minimap.keys") }).setAttribute("role", "group");
  map.addEventListener("keydown", (event) => move(event, modeler.get("canvas")));
  /** @param {boolean} isOpen */
  const show = (isOpen) => {
    minimap.toggle(isOpen);
    button.setAttribute("aria-pressed", String(isOpen));
  };
  button.addEventListener("click", () => {
    show(!minimap.isOpen());
    attempt(() => localStorage.setItem(PLACE, minimap.isOpen() ? "open" : "closed"));
  });
  show(attempt(() => localStorage.getItem(PLACE)) === "open");
}

/**
 * @param {KeyboardEvent} event
 * @param {DiagramCanvas} canvas
 */
function move(event, canvas) {
  const direction = DIRECTIONS[event.key];
  if (!direction) return;
  event.preventDefault();
  event.stopPropagation();
  const { clientWidth, clientHeight } = canvas.getContainer();
  canvas.scroll({ dx: direction[0] * STEP * clientWidth, dy: direction[1] * STEP * clientHeight });
}
