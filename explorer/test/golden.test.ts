/** The vectors that Python's oracle wrote, person by person and round by round. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { NetworkTable, SocietyTable } from "../src/contract.ts";
import { buildSociety, Simulation, type Traits } from "../src/model/index.ts";
import { policy } from "./worlds.ts";

const FOLDER = new URL("../../tests/golden/", import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "societies.json");

interface Golden {
  people: number;
  seed: number;
  regime: Parameters<typeof policy>[0];
  reactions: Parameters<typeof policy>[1];
  society: { offline: NetworkTable };
  traits: Record<keyof Traits, number[]>;
  offsets: number[];
  friends: number[];
  rounds: { voice: number[]; score: number[]; loss: number[]; mark: number[]; cut: number[] }[];
}

/** The society of a vector, which holds everything but who meets whom at gatherings. */
function simulationOf({ people, seed, society, regime, reactions, traits, offsets, friends }: Golden): Simulation {
  const always = { distribution: "constant", value: 0.5 };
  const same = { desired_dissent: always, boldness: always, care: always, shame: always, propensity: always };
  const table: SocietyTable = { population: people, traits: same, ...society, online: { generator: "empty" } };
  const { offline } = buildSociety(table, seed);
  const online = { people, offsets: Uint32Array.from(offsets), friends: Uint32Array.from(friends) };
  const columns = Object.entries(traits).map(([name, values]) => [name, Float32Array.from(values)]);
  const drawn = Object.fromEntries(columns) as unknown as Traits;
  const world = { size: people, traits: drawn, online, offline, oneLayer: false };
  return new Simulation(world, policy(regime, reactions), seed);
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
