// A step is in a lane because it stands there: choosing another lane moves it.
import { laneOf } from "./model.js";

export function moveToLane(modeler, element, lane) {
  const modeling = modeler.get("modeling");
  const middle = lane.y + lane.height / 2 - element.height / 2;
  const target = { x: clampInto(element.x, element.width, lane), y: Math.round(middle) };
  const free = freePlace(modeler, element, target, lane);
  // Only where the pool is another one: with a target, bpmn-js puts what lands on a flow into that flow.
  const pool = poolOf(lane);
  modeling.moveElements([element], { x: free.x - element.x, y: free.y - element.y }, pool === element.parent ? undefined : pool);
  return laneOf(modeler, element);
}

const GAP = 30;
const STEP = 20;

/** As near as may be to where it would stand by itself, on no other thing and no foreign line. */
function freePlace(modeler, element, wanted, lane) {
  const registry = modeler.get("elementRegistry");
  const things = registry.filter((each) => each !== element && each.host !== element && !each.waypoints && !each.labelTarget && isSmall(each, lane));
  const lines = registry.filter((each) => each.waypoints && each.source !== element && each.target !== element);
  const size = { width: element.width, height: element.height };
  const isFree = (place) =>
    !things.some((each) => overlaps({ ...place, ...size }, each)) && !lines.some((each) => crosses(each, { ...place, ...size }));
  for (let away = 0; away < lane.width; away += STEP) {
    for (const x of [wanted.x + away, wanted.x - away]) {
      const place = { x: clampInto(x, element.width, lane), y: wanted.y };
      if (isFree(place)) return place;
    }
  }
  return wanted;
}

/** Whether a line of horizontal and vertical pieces (as they mostly are) runs through a box. */
function crosses({ waypoints }, box) {
  return waypoints.slice(1).some((end, n) => {
    const start = waypoints[n];
    const piece = { x: Math.min(start.x, end.x), y: Math.min(start.y, end.y), width: Math.abs(start.x - end.x), height: Math.abs(start.y - end.y) };
    return overlaps(box, piece);
  });
}

const clampInto = (x, width, lane) => Math.round(Math.min(Math.max(x, lane.x + GAP), Math.max(lane.x + GAP, lane.x + lane.width - width - GAP)));

/** Things that stand in lanes, not lanes and pools. */
const isSmall = (each, lane) => each.width !== undefined && each.height < lane.height * 1.5 && !each.businessObject.$type.match(/Lane|Participant|Process|Collaboration/);

const overlaps = (a, b) =>
  a.x < b.x + b.width + GAP / 2 && b.x < a.x + a.width + GAP / 2 && a.y < b.y + b.height && b.y < a.y + a.height;

function poolOf(lane) {
  let shape = lane;
  while (shape.businessObject.$type === "bpmn:Lane") shape = shape.parent;
  return shape;
}
