/** Graphs whose ties are independent coin flips: Erdos-Renyi and the stochastic block model. */

import type { Network } from "../../../contract.ts";
import { networkOf } from "../network.ts";
import { draw, type Stream } from "./sampling.ts";

const FARTHEST = 2 ** 62;

/**
 * G(n, p) with p = meanDegree / (people - 1).
 *
 * Source: Gilbert (1959); skips between ties are drawn as in Batagelj & Brandes (2005), Phys. Rev. E 71, 036113.
 */
export function erdosRenyi(people: number, meanDegree: number, stream: Stream): Network {
  return stochasticBlock([0, people], meanDegree / (people - 1), 0, stream);
}

/**
 * Communities of consecutive people, block b from starts[b] to starts[b + 1]; a pair is tied with probability `within`
 * inside a community and `across` between two.
 *
 * Source: Holland, Laskey & Leinhardt (1983), Social Networks 5, 109-137.
 */
export function stochasticBlock(starts: number[], within: number, across: number, stream: Stream): Network {
  const people = starts[starts.length - 1];
  const left: number[] = [];
  const right: number[] = [];
  const inside = new Sprinkler(within, 0, stream);
  const between = new Sprinkler(across, 1, stream);
  for (let block = 0; block + 1 < starts.length; block++) {
    for (let person = starts[block]; person < starts[block + 1]; person++) {
      const tie = (other: number) => {
        left.push(person);
        right.push(other);
      };
      between.pass(0, starts[block], tie);
      inside.pass(starts[block], person, tie);
    }
  }
  return networkOf(people, left, right);
}

/** Goes through pairs and ties each with the same chance, by drawing how many to leave out. */
class Sprinkler {
  private readonly chance: number;
  private readonly side: number;
  private readonly stream: Stream;
  private ties = 0;
  private skip: number;

  constructor(chance: number, side: number, stream: Stream) {
    this.chance = chance;
    this.side = side;
    this.stream = stream;
    this.skip = this.gap();
  }

  /** Passes the people from low to high - 1 and calls `tie` for those who are tied. */
  pass(low: number, high: number, tie: (other: number) => void): void {
    while (this.skip < high - low) {
      tie(low + this.skip);
      this.ties++;
      this.skip += 1 + this.gap();
    }
    this.skip -= high - low;
  }

  /** Pairs left untied before the next tie, a geometric number; where the chance is 0, farther than any pair. */
  private gap(): number {
    if (this.chance <= 0) return FARTHEST;
    const value = draw(this.stream, this.ties, this.side);
    return Math.floor(Math.min(Math.log1p(-value) / Math.log1p(-this.chance), FARTHEST));
  }
}
