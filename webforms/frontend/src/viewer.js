// The read-only diagram: <div class="diagram" data-viewer data-src="….bpmn"><script type="application/json">…
// The marks (where the case is, where it has been, which lane has which hue) come as JSON in the page:
//   {"lanes": {"Lane_1": 1}, "seen": ["Task_1", "Flow_1"], "here": {"Task_2": {"label": "22 menit", "late": true}},
//    "bad": ["Task_3"]}
import { draw, point } from './viewer/drawing.js';
import { mark } from './viewer/marks.js';

// Narrower than this, the whole diagram is too small to read.
const NARROW = 560;

for (const frame of document.querySelectorAll('[data-viewer]')) show(frame);

async function show(frame) {
  const drawn = await draw(frame);
  if (!drawn) return;
  const { viewer, fit } = drawn;
  closeUp(viewer.get('canvas'), Object.keys(marksOf(frame).here)[0]);
  mark(viewer, marksOf(frame));
  listen(frame, viewer, fit);
  frame.setAttribute('aria-busy', 'false');
}

/** On a phone: show where the case is. */
function closeUp(canvas, here) {
  if (canvas.getContainer().clientWidth > NARROW || !here) return;
  canvas.zoom(0.7);
  canvas.scrollToElement(here, { top: 40, bottom: 40, left: 90, right: 90 });
}

/** The marks may be renewed while the page is open: they stand in a live region that names this frame. */
function marksOf(frame) {
  return JSON.parse(document.querySelector(frame.dataset.marks).textContent);
}

function listen(frame, viewer, fit) {
  const canvas = viewer.get('canvas');
  document.addEventListener('alur:renewed', () => mark(viewer, marksOf(frame)));
  document.addEventListener('click', (event) => {
    const tool = event.target.closest('[data-zoom]');
    if (tool?.dataset.zoom === 'fit') fit();
    else if (tool) canvas.zoom(canvas.zoom() * (tool.dataset.zoom === 'in' ? 1.25 : 0.8));
    const step = event.target.closest('[data-element]');
    if (step) point(viewer, step.dataset.element);
  });
}
