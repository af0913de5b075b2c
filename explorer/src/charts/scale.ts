import type { ChartData } from "./data.ts";

/** The least and greatest value to draw: those asked for, else from zero to a little beyond the data. */
export function extent(data: ChartData): [low: number, high: number] {
  if (data.range) return data.range;
  let [low, high] = [0, 0];
  const bands = [data.leftBand, data.rightBand].flatMap((band) => (band ? [band.low, band.high] : []));
  for (const values of [data.left, data.right, ...bands]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const room = 0.06 * (high - low || 1);
  return [low < 0 ? low - room : 0, high > 0 || low === 0 ? high + room : 0];
}

/** Values as an axis shows them: without decimals where all of them are zeros. */
export function tickLabels(values: number[], format: (value: number) => string): string[] {
  const labels = values.map(format);
  return labels.every((label) => !/\.\d*[1-9]/.test(label)) ? labels.map((label) => label.replace(/\.0+/, "")) : labels;
}

/** The place in ascending rounds that is nearest to a round. */
export function nearest(rounds: number[], round: number): number {
  let [low, high] = [0, rounds.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rounds[middle]! <= round) low = middle;
    else high = middle;
  }
  return high > low && rounds[high]! - round < round - rounds[low]! ? high : Math.max(0, low);
}

/** Steps of an axis of rounds. */
export const WHOLE = [1, 2, 5].flatMap((each) => [1, 10, 100, 1000, 10_000, 100_000].map((ten) => each * ten)).sort(byValue);

function byValue(one: number, other: number): number {
  return one - other;
}

/** The ends of the axis of rounds; a single round stands in the middle. */
export function spread(low: number | null, high: number | null): [number, number] {
  const [first, last] = [low ?? 0, high ?? 1];
  return first === last ? [first - 0.5, last + 0.5] : [first, last];
}

/** Room for the labels of an axis, in pixels. */
export function axisSize(labels: string[] | null): number {
  return 14 + 7 * Math.max(3, ...(labels ?? []).map((label) => label.length));
}
