/** Networks to try pictures on. */

import type { Network } from "../../src/contract";

/** Numbers in [0, 1) from a seed: the minimal standard generator of Park & Miller (1988). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

export function networkOf(people: number, ties: Iterable<readonly [number, number]>): Network {
  const rows = Array.from({ length: people }, () => new Set<number>());
  for (const [a, b] of ties) {
    if (a === b) continue;
    rows[a].add(b);
    rows[b].add(a);
  }
  const offsets = new Uint32Array(people + 1);
  rows.forEach((row, i) => (offsets[i + 1] = offsets[i] + row.size));
  return { people, offsets, friends: Uint32Array.from(rows.flatMap((row) => [...row].sort((a, b) => a - b))) };
}

/** Growth by preferential attachment with triangles (Holme & Kim 2002), `links` ties for every newcomer. */
export function holmeKim(people: number, links = 5, triangles = 0.5, seed = 1): Network {
  const random = dice(seed);
  const rows = Array.from({ length: people }, () => [] as number[]);
  const ends: number[] = [];
  const tie = (a: number, b: number) => {
    rows[a].push(b);
    rows[b].push(a);
    ends.push(a, b);
  };
  for (let i = 0; i < links; i++) tie(i, links);
  for (let i = links + 1; i < people; i++) {
    let last = -1;
    while (rows[i].length < links) {
      const among = last >= 0 && random() < triangles ? rows[last] : ends;
      const other = among[Math.floor(random() * among.length)];
      if (other === i || rows[i].includes(other)) last = -1;
      else tie(i, (last = other));
    }
  }
  return networkOf(people, rows.flatMap((row, i) => row.map((j) => [i, j] as const)));
}

/** Groups of equal size, ties within them with chance `inside` and between them with chance `across`. */
export function groups(count: number, size: number, inside: number, across: number, seed = 1): Network {
  const random = dice(seed);
  const ties: [number, number][] = [];
  for (let i = 0; i < count * size; i++) {
    for (let j = 0; j < i; j++) if (random() < (i % count === j % count ? inside : across)) ties.push([i, j]);
  }
  return networkOf(count * size, ties);
}

export function ring(people: number, reach = 5): Network {
  const ties: [number, number][] = [];
  for (let i = 0; i < people; i++) for (let step = 1; step <= reach; step++) ties.push([i, (i + step) % people]);
  return networkOf(people, ties);
}

export function complete(people: number): Network {
  const ties: [number, number][] = [];
  for (let i = 0; i < people; i++) for (let j = 0; j < i; j++) ties.push([i, j]);
  return networkOf(people, ties);
}
