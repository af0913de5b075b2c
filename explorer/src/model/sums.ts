/**
 * Sums over people, rounded as in Python: person i of a block adds to lane i mod 512, lanes are folded in halves,
 * and blocks are added in order.
 */

const LANES = 512;
/** People per block. */
export const BLOCK = 1 << 14;

const lanes = new Float64Array(LANES);

/** The sum of a column of numbers, one for each person. */
export function summed(values: Float64Array | Float32Array): number {
  let total = 0;
  for (let first = 0; first < values.length; first += BLOCK) {
    const last = Math.min(first + BLOCK, values.length);
    lanes.fill(0);
    for (let i = first; i < last; i++) lanes[i & (LANES - 1)] += values[i];
    total += folded();
  }
  return total;
}

function folded(): number {
  for (let half = LANES >> 1; half >= 1; half >>= 1) {
    for (let lane = 0; lane < half; lane++) lanes[lane] += lanes[half + lane];
  }
  return lanes[0];
}
