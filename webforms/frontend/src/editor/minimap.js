// Peta kecil: the whole drawing in a corner, with the part that is seen. The module's own switch is no button, so the
// page has one. It lies over the drawing, so it comes when it is asked for, and stays for whoever wants it.
import { t } from "./words.js";

const PLACE = "alur:minimap";
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
  button.addEventListener("click", () => {
    show(!minimap.isOpen());
    kept(() => localStorage.setItem(PLACE, minimap.isOpen() ? "open" : "closed"));
  });
  show(kept(() => localStorage.getItem(PLACE)) === "open");
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
