// Two versions side by side, painted alike: <section data-difference data-paint="#paint">, in it a frame
// [data-side="before"] and one [data-side="after"] (or only the latter), a radio [name="sides"] for which of
// them is shown, and the changes as buttons [data-before][data-after]. The paint comes as JSON in the page:
//   {"before": {"Task_1": "removed"}, "after": {"Task_2": "added"}, "pins": {"Task_2": 3}, "words": {"added": "…"}}
// A select [data-pin-to] takes the element that is picked in the diagram: what a comment is about.
import { draw, point } from './viewer/drawing.js';
import { paint, pin } from './viewer/paint.js';

// So near that the words of a step can be read.
const READABLE = 0.75;

for (const region of document.querySelectorAll('[data-difference]')) show(region);

async function show(region) {
  const frames = [...region.querySelectorAll('[data-side]')];
  const { pins, words, ...painted } = JSON.parse(document.querySelector(region.dataset.paint).textContent);
  const sides = (await Promise.all(frames.map((frame) => drawSide(frame, painted, words)))).filter(Boolean);
  const after = sides.find(({ side }) => side === 'after');
  if (after) pin(after.viewer, pins);
  for (const each of sides) each.frame.setAttribute('aria-busy', 'false');
  listen(region, sides);
}

async function drawSide(frame, painted, words) {
  const drawn = await draw(frame);
  if (!drawn) return null;
  const { side } = frame.dataset;
  paint(drawn.viewer, painted[side] ?? {}, words);
  return { ...drawn, frame, side };
}

// What is hidden has no size to fit anything into.
const shown = ({ frame }) => Boolean(frame.offsetParent);

function listen(region, sides) {
  const changes = [...region.querySelectorAll('[data-change]')];
  region.addEventListener('click', (event) => {
    const change = event.target.closest('[data-change]');
    if (change) pick(region, sides, changes, change);
    const tool = event.target.closest('[data-zoom]');
    if (tool) for (const each of sides) zoom(each, tool.dataset.zoom);
  });
  // Findings and comments stand outside.
  document.addEventListener('click', (event) => {
    const { element } = event.target.closest('[data-element]:not(.djs-element)')?.dataset ?? {};
    if (element) sides.forEach((each) => reach(each, element));
  });
  region.addEventListener('keydown', (event) => step(event, changes));
  region.addEventListener('change', (event) => event.target.name === 'sides' && sides.filter(shown).forEach(({ fit }) => fit()));
  for (const { viewer, side } of sides) {
    viewer.get('eventBus').on('element.click', ({ element }) => picked(sides, changes, side, element.labelTarget ?? element));
  }
}

/** A sentence: its element in both diagrams. */
function pick(region, sides, changes, change) {
  changes.forEach((each) => each.setAttribute('aria-pressed', String(each === change)));
  const found = sides.map((each) => reach(each, change.dataset[each.side]));
  const caption = region.querySelector('[data-picked]');
  if (caption) caption.textContent = change.textContent.trim();
  if (found.some(Boolean)) region.querySelector('[data-sides]').scrollIntoView({ block: 'nearest' });
}

function reach({ viewer, frame }, element) {
  if (!shown({ frame })) return false;
  const canvas = viewer.get('canvas');
  if (element && viewer.get('elementRegistry').get(element)) canvas.zoom(Math.max(canvas.zoom(), READABLE));
  return point(viewer, element);
}

/** An element: its sentences, and the same element on the other side. */
function picked(sides, changes, side, element) {
  const told = changes.filter((change) => change.dataset[side] === element.id);
  changes.forEach((each) => each.setAttribute('aria-pressed', String(told.includes(each))));
  told[0]?.scrollIntoView({ block: 'nearest' });
  const [first] = told;
  for (const each of sides) {
    if (each.side === side) point(each.viewer, element.id);
    else reach(each, first?.dataset[each.side] ?? element.id);
  }
  const about = document.querySelector('[data-pin-to]');
  if (about && [...about.options].some((option) => option.value === element.id)) about.value = element.id;
}

/** Up and down through the sentences, as through any list. */
function step(event, changes) {
  const at = changes.indexOf(document.activeElement);
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at < 0 || !way) return;
  event.preventDefault();
  const next = changes[Math.min(changes.length - 1, Math.max(0, at + way))];
  next.focus();
  next.click();
}

function zoom({ viewer, fit, frame }, way) {
  if (!shown({ frame })) return;
  const canvas = viewer.get('canvas');
  if (way === 'fit') fit();
  else canvas.zoom(canvas.zoom() * (way === 'in' ? 1.25 : 0.8));
}
