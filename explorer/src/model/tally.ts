/** What is counted at the end of a round: the plain sums from which every outcome is computed. */

import { Mark } from "../contract.ts";
import { serving } from "./speaking.ts";
import type { Scene, State } from "./state.ts";
import { summed } from "./sums.ts";
import { CASE } from "./weighing.ts";

/** Sums over everyone in one round. */
export interface Tally extends Speech, Scores, Events {
  /** People serving each tier's sanction. */
  served: number[];
}

interface Speech {
  desire: number;
  /** Sum of min(desire, tolerance). */
  lawfulWish: number;
  voice: number;
  /** Dissent withheld by people never punished so far. */
  withheldUnpunished: number;
  lawfulWithheld: number;
}

interface Scores {
  loss: number;
  shared: number;
  score: number;
  scoreSquared: number;
}

interface Events {
  silenced: number;
  dissenters: number;
  loud: number;
  seen: number;
  punished: number;
  wronglyPunished: number;
  enrolled: number;
  sanctioned: number;
  sanctionedForNothing: number;
}

/** The sums of the last round; `room` is a column to work in. */
export function tallyOf(state: State, { terms }: Scene, room: Float64Array): Tally {
  return {
    ...speech(state, terms.tolerance, room),
    ...scores(state, room),
    ...events(state, terms.tolerance),
    served: state.clocks.map((clock) => clock.reduce((served, left) => served + Number(serving(left)), 0)),
  };
}

function speech({ society, voice, everPunished }: State, tolerance: number, room: Float64Array): Speech {
  const { desire } = society.traits;
  const [wishes, voices] = [summed(desire), summed(voice)];
  for (let i = 0; i < room.length; i++) room[i] = Math.min(desire[i], tolerance);
  const lawfulWish = summed(room);
  for (let i = 0; i < room.length; i++) room[i] = Math.max(0, room[i] - voice[i]);
  const lawfulWithheld = summed(room);
  for (let i = 0; i < room.length; i++) room[i] = everPunished[i] === 1 ? 0 : desire[i] - voice[i];
  return { desire: wishes, lawfulWish, voice: voices, withheldUnpunished: summed(room), lawfulWithheld };
}

function scores({ loss, shared, score, enrolled }: State, room: Float64Array): Scores {
  const [own, others] = [summed(loss), summed(shared)];
  for (let i = 0; i < room.length; i++) room[i] = enrolled[i] === 1 ? score[i] : 0;
  const held = summed(room);
  for (let i = 0; i < room.length; i++) room[i] *= room[i];
  return { loss: own, shared: others, score: held, scoreSquared: summed(room) };
}

function events(state: State, tolerance: number): Events {
  const { society, voice, mark, enrolled, sanctioned, everForSpeech } = state;
  const { desire } = society.traits;
  let [silenced, dissenters, loud, seen, punished, wronglyPunished] = [0, 0, 0, 0, 0, 0];
  let [inside, confined, forNothing] = [0, 0, 0];
  for (let i = 0; i < mark.length; i++) {
    const marks = mark[i];
    const spoke = (marks & Mark.LOUD) === 0 ? 0 : 1;
    const found = (marks & CASE) === 0 ? 0 : 1;
    silenced += voice[i] < desire[i] ? 1 : 0;
    dissenters += desire[i] > tolerance ? 1 : 0;
    loud += spoke;
    seen += marks & Mark.SEEN;
    punished += found;
    wronglyPunished += found & (1 - spoke);
    inside += enrolled[i];
    confined += sanctioned[i];
    forNothing += sanctioned[i] & (1 - everForSpeech[i]);
  }
  const held = { enrolled: inside, sanctioned: confined, sanctionedForNothing: forNothing };
  return { silenced, dissenters, loud, seen, punished, wronglyPunished, ...held };
}

// Scores by how far they lie below the baseline: 512 bins for each doubling of 1 - score, from 2 ** -20 to 2 ** 12.

const SHIFT = 14;
const BINS = (32 << 9) + 1;
const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);
const LEAST = bitsOf(2 ** -20) >>> SHIFT;

function bitsOf(number: number): number {
  single[0] = number;
  return bits[0];
}

/** Shares of the enrolled whose score quantiles are recorded. */
export const SCORE_SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Scores that the `SCORE_SHARES` of the enrolled do not exceed, to a bin of the histogram; with nobody enrolled, 1. */
export function scoreQuantiles({ score, enrolled }: State): number[] {
  const counts = new Uint32Array(BINS);
  let total = 0;
  for (let i = 0; i < score.length; i++) {
    if (enrolled[i] === 0) continue;
    counts[binOf(score[i])]++;
    total++;
  }
  if (total === 0) return SCORE_SHARES.map(() => 1);
  return SCORE_SHARES.map((share) => quantile(counts, Math.max(1, Math.ceil(share * total - 1e-9))));
}

function binOf(score: number): number {
  const shortfall = Math.fround(1 - score);
  if (shortfall <= 0) return 0;
  return Math.min(BINS - 1, Math.max(0, (bitsOf(shortfall) >>> SHIFT) - LEAST + 1));
}

/** The middle of the bin in which the person of a given rank stands, from the lowest score. */
function quantile(counts: Uint32Array, rank: number): number {
  let place = BINS;
  for (let below = 0; below < rank; ) below += counts[--place];
  if (place === 0) return 1;
  bits[0] = ((place + LEAST - 1) << SHIFT) + (1 << (SHIFT - 1));
  return 1 - single[0];
}
