/** A society in which nothing has happened yet, with whatever is to be different in it. */

import type { Network, Playing } from "../../src/contract";

export function playing(online: Network, change: Partial<Playing> = {}): Playing {
  const { people } = online;
  const floats = () => new Float32Array(people);
  return {
    people,
    round: 1,
    online,
    desire: floats().fill(1),
    voice: floats(),
    score: floats().fill(1),
    loss: floats(),
    shared: floats(),
    mark: new Uint8Array(people),
    enrolled: new Uint8Array(people).fill(1),
    sanctioned: new Uint8Array(people),
    frozen: new Uint8Array(people),
    cut: new Uint8Array(online.friends.length),
    newlyCut: [],
    ...change,
  };
}
