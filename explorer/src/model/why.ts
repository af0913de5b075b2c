/** Why a person said what she said, from what she weighed in the round just played. */

import { Mark, type Why } from "../contract.ts";
import * as rules from "./rules.ts";
import { serving } from "./speaking.ts";
import type { Scene, State } from "./state.ts";
import { CASE } from "./weighing.ts";

type Weighed = Pick<Why, "line" | "chanceSeen" | "chanceAnyway" | "cost" | "parts" | "boldness" | "boldnessInCompany">;

/** Everything that decided one person's voice in the round played last, and what came of it. */
export function whyOf(state: State, scene: Scene, person: number): Why {
  return {
    desire: state.society.traits.desire[person],
    voice: state.voice[person],
    ...weighed(state, scene, person),
    ...decided(state, scene, person),
    ...around(state, person),
    enrolled: state.enrolled[person] === 1,
    score: state.score[person],
    muted: state.beliefs.muted[person] === 1,
    proportional: state.proportional[person] === 1,
    choice: choiceOf(state, person),
    ...befell(state, person),
    sanctions: sanctionsOf(state, scene, person),
  };
}

function weighed({ society, beliefs }: State, { terms }: Scene, i: number): Weighed {
  const { boldness, care, shame, desire } = society.traits;
  const [anyway, speaking] = [beliefs.anyway[i], beliefs.speaking[i]];
  const { severity, weight, audience } = terms;
  return {
    line: beliefs.line[i],
    chanceSeen: rules.chanceSeen(anyway, speaking, desire[i]),
    chanceAnyway: anyway,
    cost: beliefs.cost[i],
    parts: {
      score: severity,
      friends: severity * care[i] * weight * beliefs.harmed[i],
      shame: severity * shame[i] * audience,
      reproach: severity * beliefs.reproach[i],
      sanctions: beliefs.looming[i],
    },
    boldness: boldness[i],
    boldnessInCompany: beliefs.boldness[i],
  };
}

/**
 * What saying all she wishes is worth more than the alternative, and what it risks more.
 *
 * The alternative is what is lawful, or silence where lawful speech too is not worth the chance of being misread, or
 * where all she wishes is lawful.
 */
function decided(state: State, { terms }: Scene, i: number): Pick<Why, "worth" | "risk"> {
  const { line, anyway, speaking, boldness, cost } = state.beliefs;
  const [tau, v, w, bold, psi] = [line[i], anyway[i], speaking[i], boldness[i], cost[i]];
  const desire = state.society.traits.desire[i];
  const graded = state.proportional[i] === 1;
  const misreading = terms.misreading * (graded ? terms.misreadExcess : 1);
  if (desire <= tau) return { worth: bold * desire, risk: w * misreading * psi * desire };
  const lawful = rules.daresLawful(bold, w, misreading, psi) ? tau : 0;
  const worth = bold * (desire - lawful);
  if (!graded) return { worth, risk: rules.riskOfDissent(desire, lawful, psi, v, w, misreading) };
  const dearest = psi * (desire - tau) + misreading * psi;
  const risk = rules.chanceSeen(v, w, desire) * dearest - rules.chanceSeen(v, w, lawful) * misreading * psi;
  return { worth, risk };
}

function choiceOf({ society, voice, beliefs }: State, i: number): Why["choice"] {
  const desire = society.traits.desire[i];
  const said = voice[i];
  if (desire === 0) return "nothing-to-say";
  if (said === desire) return "all";
  if (said === 0) return "nothing";
  return said === Math.fround(beliefs.line[i]) ? "lawful" : "between";
}

/** Her friends over ties that stood when she spoke, and what she had seen of them the round before. */
function around(state: State, i: number): Pick<Why, "friends" | "friendsLoud" | "friendsPunished"> {
  const { society, cut, newlyCut, beliefs } = state;
  const { offsets, friends } = society.online;
  let [loud, punished] = [0, 0];
  for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
    if (cut[tie] !== 0 && !newlyCut.includes(tie)) continue;
    const marks = beliefs.mark[friends[tie]];
    if ((marks & Mark.LOUD) !== 0) loud++;
    if ((marks & CASE) !== 0) punished++;
  }
  return { friends: beliefs.friends[i], friendsLoud: loud, friendsPunished: punished };
}

type Fate = Pick<Why, "seen" | "punished" | "wronglyPunished" | "sharedLoss">;

function befell({ mark, shared }: State, i: number): Fate {
  const marks = mark[i];
  const punished = (marks & CASE) !== 0;
  return {
    seen: (marks & Mark.SEEN) !== 0,
    punished,
    wronglyPunished: punished && (marks & Mark.LOUD) === 0,
    sharedLoss: shared[i],
  };
}

function sanctionsOf({ clocks }: State, { tiers }: Scene, i: number): Why["sanctions"] {
  const all = tiers.map(({ domain }, tier) => ({ domain, rounds: clocks[tier][i] }));
  return all.filter(({ rounds }) => serving(rounds));
}
