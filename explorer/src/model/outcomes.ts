/** Every outcome of a round, by the names and formulas of hushed/outcomes.py. */

import type { Outcomes, Regime } from "../contract.ts";
import type { Scene, State } from "./state.ts";
import { SCORE_SHARES, scoreQuantiles, tallyOf, type Tally } from "./tally.ts";

/** The parts of life a sanction can reach. */
const DOMAINS = ["platform", "travel", "credit", "bank", "work", "housing", "schooling", "services"];

/** Every outcome of the round played last; `room` is a column to work in. */
export function outcomesOf(state: State, scene: Scene, regime: Regime, room: Float64Array): Outcomes {
  const tally = tallyOf(state, scene, room);
  const people = state.society.size;
  return {
    ...speech(tally, people),
    ...punishment(tally, people),
    ...scores(tally, people),
    ...quantiles(state),
    ...sanctions(tally, scene, people),
    ties_cut: share(state.tiesCut, state.society.online.friends.length / 2),
    political_cost: (regime.authority.adamancy * tally.voice) / people,
    punishment_cost: tally.loss / people,
    tolerance: scene.terms.tolerance,
    severity: scene.terms.severity,
    surveillance: scene.terms.surveillance,
  };
}

function share(count: number, whole: number): number {
  return whole > 0 ? count / whole : 0;
}

function speech(t: Tally, people: number): Outcomes {
  const said = t.desire > 0 ? t.voice / t.desire : 1;
  return {
    voice_share: said,
    chill: 1 - said,
    silenced: t.silenced / people,
    bystander_chill: share(t.withheldUnpunished, t.desire),
    overbreadth: share(t.lawfulWithheld, t.lawfulWish),
    false_consensus: (t.dissenters - t.loud) / people,
  };
}

function punishment(t: Tally, people: number): Outcomes {
  return {
    seen: t.seen / people,
    punished: t.punished / people,
    wrongly_punished: t.wronglyPunished / people,
    own_loss: t.loss / people,
    third_party_loss: t.shared / people,
  };
}

function scores({ enrolled, score, scoreSquared }: Tally, people: number): Outcomes {
  const mean = enrolled > 0 ? score / enrolled : 1;
  const spread = enrolled > 0 ? Math.sqrt(Math.max(0, scoreSquared / enrolled - mean * mean)) : 0;
  return { enrolled: enrolled / people, score_mean: mean, score_spread: spread };
}

function quantiles(state: State): Outcomes {
  const names = SCORE_SHARES.map((each) => `score_p${String(Math.round(each * 100)).padStart(2, "0")}`);
  const values = scoreQuantiles(state);
  return Object.fromEntries(names.map((name, place) => [name, values[place]]));
}

function sanctions(t: Tally, { tiers }: Scene, people: number): Outcomes {
  const found: Outcomes = { sanctioned: t.sanctioned / people, hardship: 0 };
  for (const domain of DOMAINS) {
    let [served, borne] = [0, 0];
    for (const [place, tier] of tiers.entries()) {
      if (tier.domain !== domain) continue;
      served += t.served[place];
      borne += t.served[place] * tier.burden;
    }
    found[`sanctioned_${domain}`] = served / people;
    found[`hardship_${domain}`] = borne / people;
    found.hardship += borne / people;
  }
  found.collateral_sanctions = share(t.sanctionedForNothing, t.sanctioned);
  return found;
}
