/** What the model carries from round to round, and what people believed in the round just played. */

import type { Network, Regime } from "../contract.ts";
import type { Society } from "./society/build.ts";
import type { TierTerms, Terms } from "./terms.ts";

/** What one round is played with. */
export interface Scene {
  terms: Terms;
  tiers: TierTerms[];
  seed: number;
  replicate: number;
  round: number;
}

/** The bit of a sanction's clock that says it has been ordered but has not begun. */
export const IN_GRACE = 0x8000;

/** Columns over people as they weighed their words, written anew each round; all that `why` needs to explain. */
export interface Beliefs {
  /** Where the line is believed to lie. */
  line: Float64Array;
  /** The chance of being seen is anyway + speaking x voice. */
  anyway: Float64Array;
  speaking: Float64Array;
  /** What is wished for: the desire, or what is lawful under a platform sanction. */
  wish: Float64Array;
  boldness: Float64Array;
  /** Cost of being punished, looming sanctions included, and these alone, after mutual aid. */
  cost: Float64Array;
  looming: Float64Array;
  friends: Uint32Array;
  /** Enrolled friends, or their share where the penalty is divided. */
  harmed: Float64Array;
  reproach: Float32Array;
  /** The marks of the round before: what she had seen of her friends. */
  mark: Uint8Array;
  muted: Uint8Array;
}

/** Arrays over people, or over entries of `online.friends`; flags are bytes of 0 or 1. */
export interface State {
  society: Society;
  beliefs: Beliefs;
  voice: Float32Array;
  score: Float32Array;
  /** Score before this round. */
  before: Float32Array;
  loss: Float32Array;
  shared: Float32Array;
  reproach: Float32Array;
  /** How far she believes her opinion to be shared. */
  confidence: Float32Array;
  mark: Uint8Array;
  enrolled: Uint8Array;
  /** Whether the platform she uses reports to the authority. */
  reported: Uint8Array;
  recruited: Uint8Array;
  dutiful: Uint8Array;
  /** Whether she reports friends at gatherings this round. */
  informs: Uint8Array;
  linked: Uint8Array;
  proportional: Uint8Array;
  everPunished: Uint8Array;
  everForSpeech: Uint8Array;
  /** Friends online, and those of them enrolled, over ties that stand. */
  friends: Uint32Array;
  enrolledFriends: Uint32Array;
  loudFriends: Uint32Array;
  punishedFriends: Uint32Array;
  /** Friends at gatherings, and those of them who report. */
  gathering: Uint32Array;
  reporters: Uint32Array;
  /** Losses that reach a person over one tie, and over two, unweighted. */
  reaching: Float64Array;
  further: Float64Array;
  /** For each tier, rounds left, or `IN_GRACE` plus the rounds of grace left. */
  clocks: Uint16Array[];
  sanctioned: Uint8Array;
  frozen: Uint8Array;
  /** Ties cut online, and at gatherings: the same array where both layers are one. */
  cut: Uint8Array;
  cutOffline: Uint8Array;
  newlyCut: number[];
  /** For each entry of `online.friends`, the entry of the same tie at its other end. */
  twin: Uint32Array;
  tiesCut: number;
  /** Whether anybody has ever begun to take heart from friends, or to be reproached. */
  takesHeart: boolean;
  reproached: boolean;
  /** Cases expected last round, were all taken up. */
  expected: number;
}

/** Everyone at score 1, nothing said, nothing cut, everybody's friends counted. */
export function initialState(society: Society, regime: Regime): State {
  const { size: n, online, offline } = society;
  const single = () => new Float32Array(n);
  const double = () => new Float64Array(n);
  const flags = () => new Uint8Array(n);
  const counts = () => new Uint32Array(n);
  const cut = new Uint8Array(online.friends.length);
  return {
    society,
    beliefs: initialBeliefs(n),
    ...{ voice: single(), score: single().fill(1), before: single(), loss: single(), shared: single() },
    ...{ reproach: single(), confidence: single(), reaching: double(), further: double() },
    ...{ mark: flags(), enrolled: flags(), reported: flags(), recruited: flags(), dutiful: flags() },
    ...{ informs: flags(), linked: flags(), proportional: flags(), everPunished: flags(), everForSpeech: flags() },
    ...{ sanctioned: flags(), frozen: flags() },
    ...{ friends: degrees(online), enrolledFriends: counts(), loudFriends: counts(), punishedFriends: counts() },
    ...{ gathering: offline === null ? counts() : degrees(offline), reporters: counts() },
    clocks: regime.sanctions.tiers.map(() => new Uint16Array(n)),
    cut,
    cutOffline: society.oneLayer ? cut : new Uint8Array(offline?.friends.length ?? 0),
    ...{ newlyCut: [], twin: twins(online), tiesCut: 0, takesHeart: false, reproached: false, expected: 0 },
  };
}

function initialBeliefs(n: number): Beliefs {
  const double = () => new Float64Array(n);
  return {
    ...{ line: double(), anyway: double(), speaking: double(), wish: double(), boldness: double() },
    ...{ cost: double(), looming: double(), harmed: double() },
    ...{ friends: new Uint32Array(n), reproach: new Float32Array(n) },
    ...{ mark: new Uint8Array(n), muted: new Uint8Array(n) },
  };
}

function degrees({ people, offsets }: Network): Uint32Array {
  return Uint32Array.from({ length: people }, (_, i) => offsets[i + 1] - offsets[i]);
}

/** Rows rise, so going through people in order meets the entries of every friend's row in order too. */
function twins({ people, offsets, friends }: Network): Uint32Array {
  const next = offsets.slice(0, people);
  return friends.map((friend) => next[friend]++);
}

/** Counts each person's standing ties to people with any of some bits set in `flags`; writes over `counts`. */
export function countFriends(
  { people, offsets, friends }: Network,
  cut: Uint8Array,
  flags: Uint8Array,
  bits: number,
  counts: Uint32Array,
): void {
  counts.fill(0);
  for (let i = 0; i < people; i++) {
    if ((flags[i] & bits) === 0) continue;
    for (let tie = offsets[i]; tie < offsets[i + 1]; tie++) {
      if (cut[tie] === 0) counts[friends[tie]]++;
    }
  }
}
