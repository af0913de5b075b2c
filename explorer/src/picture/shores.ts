/** The shapes of communities: circles that give way to each other where they meet and swell where there is room. */

import type { Circles } from "./circles";

/** Directions in which a shore is known. */
const DIRECTIONS = 64;
/** How far a shore may go beyond its circle. */
const SWELL = 1.13;
/** The higher, the sharper the corners. */
const SHARPNESS = 7;

/** How far each community reaches in each of `DIRECTIONS` directions, one community after the other. */
export type Shores = Float64Array;

export interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * The shores of circles within bounds, half of `gap` away from every neighbour's.
 *
 * Neighbours meet on the line of equal power (Aurenhammer 1987, SIAM J. Comput. 16, 78-96), so larger ones keep more.
 */
export function shoresOf({ x, y, r }: Circles, bounds: Bounds, gap: number): Shores {
  const shores = new Float64Array(r.length * DIRECTIONS);
  for (let c = 0; c < r.length; c++) {
    for (let d = 0; d < DIRECTIONS; d++) {
      const [ux, uy] = [Math.cos((2 * Math.PI * d) / DIRECTIONS), Math.sin((2 * Math.PI * d) / DIRECTIONS)];
      let near = (r[c] * SWELL) ** -SHARPNESS;
      const limit = (ahead: number, along: number) => {
        if (along > 0.05) near += (Math.max(0.3 * r[c], ahead) / along) ** -SHARPNESS;
      };
      limit(bounds.right - x[c], ux);
      limit(x[c] - bounds.left, -ux);
      limit(bounds.bottom - y[c], uy);
      limit(y[c] - bounds.top, -uy);
      for (let o = 0; o < r.length; o++) {
        if (o === c) continue;
        const apart = Math.hypot(x[o] - x[c], y[o] - y[c]);
        const ahead = (apart * apart + r[c] * r[c] - r[o] * r[o]) / (2 * apart);
        limit(ahead - gap / 2, ((x[o] - x[c]) * ux + (y[o] - y[c]) * uy) / apart);
      }
      shores[c * DIRECTIONS + d] = near ** (-1 / SHARPNESS);
    }
  }
  return shores;
}

/** How far community c reaches in a direction given as an angle. */
export function reach(shores: Shores, c: number, angle: number): number {
  const turns = angle / (2 * Math.PI);
  const at = (turns - Math.floor(turns)) * DIRECTIONS;
  const before = Math.floor(at) % DIRECTIONS;
  const part = at - Math.floor(at);
  const next = shores[c * DIRECTIONS + ((before + 1) % DIRECTIONS)];
  return shores[c * DIRECTIONS + before] * (1 - part) + next * part;
}

/** The area within a community's shore. */
export function land(shores: Shores, c: number): number {
  return areaBefore(shores, c)[DIRECTIONS];
}

/**
 * Turns a direction so that people spread evenly by angle are spread evenly over the land within the shore: more of
 * them look where it reaches far.
 */
export function evenly(shores: Shores, c: number): (angle: number) => number {
  const before = areaBefore(shores, c);
  return (angle) => {
    const turns = angle / (2 * Math.PI);
    const area = (turns - Math.floor(turns)) * before[DIRECTIONS];
    let d = 0;
    while (d < DIRECTIONS - 1 && before[d + 1] <= area) d++;
    return (2 * Math.PI * (d + (area - before[d]) / (before[d + 1] - before[d]))) / DIRECTIONS;
  };
}

/** Area of the land from direction 0 to each other direction, and all round. */
function areaBefore(shores: Shores, c: number): Float64Array {
  const before = new Float64Array(DIRECTIONS + 1);
  for (let d = 0; d < DIRECTIONS; d++) {
    const middle = (shores[c * DIRECTIONS + d] + shores[c * DIRECTIONS + ((d + 1) % DIRECTIONS)]) / 2;
    before[d + 1] = before[d] + (middle ** 2 * Math.PI) / DIRECTIONS;
  }
  return before;
}
