/** Steps 2 and 3: what each person believes speaking would bring, and what she says. */

import * as rules from "./rules.ts";
import { IN_GRACE, type Scene, type State } from "./state.ts";

/** Weighs what speaking would bring everyone, and chooses their voices; `unreported` is by friends at gatherings. */
export function speak(state: State, scene: Scene, enforced: number, unreported: Float64Array): void {
  drawLines(state, scene);
  fear(state, scene, enforced, unreported);
  count(state, scene);
  loom(state, scene);
  mute(state, scene);
  embolden(state, scene);
  choose(state, scene);
}

/** Where each person believes the line lies. */
function drawLines({ society, beliefs: { line } }: State, { terms }: Scene): void {
  const { tolerance, vagueness, caution } = terms;
  const { belief } = society.traits;
  if (vagueness === 0) line.fill(rules.believedLine(tolerance, 0, 0, 0));
  else {
    for (let i = 0; i < line.length; i++) line[i] = rules.believedLine(tolerance, vagueness, belief[i], caution);
  }
}

/** How likely each thinks it is to be seen: anyway, and for speaking. */
function fear(state: State, { terms }: Scene, enforced: number, unreported: Float64Array): void {
  const { enrolled, reported, gathering } = state;
  const { anyway, speaking } = state.beliefs;
  const { surveillance, identifiability } = terms;
  for (let i = 0; i < anyway.length; i++) {
    const reach = enrolled[i] === 1 ? enforced : 0;
    const exposure = reported[i] === 1 ? identifiability : 0;
    const informed = 1 - unreported[gathering[i]];
    anyway[i] = rules.watchedAnyway(reach, exposure, surveillance, informed);
    speaking[i] = rules.watchedForSpeaking(reach, exposure, surveillance, informed);
  }
}

/** What each person's own punishment would cost, sanctions apart. */
function count(state: State, { terms }: Scene): void {
  const { beliefs, friends, enrolledFriends } = state;
  const { cost, harmed } = beliefs;
  const { care, shame } = state.society.traits;
  const { severity, weight, audience, shared } = terms;
  beliefs.friends.set(friends);
  beliefs.reproach.set(state.reproach);
  const { reproach } = beliefs;
  for (let i = 0; i < cost.length; i++) {
    const hurt = shared ? enrolledFriends[i] / Math.max(1, friends[i]) : enrolledFriends[i];
    harmed[i] = hurt;
    cost[i] = rules.costOfPunishment(severity, care[i], weight, hurt, shame[i], audience, reproach[i]);
  }
}

/** Adds the burden of the sanctions that one more loss would bring upon each person, less what friends would bear. */
function loom(state: State, { terms, tiers }: Scene): void {
  const { score, enrolled, linked, proportional, friends, society, beliefs } = state;
  const { line, cost, looming } = beliefs;
  const { desire } = society.traits;
  const { severity, recovery, mutual_aid: aid } = terms;
  looming.fill(0);
  for (const { threshold, burden, platform } of tiers) {
    for (let i = 0; i < looming.length; i++) {
      if (enrolled[i] === 0 || (linked[i] === 0 && !platform)) continue;
      const excess = Math.max(desire[i], line[i]);
      const worst = rules.lossForDissent(severity, proportional[i] === 1, excess, line[i]);
      if (rules.wouldTrip(score[i], recovery, worst, threshold)) looming[i] += burden;
    }
  }
  if (tiers.length === 0) return;
  for (let i = 0; i < looming.length; i++) {
    if (aid > 0) looming[i] *= rules.shareBorne(aid, friends[i]);
    cost[i] += looming[i];
  }
}

/** Lets those who are serving a sanction on the platform wish for nothing beyond the line. */
function mute(state: State, { tiers }: Scene): void {
  const { muted, wish, line } = state.beliefs;
  wish.set(state.society.traits.desire);
  muted.fill(0);
  for (let tier = 0; tier < tiers.length; tier++) {
    if (!tiers[tier].platform) continue;
    const clock = state.clocks[tier];
    for (let i = 0; i < wish.length; i++) {
      if (!serving(clock[i])) continue;
      muted[i] = 1;
      wish[i] = Math.min(wish[i], line[i]);
    }
  }
}

/** Whether a sanction with this clock is being served: started, and past its grace. */
export function serving(clock: number): boolean {
  return clock > 0 && clock < IN_GRACE;
}

/** Boldness in company: raised or lowered by the friends heard and seen, and by the confidence of not being alone. */
function embolden(state: State, { terms }: Scene): void {
  const { beliefs, friends, loudFriends, punishedFriends, confidence, takesHeart } = state;
  const { boldness } = beliefs;
  const { encouragement, indignation } = terms;
  boldness.set(state.society.traits.boldness);
  if (encouragement !== 0 || indignation !== 0) {
    for (let i = 0; i < boldness.length; i++) {
      const many = Math.max(1, friends[i]);
      const loud = loudFriends[i] / many;
      boldness[i] = rules.emboldened(boldness[i], encouragement, loud, indignation, punishedFriends[i] / many);
    }
  }
  if (!takesHeart) return;
  for (let i = 0; i < boldness.length; i++) boldness[i] *= rules.lift(confidence[i]);
}

/** Each person's best voice under the form of punishment that she is judged by. */
function choose(state: State, { terms }: Scene): void {
  const { voice, proportional } = state;
  const { wish, boldness, line, cost, anyway, speaking } = state.beliefs;
  const { misreading } = terms;
  const dearer = misreading * terms.misreadExcess;
  for (let i = 0; i < voice.length; i++) {
    const bold = boldness[i];
    const psi = cost[i];
    voice[i] =
      proportional[i] === 1
        ? rules.voiceProportional(wish[i], bold, line[i], psi, anyway[i], speaking[i], dearer * psi)
        : rules.voiceUniform(wish[i], bold, line[i], psi, anyway[i], speaking[i], misreading);
  }
}
