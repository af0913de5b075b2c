/** Ring lattices, small worlds and the complete graph. */

import type { Network } from "../../../contract.ts";
import { ownedNetwork } from "../network.ts";
import { among, draw, drawBelow, type Stream } from "./sampling.ts";

/** A ring where everyone is tied to the `half` nearest on each side. */
export function ringLattice(people: number, half: number): Network {
  return ownedNetwork(people, ring(people, half), half);
}

/**
 * A ring lattice each of whose ties is moved, with probability `rewiring`, to a person drawn at random.
 *
 * Source: Watts & Strogatz (1998), Nature 393, 440-442; ties are visited ring by ring, as there.
 */
export function wattsStrogatz(people: number, half: number, rewiring: number, stream: Stream): Network {
  const targets = ring(people, half);
  const degree = new Uint32Array(people).fill(2 * half);
  const tied = (one: number, other: number) => among(targets, one * half, (one + 1) * half, other);
  for (let step = 0; step < half; step++) {
    for (let person = 0; person < people; person++) {
      const tie = person * half + step;
      // Somebody tied to everyone has nobody to move the tie to.
      if (draw(stream, tie, 0) >= rewiring || degree[person] >= people - 1) continue;
      let other = person;
      for (let index = 1; other === person || tied(person, other) || tied(other, person); index++) {
        other = drawBelow(people, stream, tie, index);
      }
      degree[targets[tie]]--;
      degree[other]++;
      targets[tie] = other;
    }
  }
  return ownedNetwork(people, targets, half);
}

/** Everyone tied to everyone. */
export function complete(people: number): Network {
  const offsets = Uint32Array.from({ length: people + 1 }, (_, person) => person * (people - 1));
  const friends = new Uint32Array(people * (people - 1));
  let entry = 0;
  for (let person = 0; person < people; person++) {
    for (let friend = 0; friend < people; friend++) if (friend !== person) friends[entry++] = friend;
  }
  return { people, offsets, friends };
}

/** The next `half` people of each. */
function ring(people: number, half: number): Uint32Array {
  const targets = new Uint32Array(people * half);
  for (let tie = 0; tie < targets.length; tie++) targets[tie] = (Math.floor(tie / half) + (tie % half) + 1) % people;
  return targets;
}
