// Paints where the case is and has been, and gives each lane its hue.
const CLASSES = ['seen', 'here', 'bad'];

export function mark(viewer, { lanes = {}, seen = [], here = {}, bad = [] }) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  overlays.remove({ type: 'here' });
  registry.forEach((element) => CLASSES.forEach((name) => canvas.removeMarker(element, name)));
  colourLanes(canvas, registry, lanes);
  const add = (id, name) => registry.get(id) && canvas.addMarker(id, name);
  seen.forEach((id) => add(id, 'seen'));
  bad.forEach((id) => add(id, 'bad'));
  for (const [id, { label, late }] of Object.entries(here)) {
    add(id, 'here');
    if (registry.get(id) && label) overlays.add(id, 'here', { position: { top: -14, left: 8 }, html: badge(label, late) });
  }
}

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

function badge(label, late) {
  const element = document.createElement('div');
  element.className = `diagram-mark${late ? ' late' : ''}`;
  element.textContent = label;
  return element;
}
