/** Step 2 before anybody speaks: whom each person has around her, and what she hears from them. */

import { Mark } from "../contract.ts";
import * as rules from "./rules.ts";
import { countFriends, type Scene, type State } from "./state.ts";

/** Bits of everybody who lost score in her own right. */
export const CASE = Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED;

/** Counts friends enrolled; needed again only when somebody's standing changed, since cuts are taken off at once. */
export function countEnrolled({ society, cut, enrolled, enrolledFriends }: State): void {
  countFriends(society.online, cut, enrolled, 1, enrolledFriends);
}

/** Counts friends at gatherings who report. */
export function countReporters({ society, cutOffline, informs, reporters }: State): void {
  if (society.offline !== null) countFriends(society.offline, cutOffline, informs, 1, reporters);
}

/** Sees which friends spoke up last round, and which were punished; takes heart, or loses it. */
export function lookAround(state: State, { terms }: Scene): void {
  const { society, cut, mark, loudFriends, punishedFriends, beliefs } = state;
  // Marks are written anew when this round is observed; until then they hold the last round's.
  beliefs.mark.set(mark);
  state.takesHeart ||= terms.isolation !== 0;
  if (terms.encouragement !== 0 || state.takesHeart) {
    countFriends(society.online, cut, mark, Mark.LOUD, loudFriends);
  }
  if (terms.indignation !== 0) countFriends(society.online, cut, mark, CASE, punishedFriends);
  if (state.takesHeart) takeHeart(state, terms.fading, terms.isolation);
}

/** Lets everyone take heart from friends above the line, and lose it to those who conform. */
function takeHeart(state: State, fading: number, isolation: number): void {
  const { society, cut, voice, loudFriends, confidence } = state;
  const { offsets, friends } = society.online;
  for (let i = 0; i < society.size; i++) {
    let heard = 0;
    for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
      if (cut[tie] === 0 && voice[friends[tie]] > 0) heard++;
    }
    const loud = loudFriends[i];
    confidence[i] = rules.nextConfidence(confidence[i], fading, isolation, rules.climate(loud, heard - loud));
  }
}

/** The powers of a number from 0 on, as many as there is room for, multiplied up one factor at a time. */
export function writePowers(base: number, powers: Float64Array): void {
  powers[0] = 1;
  for (let exponent = 1; exponent < powers.length; exponent++) powers[exponent] = powers[exponent - 1] * base;
}
