/**
 * Plays what it is sent: one question in JSON for each line of standard input, one answer for each line of output.
 */

import { createInterface } from "node:readline";
import type { ScenarioTable } from "../src/contract.ts";
import { buildSociety, policyOf, Simulation } from "../src/model/index.ts";
import { NEUTRAL_REACTIONS, NEUTRAL_REGIME } from "./worlds.ts";

interface Asked {
  scenario: ScenarioTable;
  replicate: number;
  /** Whether to answer with every person, or with the outcomes alone. */
  people: boolean;
}

function everybody(run: Simulation): object {
  return {
    ...{ voice: [...run.voice], score: [...run.score], loss: [...run.loss], shared: [...run.shared] },
    ...{ mark: [...run.mark], enrolled: [...run.enrolled], sanctioned: [...run.sanctioned], frozen: [...run.frozen] },
    cut: [...run.cut.keys()].filter((tie) => run.cut[tie] === 1),
    newlyCut: run.newlyCut,
    why: Array.from({ length: run.people }, (_, person) => run.why(person)),
  };
}

function played({ scenario, replicate, people }: Asked): object[] {
  const before = JSON.stringify(scenario);
  const society = buildSociety(scenario.society, scenario.seed, replicate);
  const run = new Simulation(society, policyOf(scenario), scenario.seed, replicate);
  const rounds: object[] = [];
  while (run.round < scenario.rounds) {
    run.step();
    rounds.push({ outcomes: run.outcomes(), ...(people ? everybody(run) : {}) });
  }
  if (JSON.stringify(scenario) !== before) throw new Error("playing changed the scenario");
  return rounds;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked | "neutral";
  const answer = asked === "neutral" ? { regime: NEUTRAL_REGIME, reactions: NEUTRAL_REACTIONS } : played(asked);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
