/** What a scenario says of communities, as numbers the stochastic block model takes. */

/** The parameters of a stochastic block model, as a scenario writes them. */
export interface Communities {
  mean_degree: number;
  /** Number of equal communities, or the share of people in each. */
  blocks: number | number[];
  /** Share of ties expected inside communities. */
  within: number;
}

/** Where each community starts, `people` at the end, and the chance of a tie for a pair inside one and from two. */
export interface Chances {
  starts: number[];
  within: number;
  across: number;
}

/** The chances of ties among `people` people. Throws an Error if that takes a probability above 1. */
export function communities({ mean_degree, blocks, within }: Communities, people: number): Chances {
  const shares = typeof blocks === "number" ? Array<number>(blocks).fill(1 / blocks) : blocks;
  if (shares.length > people) {
    throw new Error(`blocks asks for ${shares.length} communities; there are only ${people} people`);
  }
  const starts = startsOf(shares, people);
  let inside = 0;
  for (let block = 0; block < shares.length; block++) {
    const size = starts[block + 1] - starts[block];
    inside += (size * (size - 1)) / 2;
  }
  const ties = (people * mean_degree) / 2;
  const between = (people * (people - 1)) / 2 - inside;
  const asking = `mean_degree ${short(mean_degree)} with within ${short(within)}`;
  return {
    starts,
    within: chance(asking, "inside", within * ties, inside),
    across: chance(asking, "between", (1 - within) * ties, between),
  };
}

function startsOf(shares: number[], people: number): number[] {
  const starts = [0];
  let bound = 0;
  for (const share of shares) {
    bound += share;
    starts.push(toEven(bound * people));
  }
  starts[shares.length] = people;
  return starts;
}

/** The nearest whole number, the even one of two that are equally near. */
function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** A number with at most six digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function chance(asking: string, place: string, wanted: number, pairs: number): number {
  if (wanted > pairs * (1 + 1e-12)) {
    throw new Error(
      `${asking} asks for ${wanted.toFixed()} ties ${place} communities, where there are ${pairs} pairs; ` +
        "lower mean_degree, or change within or blocks",
    );
  }
  return pairs ? Math.min(1, wanted / pairs) : 0;
}
