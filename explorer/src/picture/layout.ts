/** Where everybody stands: communities as islands, hubs in their middle, neighbours turned to each other. */

import type { Network } from "../contract";
import { placeCircles, type Circles } from "./circles";
import { findCommunities, type Communities } from "./communities";
import { makeRoom, seats, turned, type Discs } from "./settling";

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
const FILL = 0.4;
/** Share of the rectangle's sides kept free on each. */
const MARGIN = 0.012;

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
  makeRoom(discs, box, 1.32, islands.disc * 2);
  return measured(discs, communities, box);
}

/** Radii relative to somebody with the mean number of friends; between a third and five times her area. */
function relativeRadii({ people, offsets, friends }: Network): Float64Array {
  const mean = friends.length / people || 1;
  const area = (i: number) => Math.min(5, Math.max(0.35, (offsets[i + 1] - offsets[i]) / mean));
  return Float64Array.from({ length: people }, (_, i) => (friends.length === 0 ? 1 : Math.sqrt(area(i))));
}

interface Islands {
  x: Float64Array;
  y: Float64Array;
  /** Half the width and half the height of each. */
  across: Float64Array;
  down: Float64Array;
  /** Radius of a disc of relative radius 1. */
  disc: number;
}

/** Packs the communities' circles and stretches the pack, moderately, to fill the rectangle. */
function placeIslands(network: Network, communities: Communities, size: Float64Array, box: Box): Islands {
  const area = new Float64Array(communities.count);
  size.forEach((each, i) => (area[communities.of[i]] += each * each));
  const whole = area.reduce((sum, each) => sum + each, 0);
  const r = area.map((each) => Math.sqrt(each / whole / Math.PI));
  const ties = tiesBetween(network, communities);
  const circles = placeCircles(r, ties, box.width / box.height, 0.012);
  const stretched = stretch(circles, box);
  let land = 0;
  for (let c = 0; c < r.length; c++) land += Math.PI * stretched.across[c] * stretched.down[c];
  return { ...stretched, disc: Math.sqrt((FILL * land) / (Math.PI * whole)) };
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

function stretch({ x, y, r }: Circles, box: Box): Omit<Islands, "disc"> {
  const bounds = (at: Float64Array) => {
    let low = Infinity;
    let high = -Infinity;
    for (let c = 0; c < r.length; c++) {
      low = Math.min(low, at[c] - r[c]);
      high = Math.max(high, at[c] + r[c]);
    }
    return { middle: (low + high) / 2, wide: high - low };
  };
  const across = bounds(x);
  const down = bounds(y);
  let fitX = (box.width * (1 - 2 * MARGIN)) / across.wide;
  let fitY = (box.height - box.width * 2 * MARGIN) / down.wide;
  const most = r.length === 1 ? Infinity : 1.4;
  fitX = Math.min(fitX, fitY * most);
  fitY = Math.min(fitY, fitX * most);
  return {
    x: x.map((each) => box.width / 2 + (each - across.middle) * fitX),
    y: y.map((each) => box.height / 2 + (each - down.middle) * fitY),
    across: r.map((each) => each * fitX),
    down: r.map((each) => each * fitY),
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
  for (let c = 0; c < communities.count; c++) {
    const inward = members[c].sort((a, b) => size[b] - size[a] || a - b);
    const turn = inward.map((i) => {
      let dx = 0;
      let dy = 0;
      for (let k = offsets[i]; k < offsets[i + 1]; k++) {
        dx += islands.x[of[friends[k]]] - islands.x[c];
        dy += islands.y[of[friends[k]]] - islands.y[c];
      }
      return Math.atan2(dy, dx);
    });
    const seat = seats(inward.map((i) => size[i]));
    const given = turned(seat, turn);
    inward.forEach((i, k) => {
      x[i] = islands.x[c] + islands.across[c] * seat.x[given[k]];
      y[i] = islands.y[c] + islands.down[c] * seat.y[given[k]];
    });
  }
  return { x, y, r: size.map((each) => each * islands.disc), group: of };
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
