/** Step 1: where each person stands towards the regime. */

import { Channel, uniform } from "./random.ts";
import type { Scene, State } from "./state.ts";
import type { Terms } from "./terms.ts";

/** Changes in these move people in or out of a standing; nothing else does. */
const STANDING = ["enrolled", "cooperation", "recruited", "duty", "linked", "proportionalShare"] as const;

/** Draws that each person keeps for life, made when first asked for. */
export class Fates {
  private readonly drawn = new Map<number, Float64Array>();
  private readonly people: number;
  private readonly seed: number;
  private readonly replicate: number;

  constructor(people: number, seed: number, replicate: number) {
    this.people = people;
    this.seed = seed;
    this.replicate = replicate;
  }

  /** Everybody's number in [0, 1) for what the channel is about. */
  of(channel: number): Float64Array {
    let found = this.drawn.get(channel);
    if (found === undefined) {
      found = new Float64Array(this.people);
      for (let i = 0; i < this.people; i++) found[i] = uniform(this.seed, this.replicate, 0, i, 0, channel);
      this.drawn.set(channel, found);
    }
    return found;
  }
}

/** Whether anybody's standing may differ between two rounds' terms. */
export function standingChanges(before: Terms | null, now: Terms): boolean {
  return before === null || STANDING.some((name) => before[name] !== now[name]);
}

/** Settles who is enrolled, reported by a platform, recruited, bound to report, linked, judged proportionally. */
export function enrol(state: State, { terms }: Scene, fates: Fates): void {
  join(state.society.traits.propensity, terms.enrolled, state.enrolled);
  belong(fates, Channel.PLATFORM, terms.cooperation, state.reported);
  belong(fates, Channel.RECRUITED, terms.recruited, state.recruited);
  belong(fates, Channel.DUTIFUL, terms.duty, state.dutiful);
  belong(fates, Channel.LINKED, terms.linked, state.linked);
  belong(fates, Channel.PROPORTIONALITY, terms.proportionalShare, state.proportional);
}

/** Gives a share of people a standing: the same people from round to round as the share grows. */
function belong(fates: Fates, channel: number, share: number, standing: Uint8Array): void {
  if (share <= 0 || share >= 1) standing.fill(share <= 0 ? 0 : 1);
  else join(fates.of(channel), share, standing);
}

function join(numbers: Float64Array | Float32Array, share: number, standing: Uint8Array): void {
  for (let i = 0; i < standing.length; i++) standing[i] = numbers[i] < share ? 1 : 0;
}

/**
 * Settles who reports friends at gatherings: the recruited, the enrolled who obey the duty, and those who enforce what
 * they complied with last round, under that round's tolerance (null before the first).
 */
export function inform(state: State, { terms }: Scene, fates: Fates, lastTolerance: number | null): void {
  const { informs, recruited, dutiful, enrolled } = state;
  for (let i = 0; i < informs.length; i++) informs[i] = recruited[i] | (dutiful[i] & enrolled[i]);
  if (terms.false_enforcement <= 0 || lastTolerance === null) return;
  const enforces = fates.of(Channel.ENFORCER);
  for (let i = 0; i < informs.length; i++) {
    if (enforces[i] < terms.false_enforcement && complied(state, i, lastTolerance)) informs[i] = 1;
  }
}

/** Share of everyone who, against their own wish, stayed within a tolerance in the last round. */
export function compliance(state: State, tolerance: number): number {
  let some = 0;
  for (let i = 0; i < state.society.size; i++) some += Number(complied(state, i, tolerance));
  return some / state.society.size;
}

function complied({ society, voice }: State, i: number, tolerance: number): boolean {
  return society.traits.desire[i] > tolerance && voice[i] <= tolerance;
}
