// Paints what differs, and pins comments. Each kind has a colour and a sign: nobody has to tell colours apart.
/** @import { DiagramViewer, Element, Waypoint } from "./diagram.js" */

/** @type {Record<string, { stroke: string, fill: string, sign: string }>} */
const KINDS = {
  added: { stroke: "var(--ok)", fill: "var(--ok-soft)", sign: "+" },
  removed: { stroke: "var(--late)", fill: "var(--late-soft)", sign: "−" },
  changed: { stroke: "var(--warn)", fill: "var(--warn-soft)", sign: "~" },
  moved: { stroke: "var(--lane-1)", fill: "color-mix(in srgb, var(--lane-1) 12%, var(--paper))", sign: "→" },
};
/** Where comments are pinned: beside what says that something changed. */
const ASIDE = { top: -12, right: 14 };
// What others stand in: filling it would paint them, too.
const AROUND = /:(Lane|Participant|SubProcess)$/;

/**
 * @param {DiagramViewer} viewer
 * @param {Record<string, string>} painted id of an element → what became of it
 * @param {Record<string, string>} words
 */
export function paint(viewer, painted, words) {
  const registry = viewer.get("elementRegistry");
  for (const [id, kind] of Object.entries(painted)) {
    const element = registry.get(id);
    if (!element) continue;
    colour(viewer, element, KINDS[kind]);
    viewer.get("canvas").addMarker(element, `is-${kind}`);
    badge(viewer, element, {
      className: `diagram-mark ${kind}`,
      textContent: KINDS[kind].sign,
      title: words[kind],
    });
    if (kind !== "added" && kind !== "removed") continue;
    for (const arrow of arrowsOf(element, painted)) colour(viewer, arrow, KINDS[kind]);
  }
}

/**
 * The arrows of a step that came or went came or went with it; that is not said again.
 * @param {Element} element
 * @param {Record<string, string>} painted
 */
const arrowsOf = (element, painted) =>
  [...element.incoming, ...element.outgoing].filter((arrow) => !(arrow.id in painted));

/**
 * As an attribute of the drawing, so that arrowheads and icons take it, too.
 * @param {DiagramViewer} viewer
 * @param {Element} element
 * @param {{ stroke: string, fill: string }} colours
 */
function colour(viewer, element, { stroke, fill }) {
  element.di.set("bioc:stroke", stroke);
  if (!AROUND.test(element.businessObject.$type) && !element.waypoints) element.di.set("bioc:fill", fill);
  const kind = element.waypoints ? "connection" : "shape";
  viewer.get("graphicsFactory").update(kind, element, viewer.get("canvas").getGraphics(element));
}

/**
 * @param {DiagramViewer} viewer
 * @param {Record<string, { count: number, label: string }>} pins id of an element → its comments
 */
export function pin(viewer, pins) {
  const registry = viewer.get("elementRegistry");
  for (const [id, { count, label }] of Object.entries(pins)) {
    const element = registry.get(id);
    if (element)
      badge(
        viewer,
        element,
        { className: "diagram-mark comment", textContent: String(count), title: label },
        ASIDE,
      );
  }
}

/**
 * @param {DiagramViewer} viewer
 * @param {Element} element
 * @param {{ className: string, textContent: string, title: string }} properties
 * @param {{ top: number, left?: number, right?: number }} [position]
 */
function badge(viewer, element, properties, position = place(element)) {
  const html = Object.assign(document.createElement("div"), properties);
  viewer.get("overlays").add(element.id, { position, html });
}

/**
 * On an arrow, in the middle of it; else at the corner.
 * @param {Element} element
 */
function place({ waypoints }) {
  if (!waypoints) return { top: -12, left: -10 };
  const { x, y } = waypoints.length % 2 ? waypoints[(waypoints.length - 1) / 2] : middle(waypoints);
  const left = Math.min(...waypoints.map((each) => each.x));
  const top = Math.min(...waypoints.map((each) => each.y));
  return { top: y - top - 10, left: x - left - 8 };
}

/** @param {Waypoint[]} waypoints */
function middle(waypoints) {
  const [a, b] = waypoints.slice(waypoints.length / 2 - 1);
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
