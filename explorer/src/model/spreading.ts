/** Step 5: losses fall on friends, and scores move. */

import * as rules from "./rules.ts";
import type { Scene, State } from "./state.ts";

/** Lets friends' losses fall on the enrolled, and moves every score. */
export function spread(state: State, { terms }: Scene): void {
  const { loss, shared, before, score, enrolled, reaching, further } = state;
  const { weight, recovery } = terms;
  before.set(score);
  shared.fill(0);
  if (weight > 0 && tellFriends(state, terms.shared)) {
    if (terms.hops === 2) tellOn(state, terms.shared);
    else further.fill(0);
    for (let i = 0; i < shared.length; i++) {
      if (enrolled[i] === 1) shared[i] = weight * reaching[i] + weight * weight * further[i];
    }
  }
  for (let i = 0; i < score.length; i++) {
    score[i] = rules.recovered(score[i], recovery) - (loss[i] + shared[i]);
  }
}

/** Part of a person's loss that reaches each friend, before the weight: all, or one share of it. */
function portion(friends: number, shared: boolean): number {
  return shared ? 1 / Math.max(1, friends) : 1;
}

/**
 * Sums for each person the losses that reach her from friends; whether there are any.
 *
 * Losers tell their friends in order, so each sum runs along a rising row of friends, as in Python.
 */
function tellFriends({ society, cut, loss, friends: many, reaching }: State, shared: boolean): boolean {
  const { offsets, friends } = society.online;
  let some = false;
  reaching.fill(0);
  for (let i = 0; i < loss.length; i++) {
    if (loss[i] === 0) continue;
    some = true;
    const falling = loss[i] * portion(many[i], shared);
    for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
      if (cut[tie] === 0) reaching[friends[tie]] += falling;
    }
  }
  return some;
}

/** Sums for each person the losses that reach her over two ties, once for each path and never her own. */
function tellOn({ society, cut, loss, friends: many, reaching, further }: State, shared: boolean): void {
  const { offsets, friends } = society.online;
  for (let i = 0; i < loss.length; i++) {
    const own = loss[i] * portion(many[i], shared);
    let total = 0;
    for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
      if (cut[tie] !== 0) continue;
      const friend = friends[tie];
      total += (reaching[friend] - own) * portion(many[friend], shared);
    }
    further[i] = total;
  }
}
