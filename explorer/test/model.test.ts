/** The round by hand: what must come out whatever the numbers, and what a few people do whose numbers are plain. */

import { expect, test } from "vitest";
import { Mark, type ScenarioTable } from "../src/contract.ts";
import { policyOf, SAFEGUARD_NAMES, Simulation, valueAt } from "../src/model/index.ts";
import { BLOCK, summed } from "../src/model/sums.ts";
import { alike, NEUTRAL_REACTIONS, NEUTRAL_REGIME, networkOf, policy } from "./worlds.ts";

const WISHES = [0, 0.1, 0.25, 0.5, 0.75, 1];
const ALONE = networkOf(WISHES.map(() => []));

function played(rounds: number, ...[society, how, seed]: ConstructorParameters<typeof Simulation>): Simulation {
  const run = new Simulation(society, how, seed);
  for (let round = 0; round < rounds; round++) run.step();
  return run;
}

test("without a penalty, or outside the system, everybody says all", () => {
  const free = policy({ observation: { surveillance: 1 } });
  const outside = policy({ observation: { surveillance: 1 }, scoring: { severity: 9 }, enrolment: { share: 0 } });
  for (const how of [free, outside]) {
    const run = played(3, alike(WISHES, ALONE), how, 1);
    expect([...run.voice]).toEqual(WISHES.map(Math.fround));
    expect(run.outcomes()).toMatchObject({ voice_share: 1, chill: 0, silenced: 0, punished: 0, own_loss: 0 });
  }
});

test("under total surveillance, without tolerance, a penalty above all nerve silences everybody", () => {
  const how = policy({ observation: { surveillance: 1 }, scoring: { severity: 2, tolerance: 0 } });
  const run = played(1, alike(WISHES, ALONE), how, 1);
  expect([...run.voice]).toEqual(WISHES.map(() => 0));
  expect(run.outcomes()).toMatchObject({ voice_share: 0, chill: 1, silenced: 5 / 6, seen: 1, false_consensus: 5 / 6 });
});

test("who is certainly seen loses the severity, each friend a share of it, and scores come back in time", () => {
  const pair = networkOf([[1], []]);
  const how = policy({
    observation: { surveillance: 1 },
    scoring: { severity: 0.5, recovery: 0.5 },
    association: { weight: 0.25 },
  });
  const run = played(1, alike([1, 0], pair), how, 1);
  expect([...run.mark]).toEqual([Mark.SEEN | Mark.PUNISHED | Mark.LOUD, Mark.SEEN]);
  expect([[...run.loss], [...run.shared], [...run.score]]).toEqual([
    [0.5, 0],
    [0, 0.125],
    [0.5, 0.875],
  ]);
  run.step();
  expect([...run.score]).toEqual([0.25, 0.8125]);
});

test("a frozen account thaws after its rounds", () => {
  const tier = { domain: "bank", threshold: 0.6, rounds: 2, burden: 0 };
  const severity = { at: [0, 1], value: [0.5, 0], between: "step" as const };
  const how = policy({
    observation: { surveillance: 1 },
    scoring: { severity, recovery: 0.01 },
    sanctions: { tiers: [tier] },
  });
  const run = new Simulation(alike([1, 0], networkOf([[], []])), how, 1);
  const frozen = Array.from({ length: 4 }, () => (run.step(), [...run.frozen]));
  expect(frozen).toEqual([
    [1, 0],
    [1, 0],
    [0, 0],
    [0, 0],
  ]);
});

test("certain ostracism parts the punished from a friend who lost with her, at both ends", () => {
  const line = networkOf([[1], [2], []]);
  const how = policy(
    { observation: { surveillance: 1 }, scoring: { severity: 0.5 }, association: { weight: 0.5 } },
    { ostracism: 1 },
  );
  const run = played(1, alike([1, 0, 0], line), how, 1);
  expect([...run.cut]).toEqual([1, 1, 0, 0]);
  expect([...run.newlyCut].sort()).toEqual([0, 1]);
  expect(run.why(0)).toMatchObject({ friends: 1, friendsLoud: 0 });
  expect(run.outcomes().ties_cut).toBe(0.5);
  run.step();
  expect(run.newlyCut).toEqual([]);
  expect([...run.shared]).toEqual([0, 0, 0]);
  expect(run.why(1)).toMatchObject({ friends: 1, friendsLoud: 0, friendsPunished: 0 });
});

test("reasons by hand", () => {
  const pair = networkOf([[1], []]);
  const how = policy({
    observation: { surveillance: 0.5 },
    scoring: { severity: 1, tolerance: 0.5 },
    association: { weight: 0.5 },
    publicity: { audience: 0.5 },
  });
  const run = played(1, alike([1, 0], pair, { boldness: 3, care: 0.5, shame: 1 }), how, 1);
  // Seen for certain when she says all: 1.75 against a nerve of 3 over the half that is not lawful.
  expect(run.why(0)).toMatchObject({
    ...{ desire: 1, line: 0.5, chanceSeen: 1, chanceAnyway: 0.5, cost: 1.75, worth: 1.5, risk: 1.75 },
    ...{ choice: "lawful", voice: 0.5, boldness: 3, boldnessInCompany: 3, muted: false, proportional: false },
    parts: { score: 1, friends: 0.25, shame: 0.5, reproach: 0, sanctions: 0 },
  });
  expect(run.why(1)).toMatchObject({ choice: "nothing-to-say", voice: 0, punished: false });
});

test("sums run along lanes of 512 within blocks of 16384", () => {
  const column = new Float64Array(BLOCK + 512);
  column.set([2 ** 53, 1]);
  column[512] = 1;
  // The 1 in lane 0 is lost beside 2 ** 53, that of lane 1 too when lanes are folded.
  expect(summed(column)).toBe(2 ** 53);
  column[0] = 0;
  expect(summed(column)).toBe(2);
  column[BLOCK] = 2 ** 53;
  // Now both stand in a block of their own, and reach the sum together.
  expect(summed(column)).toBe(2 ** 53 + 2);
});

test("score quantiles lie within a bin of the true ones", () => {
  const wishes = Array.from({ length: 4001 }, (_, i) => i / 4000);
  const severe = { severity: 1, tolerance: 0, form: "proportional" as const };
  const how = policy({ observation: { surveillance: 1 }, scoring: severe });
  const crowd = alike(wishes, networkOf(wishes.map(() => [])), { boldness: 9 });
  const run = played(1, crowd, how, 1);
  const outcomes = run.outcomes();
  for (const percent of [5, 25, 50, 75, 95]) {
    const found = outcomes[`score_p${String(percent).padStart(2, "0")}`];
    expect(Math.abs(found - percent / 100)).toBeLessThan((1 - percent / 100) / 512 + 1 / 4000);
  }
});

test("schedules hold, step and slope", () => {
  const steps = { at: [2, 4], value: [1, 3], between: "step" as const };
  const slope = { ...steps, between: "linear" as const };
  expect([0, 2, 3, 4, 9].map((round) => valueAt(steps, round))).toEqual([1, 1, 1, 3, 3]);
  expect([0, 2, 3, 4, 9].map((round) => valueAt(slope, round))).toEqual([1, 1, 2, 3, 3]);
  expect([valueAt(true, 5), valueAt(false, 5), valueAt(0.5, 5)]).toEqual([1, 0, 0.5]);
});

test("safeguards change copies, and none at a dose of 0", () => {
  const table = { regime: NEUTRAL_REGIME, reactions: NEUTRAL_REACTIONS, safeguards: {} } as unknown as ScenarioTable;
  const before = structuredClone(table);
  expect(policyOf(table)).toEqual({ regime: table.regime, reactions: table.reactions });
  for (const name of SAFEGUARD_NAMES) policyOf({ ...table, safeguards: { [name]: 1 } });
  expect(table).toEqual(before);
  const siloed = policyOf({ ...table, safeguards: { siloed_identity: 0.25, due_process: 0.5 } });
  expect(siloed.regime.sanctions).toMatchObject({ linked_identity: 0.75, grace: 2 });
});
