/** What tests play: neutral policies, and a few people who are all alike. */

import type { Network, Reactions, Regime } from "../src/contract.ts";
import type { Policy, Society, Traits } from "../src/model/index.ts";

/** A regime that does nothing, every value as Python's defaults (`test_browser_model.py` sees to it). */
export const NEUTRAL_REGIME: Regime = {
  observation: { surveillance: 0, cooperation: 1, identifiability: 1, misreading: 0 },
  scoring: {
    ...{ tolerance: 0.25, severity: 0, form: "uniform", proportional_share: 0, misread_excess: 0.1, recovery: 0.1 },
    ...{ severity_cap: 1, capping: 0 },
  },
  association: { weight: 0, sharing: "per_tie", hops: 1 },
  publicity: { audience: 0, shaming_line: 0.5 },
  enrolment: { share: 1, volunteers: 0.3, right_to_leave: 0 },
  informers: { share: 0, duty: 0, report_chance: 0, false_denunciation: 0 },
  sanctions: { tiers: [], linked_identity: true, grace: 0, appeal_rounds: 4 },
  capacity: { cases: 1, hearings: 0 },
  clarity: { vagueness: 0 },
  authority: { mode: "fixed", adamancy: 1, window: 0.05, acceptance: "previous_round" },
};

/** Reactions of people who take no notice of each other. */
export const NEUTRAL_REACTIONS: Reactions = {
  ...{ reproach: 0, forgiveness: 0.2, ostracism: 0, shunning: 0, encouragement: 0, indignation: 0, caution: 0 },
  ...{ isolation: 0, fading: 0, false_enforcement: 0, mutual_aid: 0 },
};

type Parts = { [Instrument in keyof Regime]?: Partial<Regime[Instrument]> };

/** The neutral policy with some values of its own. */
export function policy(parts: Parts, reactions: Partial<Reactions> = {}): Policy {
  const regime = structuredClone(NEUTRAL_REGIME);
  for (const name of Object.keys(parts) as (keyof Regime)[]) Object.assign(regime[name], parts[name]);
  return { regime, reactions: { ...NEUTRAL_REACTIONS, ...reactions } };
}

/** A network from each person's friends of higher number. */
export function networkOf(higher: number[][]): Network {
  const rows: number[][] = higher.map(() => []);
  higher.forEach((friends, i) => friends.forEach((friend) => (rows[i].push(friend), rows[friend].push(i))));
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (offsets[i + 1] = offsets[i] + row.length));
  const friends = rows.flatMap((row) => row.sort((one, other) => one - other));
  return { people: rows.length, offsets, friends: Uint32Array.from(friends) };
}

/** People who are all alike, except in what they wish to say. */
export function alike(desire: number[], online: Network, traits: Partial<Record<keyof Traits, number>> = {}) {
  const size = desire.length;
  const all = (value: number) => new Float32Array(size).fill(value);
  const { boldness = 1, care = 0, shame = 0, propensity = 0, belief = 0 } = traits;
  return {
    size,
    online,
    offline: null,
    oneLayer: false,
    traits: {
      ...{ desire: Float32Array.from(desire), boldness: all(boldness), care: all(care), shame: all(shame) },
      ...{ propensity: all(propensity), belief: all(belief) },
    },
  } satisfies Society;
}
