// A step is in a lane because it stands there: choosing another lane moves it.
import { crosses, meet } from "./geometry.js";
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

/** Off what it came to stand on, within its lane. */
export function settle(modeler, element) {
  const lane = laneOf(modeler, element);
  if (!lane) return;
  const things = thingsBeside(modeler, element, lane);
  if (things.some((each) => meet(element, each))) moveToLane(modeler, element, lane);
}

const GAP = 30;
const STEP = 20;

/** As near as may be to where it would stand by itself, on no other thing and no foreign line. */
function freePlace(modeler, element, wanted, lane) {
  const registry = modeler.get("elementRegistry");
  const things = thingsBeside(modeler, element, lane);
  const lines = registry.filter((each) => each.waypoints && each.source !== element && each.target !== element);
  const size = { width: element.width, height: element.height };
  const isFree = (place) => {
    const box = withAir({ ...place, ...size });
    return !things.some((each) => meet(box, each)) && !lines.some((each) => crosses(each.waypoints, box));
  };
  for (let away = 0; away < lane.width; away += STEP) {
    for (const x of [wanted.x + away, wanted.x - away]) {
      const place = { x: clampInto(x, element.width, lane), y: wanted.y };
      if (isFree(place)) return place;
    }
  }
  return wanted;
}

const clampInto = (x, width, lane) => Math.round(Math.min(Math.max(x, lane.x + GAP), Math.max(lane.x + GAP, lane.x + lane.width - width - GAP)));

const thingsBeside = (modeler, element, lane) =>
  modeler.get("elementRegistry").filter((each) => each !== element && each.host !== element && !each.waypoints && !each.labelTarget && isSmall(each, lane));

/** Things that stand in lanes, not lanes and pools. */
const isSmall = (each, lane) => each.width !== undefined && each.height < lane.height * 1.5 && !each.businessObject.$type.match(/Lane|Participant|Process|Collaboration/);

const withAir = (box) => ({ ...box, x: box.x - GAP / 2, width: box.width + GAP });

function poolOf(lane) {
  let shape = lane;
  while (shape.businessObject.$type === "bpmn:Lane") shape = shape.parent;
  return shape;
}
