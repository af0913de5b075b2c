/** Step 6: friends reproach those who cost them score, and leave them or those put to shame. */

import { Channel, uniform } from "./random.ts";
import * as rules from "./rules.ts";
import type { Scene, State } from "./state.ts";

/** Bits of why friends may leave a person: her loss fell on them, or her score is below the shaming line. */
const COSTLY = 1;
const SHAMED = 2;

/** Lets friends reproach those who brought a loss on them. */
export function reproach(state: State, { terms }: Scene): void {
  const { severity, forgiveness, weight, reproach: rate } = terms;
  const { loss, beliefs, reproach: borne } = state;
  state.reproached ||= rate * weight > 0;
  if (!state.reproached) return;
  const { harmed } = beliefs;
  for (let i = 0; i < borne.length; i++) {
    const severities = severity > 0 ? loss[i] / severity : 0;
    borne[i] = rules.nextReproach(borne[i], forgiveness, rate, weight, severities, harmed[i]);
  }
}

/** Cuts ties this round; `blame` is room for a byte for each person. */
export function part(state: State, scene: Scene, blame: Uint8Array): void {
  state.newlyCut = [];
  if (!findBlamed(state, scene, blame)) return;
  const { terms } = scene;
  const chances = new Float64Array(9);
  for (let row = 0; row < 9; row++) {
    chances[row] = rules.chanceCut(terms.ostracism, Math.floor(row / 3), terms.shunning * terms.audience, row % 3);
  }
  for (let i = 0; i < blame.length; i++) {
    if (blame[i] !== 0) partFrom(state, scene, blame, chances, i);
  }
}

/** Marks those whom friends may leave; whether there is anybody. Who is not enrolled shows no score. */
function findBlamed({ loss, score, enrolled }: State, { terms }: Scene, blame: Uint8Array): boolean {
  const costly = terms.ostracism > 0 && terms.weight > 0 ? COSTLY : 0;
  const shamed = terms.shunning * terms.audience > 0 ? SHAMED : 0;
  if (costly + shamed === 0) return false;
  let some = 0;
  for (let i = 0; i < blame.length; i++) {
    const low = enrolled[i] === 1 && rules.below(score[i], terms.shamingLine);
    blame[i] = (loss[i] > 0 ? costly : 0) | (low ? shamed : 0);
    some |= blame[i];
  }
  return some !== 0;
}

/** Draws for the standing ties of one who is blamed; a tie between two of them is drawn for from the lower. */
function partFrom(state: State, scene: Scene, blame: Uint8Array, chances: Float64Array, i: number): void {
  const { society, cut } = state;
  const { offsets, friends } = society.online;
  for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
    const friend = friends[tie];
    if (cut[tie] !== 0 || (friend < i && blame[friend] !== 0)) continue;
    const chance = chances[caseOf(state, blame, i, friend)];
    if (chance <= 0) continue;
    // A pair is named the same from both ends.
    const low = Math.max(i, friend);
    const top = Math.min(i, friend);
    if (uniform(scene.seed, scene.replicate, scene.round, low, top, Channel.CUT) < chance) cutTie(state, tie, i);
  }
}

/** Three times the ends harmed by the other, plus the ends shamed; a loss only falls on friends who are enrolled. */
function caseOf({ enrolled }: State, blame: Uint8Array, i: number, friend: number): number {
  const mine = blame[i];
  const theirs = blame[friend];
  const harmed = (mine & COSTLY) * enrolled[friend] + (theirs & COSTLY) * enrolled[i];
  return 3 * harmed + ((mine & SHAMED) >> 1) + ((theirs & SHAMED) >> 1);
}

/** Cuts a tie at both ends, and takes it off what both had counted. */
function cutTie(state: State, tie: number, i: number): void {
  const other = state.twin[tie];
  const friend = state.society.online.friends[tie];
  state.cut[tie] = state.cut[other] = 1;
  state.newlyCut.push(tie, other);
  state.tiesCut++;
  takeOff(state, i, friend);
  takeOff(state, friend, i);
}

function takeOff(state: State, i: number, friend: number): void {
  state.friends[i]--;
  state.enrolledFriends[i] -= state.enrolled[friend];
  if (!state.society.oneLayer) return;
  state.gathering[i]--;
  state.reporters[i] -= state.informs[friend];
}
