// Paints what differs, and pins comments. Each kind has a colour and a sign: nobody has to tell colours apart.
const KINDS = {
  added: { stroke: 'var(--ok)', fill: 'var(--ok-soft)', sign: '+' },
  removed: { stroke: 'var(--late)', fill: 'var(--late-soft)', sign: '−' },
  changed: { stroke: 'var(--warn)', fill: 'var(--warn-soft)', sign: '~' },
  moved: { stroke: 'var(--lane-1)', fill: 'color-mix(in srgb, var(--lane-1) 12%, var(--paper))', sign: '→' },
};
// What others stand in: filling it would paint them, too.
const AROUND = /:(Lane|Participant|SubProcess)$/;

export function paint(viewer, painted, words) {
  const registry = viewer.get('elementRegistry');
  for (const [id, kind] of Object.entries(painted)) {
    const element = registry.get(id);
    if (!element) continue;
    colour(viewer, element, KINDS[kind]);
    viewer.get('canvas').addMarker(element, `is-${kind}`);
    badge(viewer, element, `diagram-mark ${kind}`, KINDS[kind].sign, words[kind]);
    // The arrows of a step that came or went came or went with it; that is not said again.
    if (kind !== 'added' && kind !== 'removed') continue;
    for (const arrow of [...element.incoming, ...element.outgoing]) {
      if (!(arrow.id in painted)) colour(viewer, arrow, KINDS[kind]);
    }
  }
}

/** As an attribute of the drawing, so that arrowheads and icons take it, too. */
function colour(viewer, element, { stroke, fill }) {
  element.di.set('bioc:stroke', stroke);
  if (!AROUND.test(element.businessObject.$type) && !element.waypoints) element.di.set('bioc:fill', fill);
  const kind = element.waypoints ? 'connection' : 'shape';
  viewer.get('graphicsFactory').update(kind, element, viewer.get('canvas').getGraphics(element));
}

export function pin(viewer, pins) {
  const registry = viewer.get('elementRegistry');
  for (const [id, { count, label }] of Object.entries(pins)) {
    const element = registry.get(id);
    if (element) badge(viewer, element, 'diagram-mark comment', String(count), label, true);
  }
}

function badge(viewer, element, className, text, title, right = false) {
  const html = document.createElement('div');
  html.className = className;
  html.textContent = text;
  html.title = title;
  viewer.get('overlays').add(element.id, { position: right ? { top: -12, right: 14 } : place(element), html });
}

/** On an arrow, in the middle of it; else at the corner. */
function place({ waypoints }) {
  if (!waypoints) return { top: -12, left: -10 };
  const { x, y } = waypoints.length % 2 ? waypoints[(waypoints.length - 1) / 2] : middle(waypoints);
  const left = Math.min(...waypoints.map((each) => each.x));
  const top = Math.min(...waypoints.map((each) => each.y));
  return { top: y - top - 10, left: x - left - 8 };
}

function middle(waypoints) {
  const [a, b] = waypoints.slice(waypoints.length / 2 - 1);
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
