// A step is in a lane because it stands there: choosing another lane moves it.
import { laneOf } from "./model.js";

export function moveToLane(modeler, element, lane) {
  const modeling = modeler.get("modeling");
  const middle = lane.y + lane.height / 2 - element.height / 2;
  const target = { x: clampInto(element.x, element.width, lane), y: Math.round(middle) };
  const free = freePlace(modeler, element, target, lane);
  modeling.moveElements([element], { x: free.x - element.x, y: free.y - element.y }, poolOf(lane));
  return laneOf(modeler, element);
}

const GAP = 30;

/** To the right of whatever stands there already; else as far right as the lane goes. */
function freePlace(modeler, element, wanted, lane) {
  const place = { ...wanted };
  const others = modeler
    .get("elementRegistry")
    .filter((each) => each !== element && !each.waypoints && !each.labelTarget && isSmall(each, lane));
  for (let tries = 0; tries < 50; tries += 1) {
    const other = others.find((each) => overlaps({ ...place, width: element.width, height: element.height }, each));
    if (!other) break;
    place.x = other.x + other.width + GAP;
  }
  return { x: clampInto(place.x, element.width, lane), y: place.y };
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
