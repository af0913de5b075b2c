/**
 * Preferential attachment: newcomers tie themselves to those who already have many ties.
 *
 * Growth starts from a star of links + 1 people (person `links` in its middle); each later person makes `links` ties to
 * different earlier people. Tie t belongs to person links + floor(t / links).
 */

import type { Network } from "../../../contract.ts";
import { ownedNetwork } from "../network.ts";
import { among, draw, drawBelow, type Stream } from "./sampling.ts";

/**
 * Each newcomer's ties go to earlier people with probability in proportion to degree ** exponent.
 *
 * Source: Barabasi & Albert (1999), Science 286, 509-512, for exponent 1; Krapivsky, Redner & Leyvraz (2000),
 * Phys. Rev. Lett. 85, 4629, for others.
 */
export function preferentialAttachment(people: number, links: number, exponent: number, stream: Stream): Network {
  const targets = exponent === 1 ? grownByEnds(people, links, stream) : grownByWeight(people, links, exponent, stream);
  return ownedNetwork(people, targets, links, links);
}

/** Room for every tie's target; the star is there already. */
export function firstTargets(people: number, links: number): Uint32Array {
  const targets = new Uint32Array((people - links) * links);
  for (let tie = 0; tie < links; tie++) targets[tie] = tie;
  return targets;
}

/** One end of a tie by the number of a half-tie: 2t is the target of tie t and 2t + 1 the person it belongs to. */
export function endOfTie(targets: Uint32Array, links: number, half: number): number {
  const tie = Math.floor(half / 2);
  return half % 2 === 0 ? targets[tie] : links + Math.floor(tie / links);
}

/** Exponent 1: the end of a tie drawn at random is a person drawn by degree. */
function grownByEnds(people: number, links: number, stream: Stream): Uint32Array {
  const targets = firstTargets(people, links);
  for (let person = links + 1; person < people; person++) {
    const first = (person - links) * links;
    let turn = 0;
    for (let tie = first; tie < first + links; tie++) {
      do targets[tie] = endOfTie(targets, links, drawBelow(2 * first, stream, person, turn++));
      while (among(targets, first, tie, targets[tie]));
    }
  }
  return targets;
}

/** Any exponent: whoever is chosen is taken out of the weights until the newcomer is done. */
function grownByWeight(people: number, links: number, exponent: number, stream: Stream): Uint32Array {
  const targets = firstTargets(people, links);
  const degree = new Float64Array(people);
  const weights = new Weights(people);
  const count = (person: number, friends: number) => {
    degree[person] += friends;
    weights.add(person, degree[person] ** exponent);
  };
  for (let person = 0; person < links; person++) count(person, 1);
  count(links, links);
  for (let person = links + 1; person < people; person++) {
    const first = (person - links) * links;
    for (let tie = first; tie < first + links; tie++) {
      let other = Math.min(weights.find(weights.total * draw(stream, person, tie - first)), person - 1);
      // Rounding can only ever point at somebody already chosen, whose weight is out.
      while (among(targets, first, tie, other)) other = other > 0 ? other - 1 : person - 1;
      weights.add(other, -(degree[other] ** exponent));
      targets[tie] = other;
    }
    count(person, links);
    for (let tie = first; tie < first + links; tie++) count(targets[tie], 1);
  }
  return targets;
}

/** People's weights in a tree (Fenwick 1994), whose node k sums k & -k people up to k - 1. */
class Weights {
  total = 0;
  private readonly sums: Float64Array;

  constructor(people: number) {
    this.sums = new Float64Array(people + 1);
  }

  add(person: number, weight: number): void {
    for (let node = person + 1; node < this.sums.length; node += node & -node) this.sums[node] += weight;
    this.total += weight;
  }

  /** The person in whose stretch of the summed weights `point` falls. */
  find(point: number): number {
    let step = 1;
    while (2 * step < this.sums.length) step *= 2;
    let before = 0;
    let left = point;
    for (; step >= 1; step /= 2) {
      if (before + step < this.sums.length && this.sums[before + step] <= left) {
        before += step;
        left -= this.sums[before];
      }
    }
    return before;
  }
}
