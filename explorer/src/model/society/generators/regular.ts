/** Random regular graphs: everyone has the same number of friends. */

import type { Network } from "../../../contract.ts";
import { numbers, renumbered } from "../network.ts";
import { among, drawBelow, shuffle, type Stream } from "./sampling.ts";

/**
 * Everyone has exactly `degree` friends; people x degree must be even and degree below people.
 *
 * Half-ties are paired at random (Bollobas 1980, Eur. J. Combin. 1, 311) and each self-loop or repeated tie is repaired
 * by a switch with a random tie (McKay & Wormald 1990, J. Algorithms 11, 52). Where most pairs are tied, the untied
 * ones are drawn instead.
 */
export function randomRegular(people: number, degree: number, stream: Stream): Network {
  const dense = 2 * degree > people - 1;
  const drawn = paired(people, dense ? people - 1 - degree : degree, stream);
  const friends = dense ? strangers(drawn) : drawn.friends;
  const offsets = Uint32Array.from({ length: people + 1 }, (_, person) => person * degree);
  return renumbered({ people, offsets, friends }, numbers(people));
}

/** Friends of everyone, `degree` of them in each row. */
interface Rows {
  people: number;
  degree: number;
  friends: Uint32Array;
}

function paired(people: number, degree: number, stream: Stream): Rows {
  for (let attempt = 0; ; attempt++) {
    const rows = { people, degree, friends: dealt(people, degree, stream, attempt) };
    // Only in the smallest graphs can no switch help; those are paired anew.
    if (repair(rows, stream, attempt)) return rows;
  }
}

/** Rows of friends from half-ties paired at random; self-loops and repeats included. */
function dealt(people: number, degree: number, stream: Stream, attempt: number): Uint32Array {
  const ends = Uint32Array.from({ length: people * degree }, (_, half) => Math.floor(half / degree));
  shuffle(ends, stream, attempt);
  const friends = new Uint32Array(ends.length);
  const next = Uint32Array.from({ length: people }, (_, person) => person * degree);
  for (let half = 0; half < ends.length; half += 2) {
    friends[next[ends[half]]++] = ends[half + 1];
    friends[next[ends[half + 1]]++] = ends[half];
  }
  return friends;
}

/** Switches away self-loops and repeats in place; false if some tie found no partner to switch with. */
function repair(rows: Rows, stream: Stream, attempt: number): boolean {
  const { people, degree, friends } = rows;
  let draws = friends.length;
  const limit = 1000 + 20 * people;
  for (let entry = 0; entry < friends.length; entry++) {
    const person = Math.floor(entry / degree);
    const isBad = () => friends[entry] === person || among(friends, person * degree, entry, friends[entry]);
    for (let tries = 1; isBad(); tries++) {
      if (tries > limit) return false;
      trySwitch(rows, entry, drawBelow(friends.length, stream, ++draws, attempt));
    }
  }
  return true;
}

/** Turns the ties person-friend and one-other into person-one and friend-other, if both of those are new. */
function trySwitch(rows: Rows, entry: number, partner: number): void {
  const { degree, friends } = rows;
  const person = Math.floor(entry / degree);
  const one = Math.floor(partner / degree);
  const friend = friends[entry];
  const other = friends[partner];
  if (one === person || other === friend || (person === friend && one === other)) return;
  if (entryOf(rows, person, one) >= 0 || entryOf(rows, friend, other) >= 0) return;
  // A self-loop fills two entries of one row; the second must not be the one in hand.
  const back = entryOf(rows, friend, person, friend === person ? entry : -1);
  const partnerBack = entryOf(rows, other, one, other === one ? partner : -1);
  friends[entry] = one;
  friends[back] = other;
  friends[partner] = person;
  friends[partnerBack] = friend;
}

function entryOf({ degree, friends }: Rows, person: number, friend: number, besides = -1): number {
  for (let entry = person * degree; entry < (person + 1) * degree; entry++) {
    if (entry !== besides && friends[entry] === friend) return entry;
  }
  return -1;
}

/** Everyone's strangers: the rows of the complementary graph. */
function strangers({ people, degree, friends }: Rows): Uint32Array {
  const found = new Uint32Array(people * (people - 1 - degree));
  const tiedTo = new Int32Array(people).fill(-1);
  let filled = 0;
  for (let person = 0; person < people; person++) {
    tiedTo[person] = person;
    for (let entry = person * degree; entry < (person + 1) * degree; entry++) tiedTo[friends[entry]] = person;
    for (let other = 0; other < people; other++) if (tiedTo[other] !== person) found[filled++] = other;
  }
  return found;
}
