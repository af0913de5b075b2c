/** Who is tied to whom: networks in rows, made from lists of ties. */

import type { Network } from "../../contract.ts";

/** The network of the ties left[k] - right[k], of which none may be repeated or lead from somebody to themself. */
export function networkOf(people: number, left: ArrayLike<number>, right: ArrayLike<number>): Network {
  const offsets = new Uint32Array(people + 1);
  for (let tie = 0; tie < left.length; tie++) {
    offsets[left[tie] + 1]++;
    offsets[right[tie] + 1]++;
  }
  for (let person = 0; person < people; person++) offsets[person + 1] += offsets[person];
  const friends = new Uint32Array(2 * left.length);
  const next = offsets.slice();
  for (let tie = 0; tie < left.length; tie++) {
    friends[next[left[tie]]++] = right[tie];
    friends[next[right[tie]]++] = left[tie];
  }
  return renumbered({ people, offsets, friends }, numbers(people));
}

/** The network where every person from `owner` on owns `each` ties, to the next people named in `targets`. */
export function ownedNetwork(people: number, targets: Uint32Array, each: number, owner = 0): Network {
  const owners = new Uint32Array(targets.length);
  for (let tie = 0; tie < owners.length; tie++) owners[tie] = owner + Math.floor(tie / each);
  return networkOf(people, owners, targets);
}

/** The same network with people put in a new order, order[new] = old; rows ascend even if they did not before. */
export function renumbered({ people, offsets, friends }: Network, order: Uint32Array): Network {
  const number = new Uint32Array(people);
  const moved = new Uint32Array(people + 1);
  for (let now = 0; now < people; now++) {
    const old = order[now];
    number[old] = now;
    moved[now + 1] = moved[now] + offsets[old + 1] - offsets[old];
  }
  const rows = new Uint32Array(friends.length);
  const next = moved.slice();
  // Everyone enters the rows of her friends in ascending turn, so that no row needs sorting.
  for (let now = 0; now < people; now++) {
    const old = order[now];
    for (let entry = offsets[old]; entry < offsets[old + 1]; entry++) rows[next[number[friends[entry]]]++] = now;
  }
  return { people, offsets: moved, friends: rows };
}

/** The numbers from 0 to people - 1. */
export function numbers(people: number): Uint32Array {
  return Uint32Array.from({ length: people }, (_, person) => person);
}
