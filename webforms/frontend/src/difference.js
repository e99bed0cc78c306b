// Two versions side by side, painted alike: <section data-difference data-paint="#paint">, in it a frame
// [data-side="before"] and one [data-side="after"] (or only the latter), a radio [name="sides"] for which of
// them is shown, and the changes as buttons [data-before][data-after]. The paint comes as JSON in the page:
//   {"before": {"Task_1": "removed"}, "after": {"Task_2": "added"}, "pins": {"Task_2": 3}, "words": {"added": "…"}}
// A select [data-pin-to] takes the element that is picked in the diagram: what a comment is about.
import { all, around, dataIn, find, seek } from "./dom.js";
import { draw, point, zoom } from "./viewer/drawing.js";
import { paint, pin } from "./viewer/paint.js";

/** @import { Element as Drawing } from "./viewer/diagram.js" */
/** @import { Drawn } from "./viewer/drawing.js" */

/** @typedef {"before" | "after"} Name */
/** @typedef {Drawn & { frame: HTMLElement, side: Name }} Side */

/**
 * @typedef {object} Paint
 * @property {Record<string, string>} [before]
 * @property {Record<string, string>} [after]
 * @property {Record<string, { count: number, label: string }>} pins
 * @property {Record<string, string>} words
 */

// So near that the words of a step can be read.
const READABLE = 0.75;
/** @type {Record<string, number | undefined>} */
const DIRECTIONS = { ArrowDown: 1, ArrowUp: -1 };

for (const region of all(document, "[data-difference]")) show(region);

/** @param {HTMLElement} region */
async function show(region) {
  const painted = /** @type {Paint} */ (dataIn(find(document, region.dataset.paint ?? "")));
  const frames = all(region, "[data-side]");
  const drawn = await Promise.all(frames.map((frame) => drawSide(frame, painted)));
  const sides = drawn.filter((each) => each !== null);
  const after = sides.find(({ side }) => side === "after");
  if (after) pin(after.viewer, painted.pins);
  for (const each of sides) each.frame.setAttribute("aria-busy", "false");
  listen(region, sides);
}

/**
 * @param {HTMLElement} frame
 * @param {Paint} painted
 * @returns {Promise<Side | null>}
 */
async function drawSide(frame, painted) {
  const drawn = await draw(frame);
  if (!drawn) return null;
  const side = /** @type {Name} */ (frame.dataset.side);
  paint(drawn.viewer, painted[side] ?? {}, painted.words);
  return { ...drawn, frame, side };
}

/**
 * What is hidden has no size to fit anything into.
 * @param {Side} side
 */
const isShown = ({ frame }) => Boolean(frame.offsetParent);

/**
 * @param {HTMLElement} region
 * @param {Side[]} sides
 */
function listen(region, sides) {
  const changes = all(region, "[data-change]");
  region.addEventListener("click", ({ target }) => {
    const change = around(target, "[data-change]");
    if (change) pick(region, sides, changes, change);
    const direction = around(target, "[data-zoom]")?.dataset.zoom;
    if (direction)
      for (const { viewer, fit } of sides.filter(isShown)) zoom(viewer.get("canvas"), direction, fit);
  });
  // Findings and comments stand outside.
  document.addEventListener("click", ({ target }) => {
    const element = around(target, "[data-element]:not(.djs-element)")?.dataset.element;
    if (element) sides.forEach((each) => reach(each, element));
  });
  region.addEventListener("keydown", (event) => step(event, changes));
  region.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === "sides")
      sides.filter(isShown).forEach(({ fit }) => fit());
  });
  for (const { viewer, side } of sides) {
    /** @param {{ element: Drawing }} event */
    const clicked = ({ element }) => picked(sides, changes, side, element.labelTarget ?? element);
    viewer.get("eventBus").on("element.click", clicked);
  }
}

/**
 * A sentence: its element in both diagrams.
 * @param {HTMLElement} region
 * @param {Side[]} sides
 * @param {HTMLElement[]} changes
 * @param {HTMLElement} change
 */
function pick(region, sides, changes, change) {
  changes.forEach((each) => each.setAttribute("aria-pressed", String(each === change)));
  const found = sides.map((each) => reach(each, change.dataset[each.side]));
  const caption = seek(region, "[data-picked]");
  if (caption) caption.textContent = change.textContent.trim();
  if (found.some(Boolean)) find(region, "[data-sides]").scrollIntoView({ block: "nearest" });
}

/**
 * @param {Side} side
 * @param {string | undefined} element
 */
function reach(side, element) {
  if (!isShown(side)) return false;
  const canvas = side.viewer.get("canvas");
  if (element && side.viewer.get("elementRegistry").get(element))
    canvas.zoom(Math.max(canvas.zoom(), READABLE));
  return point(side.viewer, element);
}

/**
 * An element: its sentences, and the same element on the other side.
 * @param {Side[]} sides
 * @param {HTMLElement[]} changes
 * @param {Name} side
 * @param {Drawing} element
 */
function picked(sides, changes, side, element) {
  const listed = changes.filter((change) => change.dataset[side] === element.id);
  changes.forEach((each) => each.setAttribute("aria-pressed", String(listed.includes(each))));
  const first = listed.at(0);
  first?.scrollIntoView({ block: "nearest" });
  for (const each of sides) {
    if (each.side === side) point(each.viewer, element.id);
    else reach(each, first?.dataset[each.side] ?? element.id);
  }
  const about = seek(document, "[data-pin-to]", HTMLSelectElement);
  if (about && [...about.options].some((option) => option.value === element.id)) about.value = element.id;
}

/**
 * Up and down through the sentences, as through any list.
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} changes
 */
function step(event, changes) {
  const at = changes.findIndex((each) => each === document.activeElement);
  const direction = DIRECTIONS[event.key];
  if (at < 0 || !direction) return;
  event.preventDefault();
  const next = changes[Math.min(changes.length - 1, Math.max(0, at + direction))];
  next.focus();
  next.click();
}
