/** The distributions a trait can be drawn from, each by its inverse cumulative distribution function. */

import type { DistributionTable } from "../../contract.ts";
import { betaQuantile, normalQuantile } from "./special.ts";

/** The value below which a share u in (0, 1) lies. */
export type Quantile = (u: number) => number;

type Numbers = Record<string, number>;

const QUANTILES: Record<string, (numbers: Numbers) => Quantile> = {
  constant: ({ value }) => () => value,
  uniform: ({ low, high }) => (u) => low + u * (high - low),
  exponential: ({ mean }) => (u) => -mean * Math.log1p(-u),
  "truncated-exponential": ({ mean }) => truncatedExponential(mean),
  beta: ({ a, b }) => betaQuantile(a, b),
  "log-normal": ({ median, sigma }) => (u) => median * Math.exp(sigma * normalQuantile(u)),
};

/** The quantile function of a distribution. Throws an Error if there is none of that name. */
export function quantileOf(table: DistributionTable): Quantile {
  const quantile = QUANTILES[table.distribution];
  if (!quantile) throw new Error(`There is no distribution called "${table.distribution}".`);
  return quantile(table as unknown as Numbers);
}

/**
 * Exponential truncated to [0, 1], by the mean it has after truncation: -s ln(1 - u (1 - e^(-1/s))) with scale s.
 *
 * A mean of .5 is the uniform distribution, and one above it the mirror image of one below.
 */
function truncatedExponential(mean: number): Quantile {
  const rate = truncatedRate(Math.min(mean, 1 - mean));
  if (rate < 1e-12) return (u) => u;
  const below = Math.expm1(-rate);
  if (mean < 0.5) return (u) => -Math.log1p(u * below) / rate;
  // The logarithm's argument in two forms: one exact for a large scale, the other for small u.
  if (rate < 1) return (u) => 1 + Math.log1p((1 - u) * below) / rate;
  const rest = Math.exp(-rate);
  return (u) => 1 + Math.log(u + (1 - u) * rest) / rate;
}

/** The rate 1/s whose truncated mean is `mean` in (0, .5], by bisection to the last bit. */
function truncatedRate(mean: number): number {
  let [low, high] = [0, 1 / mean];
  while (true) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (truncatedMean(middle) > mean) low = middle;
    else high = middle;
  }
}

/** s - 1 / (e^(1/s) - 1) at rate 1/s. */
function truncatedMean(rate: number): number {
  // The two terms of the formula cancel at small rates; this is its Taylor series.
  if (rate < 1e-2) return 0.5 - rate / 12 + rate ** 3 / 720;
  return 1 / rate - (rate < 700 ? 1 / Math.expm1(rate) : 0);
}
