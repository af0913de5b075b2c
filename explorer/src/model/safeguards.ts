/** Safeguards: named changes to a regime, each with a dose from 0 (absent) to 1 (complete). */

import type { Level, Reactions, Regime, ScenarioTable } from "../contract.ts";
import { roundHalfUp } from "./terms.ts";

/** What a simulation plays: a regime and people's reactions, safeguards applied. */
export interface Policy {
  regime: Regime;
  reactions: Reactions;
}

type Change = (policy: Policy, dose: number) => void;

function mapped(level: Level | boolean, change: (value: number) => number): Level {
  return typeof level === "object" ? { ...level, value: level.value.map(change) } : change(Number(level));
}

/** Multiplies parameters by (1 - dose). */
function fade<Name extends string>(part: Record<Name, Level | boolean>, dose: number, ...names: Name[]): void {
  for (const name of names) part[name] = mapped(part[name], (value) => value * (1 - dose));
}

/** Brings a share up towards 1. */
function raise<Name extends string>(part: Record<Name, Level>, dose: number, name: Name): void {
  part[name] = mapped(part[name], (value) => value + dose * (1 - value));
}

/** Every safeguard by name, in Python's order: where two change the same number, rounding depends on it. */
const SAFEGUARDS: Record<string, Change> = {
  no_guilt_by_association: ({ regime }, dose) => fade(regime.association, dose, "weight"),
  secret_scores: ({ regime }, dose) => fade(regime.publicity, dose, "audience"),
  voluntary_enrolment: ({ regime: { enrolment } }, dose) =>
    raise(enrolment as Levels<"right_to_leave">, dose, "right_to_leave"),
  private_channels: ({ regime }, dose) => fade(regime.observation, dose, "cooperation"),
  pseudonymity: ({ regime }, dose) => fade(regime.observation, dose, "identifiability"),
  siloed_identity: ({ regime }, dose) => fade(regime.sanctions, dose, "linked_identity"),
  clear_law({ regime }, dose) {
    fade(regime.clarity, dose, "vagueness");
    fade(regime.observation, dose, "misreading");
  },
  due_process({ regime: { observation, informers, sanctions } }, dose) {
    fade(observation, dose, "misreading");
    fade(informers, dose, "false_denunciation");
    sanctions.grace = Math.max(sanctions.grace, roundHalfUp(dose * sanctions.appeal_rounds));
  },
  expiry: ({ regime }, dose) => raise(regime.scoring, dose, "recovery"),
  proportionality({ regime }, dose) {
    const scoring = regime.scoring as Levels<"proportional_share" | "capping">;
    raise(scoring, dose, "proportional_share");
    raise(scoring, dose, "capping");
  },
  judicial_capacity: ({ regime }, dose) => raise(regime.capacity as Levels<"hearings">, dose, "hearings"),
  no_informers({ regime, reactions }, dose) {
    fade(regime.informers, dose, "share", "duty", "false_denunciation");
    fade(reactions, dose, "false_enforcement");
  },
  mutual_aid: ({ reactions }, dose) => raise(reactions, dose, "mutual_aid"),
};

/** Numbers that hold for the whole run: changing one keeps it a number. */
type Levels<Name extends string> = Record<Name, Level>;

/** The names of all safeguards. */
export const SAFEGUARD_NAMES: readonly string[] = Object.keys(SAFEGUARDS);

/** The regime and reactions of a scenario with its safeguards applied; the scenario's own tables stay as they are. */
export function policyOf(scenario: ScenarioTable): Policy {
  const policy: Policy = structuredClone({ regime: scenario.regime, reactions: scenario.reactions });
  for (const [name, change] of Object.entries(SAFEGUARDS)) {
    const dose = scenario.safeguards[name] ?? 0;
    if (dose > 0) change(policy, dose);
  }
  return policy;
}
