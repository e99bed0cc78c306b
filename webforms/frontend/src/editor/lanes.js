// A step is in a lane because it stands there: choosing another lane moves it.
import { crosses, meet } from "./geometry.js";
import { laneOf } from "./model.js";

/** @import { Element, Point, Rect, Services } from "./types.js" */

/**
 * The lane in which it then stands.
 * @param {Services} modeler
 * @param {Element} element
 * @param {Element} lane
 */
export function moveToLane(modeler, element, lane) {
  const modeling = modeler.get("modeling");
  const middle = lane.y + lane.height / 2 - element.height / 2;
  const target = { x: clampInto(element.x, element.width, lane), y: Math.round(middle) };
  const free = freePlace(modeler, element, target, lane);
  // Only where the pool is another one: with a target, bpmn-js puts what lands on a flow into that flow.
  const pool = poolOf(lane);
  modeling.moveElements(
    [element],
    { x: free.x - element.x, y: free.y - element.y },
    pool === element.parent ? undefined : pool,
  );
  return laneOf(modeler, element);
}

/**
 * Off what it came to stand on, within its lane.
 * @param {Services} modeler
 * @param {Element} element
 */
export function settle(modeler, element) {
  const lane = laneOf(modeler, element);
  if (!lane) return;
  const shapes = otherShapes(modeler, element, lane);
  if (shapes.some((each) => meet(element, each))) moveToLane(modeler, element, lane);
}

const GAP = 30;
const STEP = 20;

/**
 * As near as may be to where it would stand by itself, on no other shape and no foreign line.
 * @param {Services} modeler
 * @param {Element} element
 * @param {Point} wanted
 * @param {Element} lane
 */
function freePlace(modeler, element, wanted, lane) {
  const registry = modeler.get("elementRegistry");
  const shapes = otherShapes(modeler, element, lane);
  const lines = registry
    .filter((each) => each.source !== element && each.target !== element)
    .flatMap((each) => (each.waypoints ? [each.waypoints] : []));
  const size = { width: element.width, height: element.height };
  /** @param {Point} place */
  const isFree = (place) => {
    const box = withAir({ ...place, ...size });
    return !shapes.some((each) => meet(box, each)) && !lines.some((each) => crosses(each, box));
  };
  for (let away = 0; away < lane.width; away += STEP) {
    for (const x of [wanted.x + away, wanted.x - away]) {
      const place = { x: clampInto(x, element.width, lane), y: wanted.y };
      if (isFree(place)) return place;
    }
  }
  return wanted;
}

/**
 * @param {number} x
 * @param {number} width
 * @param {Rect} lane
 */
const clampInto = (x, width, lane) =>
  Math.round(Math.min(Math.max(x, lane.x + GAP), Math.max(lane.x + GAP, lane.x + lane.width - width - GAP)));

/**
 * @param {Services} modeler
 * @param {Element} element
 * @param {Element} lane
 */
const otherShapes = (modeler, element, lane) =>
  modeler
    .get("elementRegistry")
    .filter(
      (each) =>
        each !== element &&
        each.host !== element &&
        !each.waypoints &&
        !each.labelTarget &&
        isSmall(each, lane),
    );

/**
 * Things that stand in lanes, not lanes and pools.
 * @param {Element} each
 * @param {Element} lane
 */
const isSmall = (each, lane) =>
  each.width !== undefined &&
  each.height < lane.height * 1.5 &&
  !each.businessObject.$type.match(/Lane|Participant|Process|Collaboration/);

/** @param {Rect} box */
const withAir = (box) => ({ ...box, x: box.x - GAP / 2, width: box.width + GAP });

/** @param {Element} lane */
function poolOf(lane) {
  let shape = lane;
  while (shape.businessObject.$type === "bpmn:Lane") shape = shape.parent;
  return shape;
}
