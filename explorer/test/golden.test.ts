/** The vectors that Python's oracle wrote, person by person and round by round. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Simulation, type Society } from "../src/model/index.ts";
import { GOLDEN_GATHERINGS, networkOf, policy } from "./worlds.ts";

const FOLDER = new URL("../../tests/golden/", import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

interface Golden {
  people: number;
  seed: number;
  regime: Parameters<typeof policy>[0];
  reactions: Parameters<typeof policy>[1];
  traits: Record<keyof Society["traits"], number[]>;
  offsets: number[];
  friends: number[];
  rounds: { voice: number[]; score: number[]; loss: number[]; mark: number[]; cut: number[] }[];
}

function simulationOf({ people, seed, regime, reactions, traits, offsets, friends }: Golden): Simulation {
  const online = { people, offsets: Uint32Array.from(offsets), friends: Uint32Array.from(friends) };
  const columns = Object.fromEntries(Object.entries(traits).map(([name, all]) => [name, Float32Array.from(all)]));
  const offline = networkOf(GOLDEN_GATHERINGS);
  const society = { size: people, traits: columns as unknown as Society["traits"], online, offline, oneLayer: false };
  return new Simulation(society, policy(regime, reactions), seed);
}

/** The vectors leave out what is at its default: a schedule's steps, a sanction's rounds and burden. */
function written(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("threshold" in value) return { rounds: 26, burden: 1, ...value };
  return "at" in value ? { between: "step", ...value } : value;
}

test("there are golden vectors", () => expect(NAMES.length).toBeGreaterThanOrEqual(5));

test.each(NAMES)("%s", (name) => {
  const golden = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"), written) as Golden;
  const run = simulationOf(golden);
  for (const expected of golden.rounds) {
    run.step();
    for (const column of ["voice", "score", "loss"] as const) {
      expect(run[column], `${column} in round ${run.round}`).toEqual(Float32Array.from(expected[column]));
    }
    expect([...run.mark]).toEqual(expected.mark);
    expect([...run.cut.keys()].filter((tie) => run.cut[tie] === 1)).toEqual(expected.cut);
  }
});
