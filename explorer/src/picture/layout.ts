/** Where everybody stands: communities as islands, hubs in their middle, neighbours turned to each other. */

import type { Network } from "../contract";
import { placeCircles, type Circles } from "./circles";
import { findCommunities, type Communities } from "./communities";
import { evenly, land, reach, shoresOf, type Bounds, type Shores } from "./shores";
import { makeRoom, scattered, seats, type Discs } from "./settling";

/** Places of people in a rectangle; the same for every society with this network. */
export interface Layout {
  /** Width of the rectangle over its height. */
  aspect: number;
  /** Across, as a share of the width, and down, as a share of the height. */
  x: Float32Array;
  y: Float32Array;
  /** Radius of each disc, as a share of the width; area goes by the number of friends. */
  radius: Float32Array;
  community: Uint16Array;
  communities: number;
  /** Middle of each community, in the units of `x` and `y`. */
  centreX: Float32Array;
  centreY: Float32Array;
}

/** How much of an island its discs cover. */
const FILL = 0.47;
/** Water between islands, where all of them together have an area of 1: less where they are many and small. */
const gapAmong = (islands: number) => Math.min(0.028, 0.12 / Math.sqrt(islands));
/** Room for islands to swell at the rectangle's edges, so that they stay round there. */
const ROOM = 1.06;
/** Share of the rectangle's sides kept free on each. */
const MARGIN = 0.026;

interface Box {
  width: number;
  height: number;
}

/** Lays a network out in a rectangle of the given aspect; the same network and aspect give the same layout. */
export function layOut(network: Network, aspect = 1.3): Layout {
  const box = { width: Math.sqrt(aspect), height: 1 / Math.sqrt(aspect) };
  const communities = findCommunities(network);
  const size = relativeRadii(network);
  const islands = placeIslands(network, communities, size, box);
  const discs = seated(network, communities, size, islands);
  makeRoom(discs, box, 1.24, islands.disc * 1.9);
  return measured(discs, communities, box);
}

/** Radii relative to somebody with the mean number of friends; between a third and five times her area. */
function relativeRadii({ people, offsets, friends }: Network): Float64Array {
  const mean = friends.length / people || 1;
  const area = (i: number) => Math.min(5, Math.max(0.35, (offsets[i + 1] - offsets[i]) / mean));
  return Float64Array.from({ length: people }, (_, i) => (friends.length === 0 ? 1 : Math.sqrt(area(i))));
}

interface Islands {
  circles: Circles;
  shores: Shores;
  /** From the plane of the circles into the box. */
  across: (x: number) => number;
  down: (y: number) => number;
  /** Radius of a disc of relative radius 1, in the box. */
  disc: number;
}

/** Packs the communities' circles, lets them take each other's shape and stretches the pack to fill the box. */
function placeIslands(network: Network, communities: Communities, size: Float64Array, box: Box): Islands {
  const area = new Float64Array(communities.count);
  size.forEach((each, i) => (area[communities.of[i]] += each * each));
  const whole = area.reduce((sum, each) => sum + each, 0);
  const r = area.map((each) => Math.sqrt(each / whole / Math.PI));
  const gap = gapAmong(r.length);
  const circles = placeCircles(r, tiesBetween(network, communities), box.width / box.height, gap);
  const bounds = boundsOf(circles);
  const shores = shoresOf(circles, bounds, gap);
  const { across, down, scale } = stretch(bounds, r.length === 1 ? Infinity : 1.4, box);
  let covered = 0;
  for (let c = 0; c < r.length; c++) covered += land(shores, c) * scale;
  return { circles, shores, across, down, disc: Math.sqrt((FILL * covered) / (Math.PI * whole)) };
}

/** How strongly communities are tied, beside what their sizes would give; 1 for the strongest pair. */
function tiesBetween({ people, offsets, friends }: Network, { of, count }: Communities): Float64Array {
  const ties = new Float64Array(count * count);
  const ends = new Float64Array(count);
  for (let i = 0; i < people; i++) {
    ends[of[i]] += offsets[i + 1] - offsets[i];
    for (let k = offsets[i]; k < offsets[i + 1]; k++) ties[of[i] * count + of[friends[k]]]++;
  }
  let most = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      ties[a * count + b] = a === b ? 0 : ties[a * count + b] / Math.sqrt(ends[a] * ends[b] || 1);
      most = Math.max(most, ties[a * count + b]);
    }
  }
  // Squared, so that the strongest ties decide who is near whom; everybody is tied to everybody a little.
  return most === 0 ? ties : ties.map((each) => (each / most) ** 2);
}

function boundsOf({ x, y, r }: Circles): Bounds {
  const bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let c = 0; c < r.length; c++) {
    bounds.left = Math.min(bounds.left, x[c] - ROOM * r[c]);
    bounds.right = Math.max(bounds.right, x[c] + ROOM * r[c]);
    bounds.top = Math.min(bounds.top, y[c] - ROOM * r[c]);
    bounds.bottom = Math.max(bounds.bottom, y[c] + ROOM * r[c]);
  }
  return bounds;
}

/** From bounds into the box, in the middle of it; one side is stretched at most `most` times as much as the other. */
function stretch({ left, right, top, bottom }: Bounds, most: number, box: Box) {
  const wide = (box.width * (1 - 2 * MARGIN)) / (right - left);
  const high = (box.height - box.width * 2 * MARGIN) / (bottom - top);
  const fitX = Math.min(wide, high * most);
  const fitY = Math.min(high, wide * most);
  return {
    across: (x: number) => box.width / 2 + (x - (left + right) / 2) * fitX,
    down: (y: number) => box.height / 2 + (y - (top + bottom) / 2) * fitY,
    scale: fitX * fitY,
  };
}

/** Seats everybody in her island: hubs in the middle, each turned to where most of her friends elsewhere are. */
function seated(network: Network, communities: Communities, size: Float64Array, islands: Islands): Discs {
  const { people, offsets, friends } = network;
  const { of } = communities;
  const members: number[][] = Array.from({ length: communities.count }, () => []);
  for (let i = 0; i < people; i++) members[of[i]].push(i);
  const x = new Float64Array(people);
  const y = new Float64Array(people);
  const { circles, shores } = islands;
  for (let c = 0; c < communities.count; c++) {
    const inward = members[c].sort((a, b) => inwardness(b, size) - inwardness(a, size) || a - b);
    const turn = inward.map((i) => {
      let dx = 0;
      let dy = 0;
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        dx += circles.x[of[friends[k]]] - circles.x[c];
        dy += circles.y[of[friends[k]]] - circles.y[c];
      }
      return dx === 0 && dy === 0 ? 2 * Math.PI * scattered(i) : Math.atan2(dy, dx);
    });
    const turnedTo = evenly(shores, c);
    const seat = seats(
      inward.map((i) => size[i]),
      turn,
    );
    inward.forEach((i, k) => {
      const angle = turnedTo(seat.angle[k]);
      const far = reach(shores, c, angle) * seat.out[k];
      x[i] = islands.across(circles.x[c] + far * Math.cos(angle));
      y[i] = islands.down(circles.y[c] + far * Math.sin(angle));
    });
  }
  return { x, y, r: size.map((each) => each * islands.disc), group: of };
}

/** The larger, the further in: by size, with some chance in it, so that small discs fill the room between hubs. */
function inwardness(i: number, size: Float64Array): number {
  return Math.log(size[i]) + 0.9 * scattered(i);
}

function measured(discs: Discs, communities: Communities, box: Box): Layout {
  const count = communities.count;
  const centreX = new Float32Array(count);
  const centreY = new Float32Array(count);
  discs.x.forEach((x, i) => {
    centreX[discs.group[i]] += x / box.width / communities.size[discs.group[i]];
    centreY[discs.group[i]] += discs.y[i] / box.height / communities.size[discs.group[i]];
  });
  return {
    aspect: box.width / box.height,
    x: Float32Array.from(discs.x, (each) => each / box.width),
    y: Float32Array.from(discs.y, (each) => each / box.height),
    radius: Float32Array.from(discs.r, (each) => each / box.width),
    community: communities.of,
    communities: count,
    centreX,
    centreY,
  };
}
