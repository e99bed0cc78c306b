// A line around what stands in its way. bpmn-js draws the shortest, through other steps if need be; what leaves a
// step's border often has far to go.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { crosses, meet, middleOf, piecesOf } from "./geometry.js";

/** @import { EventBus, Waypoint } from "../viewer/diagram.js" */
/** @import { Element, Line, Point, Services } from "./types.js" */

const STEP = 10;
const AIR = 20;
const REACH = 300;
const NEAR = 2;
/** What a way costs beside its length. */
const THROUGH = 10_000;
const OVER = 60;
const BEND = 15;

/**
 * Of the routes from a flow's source to its target, the one that disturbs least.
 * @param {Services} services
 * @param {Line} flow
 */
export function layAround(services, flow) {
  const { source, target } = flow;
  const obstacles = obstaclesOf(services, flow);
  const lines = services
    .get("elementRegistry")
    .filter((each) => each !== flow && is(each, "bpmn:SequenceFlow"))
    .flatMap((each) => (each.waypoints ? [each.waypoints] : []));
  /** @param {Point[]} route */
  const cost = (route) => costOf(route, obstacles, lines);
  const own = flow.waypoints;
  const best = routesTo(source, target).reduce(
    (found, route) => (cost(route) < cost(found) ? route : found),
    own,
  );
  if (best !== own) services.get("modeling").updateWaypoints(flow, docked(best, source, target));
}

/**
 * Whether a line runs through something, as it may after a move.
 * @param {Services} services
 * @param {Line} flow
 */
export const isBlocked = (services, flow) =>
  obstaclesOf(services, flow).some((each) => crosses(flow.waypoints, each));

/**
 * @param {Services} services
 * @param {Line} flow
 */
function obstaclesOf(services, { source, target }) {
  return services
    .get("elementRegistry")
    .filter((each) => isSmall(each) && each !== source && each !== target);
}

/** @param {Element} each */
const isSmall = (each) =>
  each.width !== undefined &&
  !each.waypoints &&
  ["bpmn:FlowNode", "bpmn:TextAnnotation"].some((type) => is(each, type));

/**
 * @param {Point[]} route
 * @param {Element[]} obstacles
 * @param {Point[][]} lines
 */
function costOf(route, obstacles, lines) {
  const through = obstacles.filter((each) => crosses(route, each)).length;
  const over = lines.reduce((sum, each) => sum + meetings(route, each), 0);
  const length = piecesOf(route).reduce((sum, { width, height }) => sum + width + height, 0);
  return through * THROUGH + over * OVER + route.length * BEND + length;
}

/**
 * How often two lines meet; one upon the other counts for its length.
 * @param {Point[]} route
 * @param {Point[]} other
 */
function meetings(route, other) {
  let sum = 0;
  for (const mine of piecesOf(route, NEAR)) {
    for (const theirs of piecesOf(other, NEAR)) {
      if (!meet(mine, theirs)) continue;
      const width = Math.min(mine.x + mine.width, theirs.x + theirs.width) - Math.max(mine.x, theirs.x);
      const height = Math.min(mine.y + mine.height, theirs.y + theirs.height) - Math.max(mine.y, theirs.y);
      sum += 1 + Math.max(width, height) / AIR;
    }
  }
  return sum;
}

/**
 * Out above or below (what sits on a border goes out where it sits).
 * @param {Element} source
 * @param {Element} target
 */
function routesTo(source, target) {
  const outward = source.host ? [Math.sign(middleOf(source).y - middleOf(source.host).y) || 1] : [1, -1];
  return outward.flatMap((down) => routesOut(source, target, down));
}

/**
 * Along a channel, and into any side of the target.
 * @param {Element} source
 * @param {Element} target
 * @param {number} down 1 or -1
 * @returns {Point[][]}
 */
function routesOut(source, target, down) {
  const start = middleOf(source);
  const end = middleOf(target);
  const from = { x: start.x, y: start.y + (down * source.height) / 2 };
  const sides = [
    { x: target.x, out: target.x - AIR },
    { x: target.x + target.width, out: target.x + target.width + AIR },
  ];
  const routes = sides
    .map(({ x }) => [from, { x: from.x, y: end.y }, { x, y: end.y }])
    .filter(([, corner]) => (corner.y - from.y) * down > 0);
  for (let away = STEP; away <= REACH; away += STEP) {
    const y = from.y + down * away;
    for (const { x, out } of sides)
      routes.push([from, { x: from.x, y }, { x: out, y }, { x: out, y: end.y }, { x, y: end.y }]);
    const edge =
      y < target.y - STEP ? target.y : y > target.y + target.height + STEP ? target.y + target.height : null;
    if (edge !== null) routes.push([from, { x: from.x, y }, { x: end.x, y }, { x: end.x, y: edge }]);
  }
  return routes;
}

/**
 * bpmn-js moves a line's ends by what they point at.
 * @param {Point[]} route
 * @param {Element} source
 * @param {Element} target
 */
function docked(route, source, target) {
  /** @type {Waypoint[]} */
  const points = route.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  points[0].original = middleOf(source);
  points[points.length - 1].original = middleOf(target);
  return points;
}

/** After bpmn-js's own layout. */
const LATE = 200;

/** A new line leads around what it would run through, however it was drawn. */
class NewLines {
  static $inject = ["eventBus", "injector"];

  /**
   * @param {EventBus} eventBus
   * @param {Services} injector
   */
  constructor(eventBus, injector) {
    /** @param {{ context: { connection: Line } }} event */
    const drawn = ({ context: { connection } }) => {
      if (is(connection, "bpmn:SequenceFlow") && isBlocked(injector, connection))
        layAround(injector, connection);
    };
    eventBus.on("commandStack.connection.create.postExecuted", LATE, drawn);
  }
}

export default { __init__: ["newLines"], newLines: ["type", NewLines] };
