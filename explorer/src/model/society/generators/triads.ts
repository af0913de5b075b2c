/** Preferential attachment that closes triangles. */

import type { Network } from "../../../contract.ts";
import { ownedNetwork } from "../network.ts";
import { endOfTie, firstTargets } from "./attachment.ts";
import { among, draw, drawBelow, type Stream } from "./sampling.ts";

/**
 * Scale-free and clustered: after a newcomer's tie to w by degree, each further tie goes with probability `triads` to a
 * friend of w instead, where one is left; otherwise again by degree.
 *
 * The first `links` people count one tie more than they have, so that they can be chosen before they have any.
 * Source: Holme & Kim (2002), Phys. Rev. E 65, 026107.
 */
export function holmeKim(people: number, links: number, triads: number, stream: Stream): Network {
  const growth = new Growth(people, links);
  for (let person = links + 1; person < people; person++) {
    choose(growth, person, triads, stream);
    growth.settle(person);
  }
  return ownedNetwork(people, growth.targets, links, links);
}

/** Chooses one newcomer's targets; her draws are numbered from 1. */
function choose(growth: Growth, person: number, triads: number, stream: Stream): void {
  const { targets, links } = growth;
  const first = (person - links) * links;
  let index = 0;
  let centre = 0;
  for (let tie = first; tie < first + links; tie++) {
    const closes = tie > first && draw(stream, person, ++index) < triads && growth.anyLeft(centre, first, tie);
    let other: number;
    do {
      const limit = closes ? growth.degree(centre) : links + 2 * first;
      const number = drawBelow(limit, stream, person, ++index);
      other = closes ? growth.nthFriend(centre, number) : growth.byDegree(number);
    } while (among(targets, first, tie, other));
    if (!closes) centre = other;
    targets[tie] = other;
  }
}

/** The ties made so far, and for each person who tied to her. */
class Growth {
  readonly links: number;
  readonly targets: Uint32Array;
  private readonly received: number[][];

  constructor(people: number, links: number) {
    this.links = links;
    this.targets = firstTargets(people, links);
    this.received = Array.from({ length: people }, (_, person) => (person < links ? [links] : []));
  }

  /** Lets those whom a newcomer chose know of her. */
  settle(person: number): void {
    const first = (person - this.links) * this.links;
    for (let tie = first; tie < first + this.links; tie++) this.received[this.targets[tie]].push(person);
  }

  /** Friends of a person. */
  degree(person: number): number {
    return this.made(person) + this.received[person].length;
  }

  /** A person's friends in the order they came: those she chose, then those who chose her. */
  nthFriend(person: number, number: number): number {
    const made = this.made(person);
    if (number >= made) return this.received[person][number - made];
    return this.targets[(person - this.links) * this.links + number];
  }

  /** A person by the number of a half-tie, where the extra ties of the first people come first. */
  byDegree(half: number): number {
    return half < this.links ? half : endOfTie(this.targets, this.links, half - this.links);
  }

  /** Whether some friend of `centre` has not been chosen yet. */
  anyLeft(centre: number, first: number, tie: number): boolean {
    const degree = this.degree(centre);
    if (degree > tie - first) return true;
    for (let number = 0; number < degree; number++) {
      if (!among(this.targets, first, tie, this.nthFriend(centre, number))) return true;
    }
    return false;
  }

  private made(person: number): number {
    return person < this.links ? 0 : this.links;
  }
}
