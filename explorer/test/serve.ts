/** Plays what it is sent: one JSON scenario for each line of standard input, one JSON answer for each line of output. */

import { createInterface } from "node:readline";
import type { Network, ScenarioTable } from "../src/contract.ts";
import { policyOf, Simulation, type Society } from "../src/model/index.ts";
import { NEUTRAL_REACTIONS, NEUTRAL_REGIME } from "./worlds.ts";

interface Layer {
  offsets: number[];
  friends: number[];
}

interface Asked {
  scenario: ScenarioTable;
  replicate: number;
  rounds: number;
  traits: Record<keyof Society["traits"], number[]>;
  online: Layer;
  offline: Layer | "same" | null;
  /** Whether to answer with every person, or with the outcomes alone. */
  people: boolean;
}

function networkOf({ offsets, friends }: Layer): Network {
  return { people: offsets.length - 1, offsets: Uint32Array.from(offsets), friends: Uint32Array.from(friends) };
}

function societyOf({ traits, online, offline }: Asked): Society {
  const layer = networkOf(online);
  const columns = Object.entries(traits).map(([name, values]) => [name, Float32Array.from(values)]);
  return {
    size: layer.people,
    traits: Object.fromEntries(columns) as Society["traits"],
    online: layer,
    offline: offline === "same" ? layer : offline && networkOf(offline),
    oneLayer: offline === "same",
  };
}

function people(run: Simulation): object {
  return {
    ...{ voice: [...run.voice], score: [...run.score], loss: [...run.loss], shared: [...run.shared] },
    ...{ mark: [...run.mark], enrolled: [...run.enrolled], sanctioned: [...run.sanctioned], frozen: [...run.frozen] },
    cut: [...run.cut.keys()].filter((tie) => run.cut[tie] === 1),
    newlyCut: [...run.newlyCut].sort((a, b) => a - b),
    why: Array.from({ length: run.people }, (_, person) => run.why(person)),
  };
}

function played(asked: Asked): object[] {
  const before = JSON.stringify(asked.scenario);
  const run = new Simulation(societyOf(asked), policyOf(asked.scenario), asked.scenario.seed, asked.replicate);
  const rounds: object[] = [];
  while (run.round < asked.rounds) {
    run.step();
    rounds.push({ outcomes: run.outcomes(), ...(asked.people ? people(run) : {}) });
  }
  if (JSON.stringify(asked.scenario) !== before) throw new Error("playing changed the scenario");
  return rounds;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked | "neutral";
  const answer = asked === "neutral" ? { regime: NEUTRAL_REGIME, reactions: NEUTRAL_REACTIONS } : played(asked);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
