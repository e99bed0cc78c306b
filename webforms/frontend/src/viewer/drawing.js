// Draws a diagram for reading: <div class="diagram" data-src="….bpmn" data-loading="…" data-failed="…">.
// With data-held="#id" in place of data-src, the page holds the file itself, as a JSON string.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { wholeOnPaper } from './paper.js';
import { panWithTwoFingers } from './touch.js';

/** The viewer and a function that fits the whole diagram into its frame; null when it can't be drawn. */
export async function draw(frame) {
  const viewer = new NavigatedViewer({
    container: frame,
    // Custom properties, so that dark mode and print need no redraw.
    bpmnRenderer: {
      defaultFillColor: 'var(--paper)',
      defaultStrokeColor: 'var(--ink-2)',
      defaultLabelColor: 'var(--ink)',
    },
    textRenderer: { defaultStyle: { fontFamily: 'Plus Jakarta Sans, sans-serif', fontSize: 12 } },
  });
  try {
    const [xml] = await Promise.all([fileOf(frame), document.fonts.load('12px "Plus Jakarta Sans"')]);
    await viewer.importXML(xml);
  } catch {
    // Also a file that holds a process, but no drawing of it.
    viewer.destroy();
    frame.textContent = frame.dataset.failed;
    frame.setAttribute('aria-busy', 'false');
    return null;
  }
  const canvas = viewer.get('canvas');
  const fit = () => {
    canvas.resized();
    canvas.zoom('fit-viewport', 'auto');
    // A little air around it.
    canvas.zoom(canvas.zoom() * 0.96, 'auto');
  };
  fit();
  panWithTwoFingers(canvas);
  wholeOnPaper(canvas, frame);
  return { viewer, fit };
}

async function fileOf({ dataset }) {
  if (dataset.held) return JSON.parse(document.querySelector(dataset.held).textContent);
  const file = await fetch(dataset.src);
  if (!file.ok) throw new Error(file.status);
  return file.text();
}

/** Shows which element is meant, and brings it into view. */
export function point(viewer, element) {
  const canvas = viewer.get('canvas');
  for (const each of viewer.get('elementRegistry').getAll()) canvas.removeMarker(each, 'picked');
  if (!viewer.get('elementRegistry').get(element)) return false;
  canvas.addMarker(element, 'picked');
  canvas.scrollToElement(element, 60);
  return true;
}
