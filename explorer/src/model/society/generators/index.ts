/** Networks drawn at random: the same table, population and stream give the same network as in Python. */

import type { Network, NetworkTable } from "../../../contract.ts";
import { preferentialAttachment } from "./attachment.ts";
import { communities, type Communities } from "./communities.ts";
import { erdosRenyi, stochasticBlock } from "./independent.ts";
import { complete, ringLattice, wattsStrogatz } from "./lattices.ts";
import { randomRegular } from "./regular.ts";
import type { Stream } from "./sampling.ts";
import { holmeKim } from "./triads.ts";

type Numbers = Record<string, number>;
type Generator = (people: number, numbers: Numbers, stream: Stream) => Network;

const GENERATORS: Record<string, Generator> = {
  "erdos-renyi": (people, { mean_degree }, stream) => erdosRenyi(people, mean_degree, stream),
  "watts-strogatz": (people, { mean_degree, rewiring }, stream) =>
    wattsStrogatz(people, half(mean_degree, 0), rewiring, stream),
  "ring-lattice": (people, { mean_degree }) => ringLattice(people, half(mean_degree, 0)),
  "preferential-attachment": (people, { mean_degree, exponent = 1 }, stream) =>
    preferentialAttachment(people, half(mean_degree, 2), exponent, stream),
  "holme-kim": (people, { mean_degree, triads = 0.5 }, stream) =>
    holmeKim(people, half(mean_degree, 2), triads, stream),
  "stochastic-block": (people, table, stream) => {
    const { starts, within, across } = communities(table as unknown as Communities, people);
    return stochasticBlock(starts, within, across, stream);
  },
  "random-regular": (people, { mean_degree }, stream) => {
    if ((people * mean_degree) % 2) throw new Error(oddRegular(people, mean_degree));
    return randomRegular(people, mean_degree, stream);
  },
  complete,
  empty: (people) => ({ people, offsets: new Uint32Array(people + 1), friends: new Uint32Array(0) }),
};

/** Draws a network of `people` people. Throws an Error with a sentence if no such network of so many people exists. */
export function generate(table: NetworkTable, people: number, stream: Stream): Network {
  const generator = GENERATORS[table.generator];
  if (!generator) throw new Error(`There is no generator called "${table.generator}".`);
  const numbers = table as unknown as Numbers;
  if (numbers.mean_degree > people - 1) throw new Error(tooManyFriends(people, numbers.mean_degree));
  return generator(people, numbers, stream);
}

/** Half of an even mean degree: the ties each person makes. */
function half(meanDegree: number, lowest: number): number {
  if (meanDegree % 2 || meanDegree < lowest) {
    throw new Error(`mean_degree must be an even number, ${lowest} or more; this is ${meanDegree}`);
  }
  return meanDegree / 2;
}

function tooManyFriends(people: number, degree: number): string {
  const most = people === 2 ? "1 friend" : `${people - 1} friends`;
  return `mean_degree is ${degree}, but among ${people} people nobody can have more than ${most}`;
}

function oddRegular(people: number, degree: number): string {
  return (
    `${people} people cannot have exactly ${degree} friends each: population times mean_degree must be even; ` +
    "change one of them by 1"
  );
}
