/** Step 7: sanctions under way are served, and those whose threshold was crossed begin. */

import * as rules from "./rules.ts";
import { serving } from "./speaking.ts";
import { IN_GRACE, type Scene, type State } from "./state.ts";
import type { TierTerms } from "./terms.ts";

/** Serves a round of every sanction under way, starts those that are due, and notes who serves any. */
export function sanction(state: State, { terms, tiers }: Scene): void {
  state.sanctioned.fill(0);
  state.frozen.fill(0);
  for (let place = 0; place < tiers.length; place++) {
    const clock = state.clocks[place];
    tick(state, tiers[place], terms.grace, clock);
    note(clock, state.sanctioned);
    if (tiers[place].domain === "bank") note(clock, state.frozen);
  }
}

function note(clock: Uint16Array, serves: Uint8Array): void {
  for (let i = 0; i < clock.length; i++) if (serving(clock[i])) serves[i] = 1;
}

/** Off the platform, a sanction reaches only those whose accounts hang on one identity number. */
function tick({ score, before, enrolled, linked }: State, tier: TierTerms, grace: number, clock: Uint16Array): void {
  const { threshold, thresholdBefore, rounds, platform } = tier;
  for (let i = 0; i < clock.length; i++) {
    const reached = enrolled[i] === 1 && (platform || linked[i] === 1);
    const below = rules.below(score[i], threshold);
    const crossed = below && !rules.below(before[i], thresholdBefore);
    clock[i] = reached ? nextClock(clock[i], below, crossed, rounds, grace) : 0;
  }
}

/** A sanction's clock after a round: grace and service run down; a crossing starts it, or starts it again. */
function nextClock(left: number, below: boolean, crossed: boolean, rounds: number, grace: number): number {
  if (left >= IN_GRACE) {
    if (!below) return 0;
    return left > IN_GRACE + 1 ? left - 1 : rounds;
  }
  if (crossed) return left > 0 || grace === 0 ? rounds : IN_GRACE + grace;
  return Math.max(0, left - 1);
}
