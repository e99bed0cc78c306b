// Boxes and lines of the drawing: what meets what.

/** @import { Point, Rect } from "./types.js" */

/** @param {Rect} box */
export const middleOf = ({ x, y, width, height }) => ({
  x: Math.round(x + width / 2),
  y: Math.round(y + height / 2),
});

/**
 * @param {Rect} a
 * @param {Rect} b
 */
export const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * A line's straight pieces as boxes; lines are horizontal and vertical mostly.
 * @param {Point[]} waypoints
 * @param {number} [air] around each
 * @returns {Rect[]}
 */
export function piecesOf(waypoints, air = 0) {
  return waypoints.slice(1).map((end, n) => {
    const start = waypoints[n];
    return {
      x: Math.min(start.x, end.x) - air,
      y: Math.min(start.y, end.y) - air,
      width: Math.abs(start.x - end.x) + 2 * air,
      height: Math.abs(start.y - end.y) + 2 * air,
    };
  });
}

/**
 * @param {Point[]} waypoints
 * @param {Rect} box
 */
export const crosses = (waypoints, box) => piecesOf(waypoints).some((piece) => meet(piece, box));
