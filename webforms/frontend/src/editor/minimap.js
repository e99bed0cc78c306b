// Peta kecil: the whole drawing in a corner, with the part that is seen. The module's own switch is no button, so the
// page has one. Until somebody uses it, the map comes on wide screens when a part of the drawing is out of sight.
import { t } from "./words.js";

const PLACE = "alur:minimap";
const WIDE = "(min-width: 901px)";
/** How much of what is seen an arrow moves. */
const STEP = 0.2;
const WAYS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function watchMinimap(frame, modeler) {
  const minimap = modeler.get("minimap");
  const button = frame.querySelector('[data-tool="minimap"]');
  const map = frame.querySelector(".djs-minimap .map");
  frame.querySelector(".djs-minimap .toggle").remove();
  Object.assign(map, { tabIndex: 0, ariaLabel: t("editor.minimap.keys") }).setAttribute("role", "group");
  map.addEventListener("keydown", (event) => move(event, modeler.get("canvas")));
  const show = (isOpen) => {
    minimap.toggle(isOpen);
    button.setAttribute("aria-pressed", String(isOpen));
  };
  const asNeeded = () => show(matchMedia(WIDE).matches && !isAllSeen(modeler.get("canvas")));
  button.addEventListener("click", () => {
    modeler.off("canvas.viewbox.changed", asNeeded);
    show(!minimap.isOpen());
    kept(() => localStorage.setItem(PLACE, minimap.isOpen() ? "open" : "closed"));
  });
  const before = kept(() => localStorage.getItem(PLACE));
  if (before) return show(before === "open");
  modeler.on("canvas.viewbox.changed", asNeeded);
  return asNeeded();
}

function isAllSeen(canvas) {
  const { x, y, width, height, inner } = canvas.viewbox();
  return inner.x >= x && inner.y >= y && inner.x + inner.width <= x + width && inner.y + inner.height <= y + height;
}

function move(event, canvas) {
  const way = WAYS[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const { clientWidth, clientHeight } = canvas.getContainer();
  canvas.scroll({ dx: way[0] * STEP * clientWidth, dy: way[1] * STEP * clientHeight });
}

/** A browser may refuse to keep anything: then nothing is remembered. */
function kept(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}
