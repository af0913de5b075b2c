/** Who the people are: the fixed private traits of each, drawn once from named distributions. */

import type { SocietyTable } from "../../contract.ts";
import { Channel, uniform } from "../random.ts";
import { type Quantile, quantileOf } from "./distributions.ts";
import { normalQuantile } from "./special.ts";

/** The private traits of N people, each of length N. */
export interface Traits {
  /** Desired dissent, in [0, 1]. */
  desire: Float32Array;
  /** What speaking one's mind is worth, above 0. */
  boldness: Float32Array;
  /** How far a friend's loss counts as one's own, 0 or more. */
  care: Float32Array;
  /** How far a public score is minded, 0 or more. */
  shame: Float32Array;
  /** The enrolled share above which a person is in, in [0, 1). */
  propensity: Float32Array;
  /** How a person misjudges where the line lies, in standard deviations. */
  belief: Float32Array;
}

const HALF_STEP = 2 ** -54;
const BELOW_ONE = 1 - 2 ** -53;
const LARGEST = (2 - 2 ** -23) * 2 ** 127;
const SMALLEST = 2 ** -126;
const LAST_SHARE = 1 - 2 ** -24;

/** The traits of `people` people, keyed by their numbers, drawn by inverse transform from counter-based uniforms. */
export function drawPeople(
  traits: SocietyTable["traits"],
  people: number,
  seed: number,
  replicate: number,
): Traits {
  const drawn = (quantile: Quantile, channel: number, low: number, high: number) =>
    drawTrait(quantile, people, (person) => uniform(seed, replicate, 0, person, 0, channel), low, high);
  return {
    desire: drawn(quantileOf(traits.desired_dissent), Channel.DESIRE, 0, 1),
    // Someone whose boldness is too small for single precision stays above 0.
    boldness: drawn(quantileOf(traits.boldness), Channel.BOLDNESS, SMALLEST, LARGEST),
    care: drawn(quantileOf(traits.care), Channel.CARE, 0, LARGEST),
    shame: drawn(quantileOf(traits.shame), Channel.SHAME, 0, LARGEST),
    // A propensity of 1 is the last to enrol, not one who never does.
    propensity: drawn(quantileOf(traits.propensity), Channel.PROPENSITY, 0, LAST_SHARE),
    belief: drawn(normalQuantile, Channel.BELIEF, -LARGEST, LARGEST),
  };
}

function drawTrait(
  quantile: Quantile,
  people: number,
  luck: (person: number) => number,
  low: number,
  high: number,
): Float32Array {
  const values = new Float32Array(people);
  for (let person = 0; person < people; person++) {
    // Half a step into the open interval; in the upper half that sum may round to 1 itself.
    const u = Math.min(luck(person) + HALF_STEP, BELOW_ONE);
    values[person] = Math.min(Math.max(quantile(u), low), high);
  }
  return values;
}
