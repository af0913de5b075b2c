import { describe, expect, it } from "vitest";
import { placing } from "../src/charts/bars.ts";
import { gapPieces, type Piece } from "../src/charts/gap.ts";
import { extent, nearest, tickLabels } from "../src/charts/scale.ts";

/** The area of a piece by the shoelace formula, whichever way round it is walked. */
function area(piece: Piece): number {
  const ring = [
    ...piece.corners.map(([x, first]) => [x, first] as const),
    ...piece.corners.map(([x, , second]) => [x, second] as const).reverse(),
  ];
  const twice = ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

describe("the gap between two lines", () => {
  const rounds = [0, 1, 2, 3, 4, 5, 6];

  it("is cut where they cross, and its parts have the areas of the triangles", () => {
    const pieces = gapPieces([0, 1, 2, 3], [0, 0, 0, 0], [2, -2, -2, 2]);
    expect(pieces.map((each) => each.rises)).toEqual([true, false, true]);
    expect(pieces.map(area)).toEqual([0.5, 3, 0.5]);
    expect(pieces[0]!.corners.at(-1)).toEqual([0.5, 0, 0]);
  });

  it("adds up to the integral of the difference, signs kept, for any lines", () => {
    const first = [0.3, 0.9, 0.2, 0.55, 0.55, 0.1, 0.7];
    const second = [0.6, 0.1, 0.4, 0.55, 0.9, 0.1, 0.2];
    const signed = gapPieces(rounds, first, second).reduce((sum, each) => sum + (each.rises ? 1 : -1) * area(each), 0);
    const differences = second.map((value, at) => value - first[at]!);
    const trapezia = differences.slice(1).reduce((sum, after, at) => sum + (differences[at]! + after) / 2, 0);
    expect(signed).toBeCloseTo(trapezia, 12);
  });

  it("is nowhere where the lines lie on each other, or a value is missing", () => {
    expect(gapPieces(rounds, rounds, rounds)).toEqual([]);
    const pieces = gapPieces([0, 1, 2, 3], [0, 0, 0, 0], [1, NaN, 1, 1]);
    expect(pieces.map((each) => each.corners.map(([round]) => round))).toEqual([[2, 3]]);
  });

  it("touching without crossing keeps its side", () => {
    expect(gapPieces([0, 1, 2], [0, 0, 0], [1, 0, 1]).every((each) => each.rises)).toBe(true);
  });
});

describe("the scale", () => {
  const data = { leftLabel: "", rightLabel: "", format: String };

  it("holds zero, all values and the ends of their intervals", () => {
    const band = { low: [-3, 1], high: [4, 9] };
    const [low, high] = extent({ ...data, left: [1, 2], right: [2, 3], rightBand: band });
    expect(low).toBeLessThan(-3);
    expect(high).toBeGreaterThan(9);
    expect(extent({ ...data, left: [1, 2], right: [2, 3] })[0]).toBe(0);
    expect(extent({ ...data, left: [-1, -2], right: [-2, -3] })[1]).toBe(0);
    expect(extent({ ...data, left: [5], right: [5], range: [0, 1] })).toEqual([0, 1]);
  });

  it("has room even where all is zero, or nothing is there", () => {
    for (const values of [[], [0, 0]]) {
      const [low, high] = extent({ ...data, left: values, right: values });
      expect(high).toBeGreaterThan(low);
    }
  });

  it("says no more decimals than its ticks need", () => {
    const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
    expect(tickLabels([0, 0.5, 1], percent)).toEqual(["0 %", "50 %", "100 %"]);
    expect(tickLabels([0, 0.025], percent)).toEqual(["0.0 %", "2.5 %"]);
    expect(tickLabels([0, 10], (value) => value.toFixed(3))).toEqual(["0", "10"]);
  });

  it("finds the nearest round", () => {
    const rounds = [0, 1, 5, 9, 100];
    const byLooking = (round: number) =>
      rounds.reduce((best, each, at) => (Math.abs(each - round) < Math.abs(rounds[best]! - round) ? at : best), 0);
    for (let round = -3; round < 120; round++) expect(nearest(rounds, round)).toBe(byLooking(round));
    expect(nearest([7], 3)).toBe(0);
  });
});

it("bars stand on one scale that holds zero, from end to end", () => {
  const place = placing([{ from: 0, to: 3, interval: [2, 4] }, { from: 3, to: -1, interval: null }]);
  expect([place(-1), place(0), place(4)]).toEqual([0, 0.2, 1]);
  expect(placing([{ from: 0, to: 0, interval: null }])(0)).toBe(0);
});
