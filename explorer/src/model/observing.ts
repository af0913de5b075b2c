/** Step 4: who is seen, misread or denounced, and what each loses. */

import { Mark } from "../contract.ts";
import { Channel, uniform } from "./random.ts";
import * as rules from "./rules.ts";
import type { Scene, State } from "./state.ts";
import { summed } from "./sums.ts";

/** Chances that nobody of n friends at a gathering reports, and that none denounces, by n. */
export interface Silence {
  unreported: Float64Array;
  undenounced: Float64Array;
}

/** Expected number of cases this round, were every case taken up; `cases` is room for a number for each person. */
export function expectedCases(state: State, scene: Scene, silence: Silence, cases: Float64Array): number {
  const { terms } = scene;
  const { voice, proportional } = state;
  if (terms.severity <= 0) return 0;
  for (let i = 0; i < cases.length; i++) {
    const costly = rules.lossForNothing(terms.severity, proportional[i] === 1, terms.misreadExcess) > 0;
    let seen = chanceOfBeingSeen(state, scene, silence, i);
    if (voice[i] <= terms.tolerance) seen *= costly ? terms.misreading : 0;
    const denounced = costly ? chanceOfDenunciation(state, silence, i) : 0;
    cases[i] = seen + (1 - seen) * denounced;
  }
  return summed(cases);
}

function chanceOfBeingSeen(state: State, { terms }: Scene, { unreported }: Silence, i: number): number {
  if (state.enrolled[i] === 0) return 0;
  const exposure = state.reported[i] === 1 ? terms.identifiability : 0;
  const informed = 1 - unreported[state.reporters[i]];
  const anyway = rules.watchedAnyway(1, exposure, terms.surveillance, informed);
  const speaking = rules.watchedForSpeaking(1, exposure, terms.surveillance, informed);
  return rules.chanceSeen(anyway, speaking, state.voice[i]);
}

function chanceOfDenunciation({ enrolled, reporters }: State, { undenounced }: Silence, i: number): number {
  return enrolled[i] === 1 ? 1 - undenounced[reporters[i]] : 0;
}

/** Whether a chance comes true; only a chance that is open is drawn for. */
function happens(chance: number, { seed, replicate, round }: Scene, i: number, channel: number): boolean {
  if (chance <= 0 || chance >= 1) return chance >= 1;
  return uniform(seed, replicate, round, i, 0, channel) < chance;
}

/** Draws who is seen, misread or denounced, and takes from their scores; cases beyond capacity are dropped. */
export function observe(state: State, scene: Scene, silence: Silence, takenUp: number): void {
  const { mark, loss, voice } = state;
  const { tolerance, falseDenunciation } = scene.terms;
  loss.fill(0);
  for (let i = 0; i < mark.length; i++) {
    const seen = happens(chanceOfBeingSeen(state, scene, silence, i), scene, i, Channel.SEEN);
    mark[i] = (seen ? Mark.SEEN : 0) | (voice[i] > tolerance ? Mark.LOUD : 0);
    if (seen || falseDenunciation > 0) judge(state, scene, silence, takenUp, i);
  }
}

/** Takes from a person's score if there is a case against her that is taken up. */
function judge(state: State, scene: Scene, silence: Silence, takenUp: number, i: number): void {
  const { mark, loss, voice, proportional } = state;
  const { severity, tolerance, misreadExcess } = scene.terms;
  const forDissent = rules.lossForDissent(severity, proportional[i] === 1, voice[i], tolerance);
  const forNothing = rules.lossForNothing(severity, proportional[i] === 1, misreadExcess);
  const found = caseOf(state, scene, silence, i, forDissent, forNothing);
  if (found === 0 || !happens(takenUp, scene, i, Channel.HEARD)) return;
  loss[i] = found === Mark.PUNISHED ? forDissent : forNothing;
  mark[i] |= found;
  remember(state, i, found, voice[i]);
}

/** What a person is accused of: dissent that was seen, lawful conduct misread, or nothing at all; 0 for no case. */
function caseOf(
  state: State,
  scene: Scene,
  silence: Silence,
  i: number,
  forDissent: number,
  forNothing: number,
): number {
  const marks = state.mark[i];
  if (marks === (Mark.SEEN | Mark.LOUD) && forDissent > 0) return Mark.PUNISHED;
  // What costs nothing is no case.
  if (forNothing <= 0) return 0;
  if (marks === Mark.SEEN && happens(scene.terms.misreading, scene, i, Channel.MISREAD)) return Mark.MISREAD;
  return happens(chanceOfDenunciation(state, silence, i), scene, i, Channel.DENOUNCED) ? Mark.DENOUNCED : 0;
}

/** Who said nothing was not punished for anything she said. */
function remember({ everPunished, everForSpeech }: State, i: number, found: number, said: number): void {
  everPunished[i] = 1;
  if (found !== Mark.DENOUNCED && said > 0) everForSpeech[i] = 1;
}
