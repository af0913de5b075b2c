import { expect, test } from "vitest";
import { Shades } from "../../src/picture/shades";
import { networkOf } from "./networks";
import { playing } from "./societies";

const society = playing(networkOf(4, []), {
  desire: Float32Array.of(0.8, 0.5, 0, 0.4),
  voice: Float32Array.of(0.2, 0.5, 0, 0),
  score: Float32Array.of(1, -2, 0.25, 1.5),
});

test("a disc shows what share of her wish somebody says; all of it, if she has nothing to say", () => {
  const shades = new Shades(4);
  shades.takeUp(society, "voice", false);
  expect(shades.move(0, false)).toBe(true);
  expect([...shades.now]).toEqual([0.25, 1, 1, 0]);
  expect(shades.settled).toBe(true);
  expect(shades.move(1, false)).toBe(false);
});

test("before anything was said nobody has fallen silent", () => {
  const shades = new Shades(4);
  shades.takeUp({ ...society, round: 0 }, "voice", false);
  shades.move(0, false);
  expect([...shades.now]).toEqual([1, 1, 1, 1]);
});

test("scores are shown from 0 to 1", () => {
  const shades = new Shades(4);
  shades.takeUp(society, "score", false);
  shades.move(0, false);
  expect([...shades.now]).toEqual([1, 0, 0.25, 1]);
});

test("colours ease from the frame after a round on, and are there in a fifth of a second", () => {
  const shades = new Shades(4);
  shades.takeUp(society, "voice", true);
  shades.move(5000, false);
  expect(shades.now[3]).toBe(1);
  let before = 1;
  for (const time of [5040, 5080, 5120, 5160]) {
    shades.move(time, false);
    expect(shades.now[3]).toBeLessThan(before);
    before = shades.now[3];
    expect(shades.settled).toBe(false);
  }
  shades.move(5200, false);
  expect(shades.now[3]).toBe(0);
  expect(shades.settled).toBe(true);
});

test("a round played while colours still move sets out from where they are", () => {
  const shades = new Shades(4);
  shades.takeUp(society, "voice", true);
  shades.move(0, false);
  shades.move(100, false);
  const midway = shades.now[3];
  shades.takeUp({ ...society, voice: society.desire as Float32Array }, "voice", true);
  shades.move(110, false);
  expect(shades.now[3]).toBeCloseTo(midway, 6);
});

test("without motion colours change at once", () => {
  const shades = new Shades(4);
  shades.takeUp(society, "voice", true);
  shades.move(0, true);
  expect([...shades.now]).toEqual([0.25, 1, 1, 0]);
});
