import { expect, test } from "vitest";
import { Mark } from "../../src/contract";
import { Happenings } from "../../src/picture/happenings";
import { holmeKim, networkOf } from "./networks";
import { playing } from "./societies";

/** 0 is tied to 1, 2, 3 and 4; 4 to 5. */
const star = networkOf(6, [[0, 1], [0, 2], [0, 3], [0, 4], [4, 5]]);

test("a penalty runs from the punished to every enrolled friend on a tie that stands", () => {
  const society = playing(star);
  society.loss[0] = 0.3;
  society.mark[0] = Mark.SEEN | Mark.PUNISHED;
  society.shared.fill(0.1);
  society.enrolled[2] = 0;
  society.cut[2] = 1;
  expect(star.friends[2]).toBe(3);
  const { pulses, paying, seen } = new Happenings(society);
  expect(pulses).toEqual([[0, 1], [0, 4]]);
  expect(paying).toEqual([1, 4]);
  expect(seen).toEqual([0]);
});

test("a tie that was cut only now still carried the penalty", () => {
  const society = playing(star, { newlyCut: [2, 6] });
  society.loss[0] = 0.3;
  society.mark[0] = Mark.PUNISHED;
  society.shared.fill(0.1);
  society.cut[2] = society.cut[6] = 1;
  expect([star.friends[2], star.friends[6]]).toEqual([3, 0]);
  const { pulses, cuts } = new Happenings(society);
  expect(pulses.map(([, to]) => to)).toEqual([1, 2, 3, 4]);
  expect(cuts).toEqual([[0, 3]]);
});

test("where friends lose nothing, nothing runs", () => {
  const society = playing(star);
  society.loss[0] = 0.3;
  society.mark[0] = Mark.PUNISHED;
  expect(new Happenings(society).pulses).toEqual([]);
  expect(new Happenings(playing(star)).none).toBe(true);
});

test("the misread and the denounced drag their friends along too; the merely seen do not", () => {
  for (const [mark, pulses] of [[Mark.MISREAD, 4], [Mark.DENOUNCED, 4], [Mark.SEEN | Mark.LOUD, 0]]) {
    const society = playing(star);
    society.loss[0] = 0.3;
    society.mark[0] = mark;
    society.shared.fill(0.1);
    expect(new Happenings(society).pulses).toHaveLength(pulses);
  }
});

test("of very much, some is shown, and it is true", () => {
  const society = playing(holmeKim(3000));
  society.loss.fill(0.2);
  society.shared.fill(0.1);
  society.mark.fill(Mark.SEEN | Mark.PUNISHED);
  society.cut.fill(1);
  const everything = { ...society, newlyCut: [...society.cut.keys()] };
  const { seen, pulses, cuts } = new Happenings(everything);
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.length).toBeLessThan(100);
  expect(pulses.length).toBeLessThan(300);
  expect(cuts.length).toBeLessThan(100);
  const { offsets, friends } = society.online;
  for (const [a, b] of [...pulses, ...cuts]) expect(friends.subarray(offsets[a], offsets[a + 1])).toContain(b);
});
