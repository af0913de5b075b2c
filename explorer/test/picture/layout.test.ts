import { expect, test } from "vitest";
import { findCommunities } from "../../src/picture/communities";
import { layOut, type Layout } from "../../src/picture/layout";
import type { Network } from "../../src/contract";
import { complete, groups, holmeKim, networkOf, ring } from "./networks";

const KINDS: [string, Network][] = [
  ["a scale-free society", holmeKim(2000)],
  ["a small one", holmeKim(80)],
  ["a ring", ring(1000)],
  ["people without ties", networkOf(500, [])],
  ["everybody tied to everybody", complete(90)],
  ["three blocks", groups(3, 100, 0.15, 0.004)],
  ["a few ties and many loners", networkOf(300, Array.from({ length: 60 }, (_, i) => [i, i + 61] as const))],
  ["two people", networkOf(2, [[0, 1]])],
  ["one person", networkOf(1, [])],
];

/** Places in units of the rectangle's width, in which radii are given too. */
function inWidths({ x, y, aspect }: Layout) {
  return { x, y: y.map((each) => each / aspect) };
}

test.each(KINDS)("%s: everybody has a place wholly inside the rectangle", (_, network) => {
  for (const aspect of [1.3, 0.7, 2.4]) {
    const layout = layOut(network, aspect);
    const { x, y } = inWidths(layout);
    expect(layout.aspect).toBeCloseTo(aspect, 10);
    for (let i = 0; i < network.people; i++) {
      const r = layout.radius[i];
      expect(r).toBeGreaterThan(0);
      expect(x[i]).toBeGreaterThanOrEqual(r - 1e-6);
      expect(x[i]).toBeLessThanOrEqual(1 - r + 1e-6);
      expect(y[i]).toBeGreaterThanOrEqual(r - 1e-6);
      expect(y[i]).toBeLessThanOrEqual(1 / aspect - r + 1e-6);
      expect(layout.community[i]).toBeLessThan(layout.communities);
    }
  }
});

test.each(KINDS)("%s: hardly any disc lies over another, and none by much", (_, network) => {
  const layout = layOut(network, 1.3);
  const { x, y } = inWidths(layout);
  let touching = 0;
  let deepest = 0;
  for (let i = 0; i < network.people; i++) {
    for (let j = 0; j < i; j++) {
      const both = layout.radius[i] + layout.radius[j];
      const over = 1 - Math.hypot(x[i] - x[j], y[i] - y[j]) / both;
      if (over > 0.02) touching++;
      deepest = Math.max(deepest, over);
    }
  }
  expect(deepest).toBeLessThan(0.2);
  expect(touching / network.people).toBeLessThan(0.02);
});

test("the same network is always laid out the same", () => {
  expect(layOut(holmeKim(600), 1.3)).toEqual(layOut(holmeKim(600), 1.3));
});

test("another network is laid out otherwise", () => {
  expect(layOut(holmeKim(600, 5, 0.5, 2), 1.3).x).not.toEqual(layOut(holmeKim(600), 1.3).x);
});

test("tied people stand nearer to each other than others do", () => {
  for (const network of [holmeKim(1500), ring(1500), groups(6, 100, 0.1, 0.002)]) {
    const { x, y } = inWidths(layOut(network, 1.3));
    let tied = 0;
    let all = 0;
    let pairs = 0;
    for (let i = 0; i < network.people; i++) {
      for (let k = network.offsets[i]; k < network.offsets[i + 1]; k++) {
        const j = network.friends[k];
        tied += Math.hypot(x[i] - x[j], y[i] - y[j]) / network.friends.length;
      }
      for (let j = 0; j < i; j++, pairs++) all += Math.hypot(x[i] - x[j], y[i] - y[j]);
    }
    expect(tied).toBeLessThan(0.85 * (all / pairs));
  }
});

test("a disc's area goes by the number of friends, within limits", () => {
  const network = holmeKim(1000);
  const { radius } = layOut(network, 1.3);
  const degree = (i: number) => network.offsets[i + 1] - network.offsets[i];
  const [few, some] = [degree, degree].map((_, k) => [...radius.keys()].find((i) => degree(i) === [6, 15][k])!);
  expect((radius[some] / radius[few]) ** 2).toBeCloseTo(15 / 6, 3);
  const byDegree = [...radius.keys()].sort((a, b) => degree(a) - degree(b));
  for (let k = 1; k < 1000; k++) expect(radius[byDegree[k]]).toBeGreaterThanOrEqual(radius[byDegree[k - 1]]);
});

test("hubs stand further inside their communities than others", () => {
  const network = holmeKim(2000);
  const layout = layOut(network, 1.3);
  const out = (i: number) =>
    Math.hypot(
      layout.x[i] - layout.centreX[layout.community[i]],
      (layout.y[i] - layout.centreY[layout.community[i]]) / layout.aspect,
    );
  const mean = (people: number[]) => people.reduce((sum, i) => sum + out(i), 0) / people.length;
  const inward = [...layout.x.keys()].sort((a, b) => layout.radius[b] - layout.radius[a]);
  expect(mean(inward.slice(0, 100))).toBeLessThan(0.75 * mean(inward.slice(-1000)));
});

test("planted groups are found person by person", () => {
  const { of, count } = findCommunities(groups(4, 60, 0.3, 0.005));
  expect(count).toBe(4);
  for (let i = 0; i < 240; i++) expect(of[i]).toBe(of[i % 4]);
});

test("communities hold more ties within than chance would give", () => {
  for (const [network, least] of [[holmeKim(2000), 0.25], [ring(2000), 0.8]] as const) {
    const { of, count } = findCommunities(network);
    const inside = new Float64Array(count);
    const ends = new Float64Array(count);
    for (let i = 0; i < network.people; i++) {
      for (let k = network.offsets[i]; k < network.offsets[i + 1]; k++) {
        ends[of[i]]++;
        if (of[network.friends[k]] === of[i]) inside[of[i]]++;
      }
    }
    const whole = network.friends.length;
    const modularity = inside.reduce((sum, each, c) => sum + each / whole - (ends[c] / whole) ** 2, 0);
    expect(modularity).toBeGreaterThan(least);
  }
});

test("communities are numbered by size and count everybody once", () => {
  for (const [, network] of KINDS) {
    const { of, count, size } = findCommunities(network);
    expect(size.reduce((sum, each) => sum + each, 0)).toBe(network.people);
    expect([...size]).toEqual([...size].sort((a, b) => b - a));
    expect(new Set(of).size).toBe(count);
  }
});

test("ten thousand people are laid out within a few seconds on any machine", () => {
  const network = holmeKim(10_000);
  layOut(holmeKim(500), 1.3);
  const before = performance.now();
  layOut(network, 1.3);
  // Under 1 s on a free core; the tests may share theirs.
  expect(performance.now() - before).toBeLessThan(5000);
});
