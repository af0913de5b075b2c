import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Network, NetworkTable, SocietyTable } from "../src/contract.ts";
import { buildSociety, isDrawable, type Society } from "../src/model/society/build.ts";
import { quantileOf } from "../src/model/society/distributions.ts";
import { betaQuantile, normalQuantile } from "../src/model/society/special.ts";
import type { Traits } from "../src/model/society/traits.ts";

const GOLDEN = new URL("../../tests/golden/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, GOLDEN), "utf8"));

interface Rows {
  ties: number;
  digest: string;
  offsets?: number[];
  friends?: number[];
}

interface Case {
  society: SocietyTable;
  seed: number;
  replicate: number;
  traits: Record<keyof Traits, { first: number[]; digest: string }>;
  online: Rows;
  offline: Rows | null;
}

const TRAITS = {
  desired_dissent: { distribution: "truncated-exponential", mean: 0.25 },
  boldness: { distribution: "exponential", mean: 2 },
  care: { distribution: "constant", value: 0.3 },
  shame: { distribution: "constant", value: 0.5 },
  propensity: { distribution: "uniform", low: 0, high: 1 },
};

function societyOf(population: number, online: NetworkTable, offline?: "same" | NetworkTable): SocietyTable {
  return { population, traits: TRAITS, online, ...(offline ? { offline } : {}) };
}

/** Of the bytes of arrays; typed arrays are little-endian wherever these tests run. */
function digest(...arrays: (Float32Array | Uint32Array)[]): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex").slice(0, 20);
}

function expectRows(layer: Network | null, rows: Rows | null): void {
  if (!rows || !layer) return expect(layer).toBe(rows);
  if (rows.friends) expect(Array.from(layer.friends)).toEqual(rows.friends);
  if (rows.offsets) expect(Array.from(layer.offsets)).toEqual(rows.offsets);
  expect(layer.friends.length).toBe(2 * rows.ties);
  expect(digest(layer.offsets, layer.friends)).toBe(rows.digest);
}

const cases: Case[] = read("societies.json");

describe("societies are the ones Python draws", () => {
  test.each(cases.map((one) => [one.society.online.generator, one.society.population, one] as const))(
    "%s of %i",
    (_, __, one) => {
      const drawn = buildSociety(one.society, one.seed, one.replicate);
      for (const [name, { first, digest: expected }] of Object.entries(one.traits)) {
        const values = drawn.traits[name as keyof Traits];
        expect(Array.from(values.subarray(0, first.length)), name).toEqual(first.map(Math.fround));
        expect(digest(values), name).toBe(expected);
      }
      expectRows(drawn.online, one.online);
      expectRows(drawn.offline, one.offline);
    },
  );

  test("every generator and distribution is among the cases", () => {
    const generators = new Set(cases.map((one) => one.society.online.generator));
    const distributions = new Set(
      cases.flatMap((one) => Object.values(one.society.traits).map((trait) => trait.distribution)),
    );
    expect([generators.size, distributions.size]).toEqual([9, 6]);
  });

  const vectors = readdirSync(GOLDEN).filter((name) => name.endsWith(".json") && name !== "societies.json");
  test.each(vectors)("golden vector %s", (name) => {
    const vector = read(name);
    const drawn = buildSociety(societyOf(vector.people, vector.society.online, vector.society.offline), vector.seed);
    for (const [trait, values] of Object.entries(vector.traits)) {
      expect(Array.from(drawn.traits[trait as keyof Traits]), trait).toEqual((values as number[]).map(Math.fround));
    }
    expect(Array.from(drawn.online.offsets)).toEqual(vector.offsets);
    expect(Array.from(drawn.online.friends)).toEqual(vector.friends);
  });
});

describe("layers", () => {
  const holmeKim = { generator: "holme-kim", mean_degree: 4 };

  test("one layer for both is the very same object", () => {
    const { online, offline, oneLayer } = buildSociety(societyOf(30, holmeKim, "same"), 1);
    expect(offline).toBe(online);
    expect(oneLayer).toBe(true);
  });

  test("without gatherings there is no offline layer", () => {
    expect(buildSociety(societyOf(30, holmeKim), 1)).toMatchObject({ offline: null, oneLayer: false, size: 30 });
  });

  test("a drawn offline layer is numbered in an order of its own", () => {
    const ring = { generator: "ring-lattice", mean_degree: 2 };
    const { online, offline } = buildSociety(societyOf(50, ring, ring), 1);
    const next = (layer: Network) => Array.from(layer.friends.subarray(0, 2));
    expect(next(online)).toEqual([1, 49]);
    expect(next(offline!)).not.toEqual([1, 49]);
    expect(round(offline!)).toBe(50);
  });

  /** How many people one passes going round from person 0 without turning back. */
  function round({ offsets, friends }: Network): number {
    let [before, here, steps] = [0, friends[0], 1];
    for (; here !== 0; steps++) {
      const [one, other] = friends.subarray(offsets[here], offsets[here + 1]);
      [before, here] = [here, one === before ? other : one];
    }
    return steps;
  }

  test("a file of ties cannot be read here", () => {
    const file = { generator: "file", path: "friends.csv" };
    expect(isDrawable(societyOf(30, holmeKim, "same"))).toBe(true);
    expect(isDrawable(societyOf(30, file))).toBe(false);
    expect(isDrawable(societyOf(30, holmeKim, file))).toBe(false);
    expect(() => buildSociety(societyOf(30, file), 1)).toThrow(/society.online comes from a file/);
    expect(() => buildSociety(societyOf(30, holmeKim, file), 1)).toThrow(/society.offline comes from a file/);
  });

  test.each([
    [{ generator: "holme-kim", mean_degree: 40 }, /nobody can have more than 29 friends/],
    [{ generator: "holme-kim", mean_degree: 5 }, /even number/],
    [{ generator: "preferential-attachment", mean_degree: 0 }, /even number, 2 or more/],
    [{ generator: "stochastic-block", mean_degree: 20, blocks: 6, within: 0.9 }, /ties inside communities/],
    [{ generator: "stochastic-block", mean_degree: 20, blocks: [0.9, 0.1], within: 0 }, /ties between communities/],
    [{ generator: "stochastic-block", mean_degree: 2, blocks: 31, within: 0.5 }, /31 communities/],
    [{ generator: "smallest-world", mean_degree: 2 }, /no generator called/],
  ])("%o is refused", (online, sentence) => {
    expect(() => buildSociety(societyOf(30, online), 1)).toThrow(sentence);
  });

  test("an odd population cannot have an odd number of friends each", () => {
    const odd = societyOf(31, { generator: "random-regular", mean_degree: 3 });
    expect(() => buildSociety(odd, 1)).toThrow(/must be even/);
  });

  test("another seed or replicate is another society, the same ones the same", () => {
    const mark = ({ traits, online }: Society) => digest(traits.desire, online.friends);
    const [one, again, seed, replicate] = [
      [1, 0],
      [1, 0],
      [2, 0],
      [1, 1],
    ].map((key) => mark(buildSociety(societyOf(200, holmeKim), key[0], key[1])));
    expect(one).toBe(again);
    expect(new Set([one, seed, replicate]).size).toBe(3);
  });

});

describe("quantiles", () => {
  const shares = [1e-16, 1e-9, 0.001, 0.02, 0.1353, 0.3, 0.5, 0.77, 0.95, 0.999, 1 - 1e-12];
  /** To some four roundings of the number, and of its logarithm, through which a tiny one is known. */
  const close = (value: number, expected: number) => {
    const digits = 3 + Math.abs(Math.log(Math.abs(expected)));
    expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(digits * 2 ** -50);
  };

  test("normal: published values", () => {
    // Wichura (1988), algorithm AS 241, test values.
    close(normalQuantile(0.25), -0.6744897501960817432);
    close(normalQuantile(0.001), -3.0902323061678135415);
    close(normalQuantile(1e-20), -9.262340089798407932);
    expect(normalQuantile(0.5)).toBe(0);
  });

  test("beta with b = 1 is a power, with a = 1 its mirror image", () => {
    for (const shape of [0.2, 1, 3, 50]) {
      const [power, mirror] = [betaQuantile(shape, 1), betaQuantile(1, shape)];
      for (const u of shares) {
        close(power(u), u ** (1 / shape));
        close(mirror(u), -Math.expm1(Math.log1p(-u) / shape));
      }
    }
  });

  test("beta with a = b = 1/2 is the arcsine distribution", () => {
    const arcsine = betaQuantile(0.5, 0.5);
    for (const u of shares) close(arcsine(u), Math.sin((Math.PI / 2) * u) ** 2);
  });

  test("beta with whole numbers turns a binomial tail around", () => {
    for (const [a, b] of [
      [2, 5],
      [7, 2],
      [12, 30],
    ]) {
      for (const u of [0.01, 0.3, 0.5, 0.8, 0.99]) {
        expect(binomialTail(a, a + b - 1, betaQuantile(a, b)(u)) / u).toBeCloseTo(1, 12);
      }
    }
  });

  /** The chance of `least` or more successes in `trials`. */
  function binomialTail(least: number, trials: number, chance: number): number {
    let [sum, choose] = [0, 1];
    for (let k = 0; k <= trials; k++) {
      if (k >= least) sum += choose * chance ** k * (1 - chance) ** (trials - k);
      choose = (choose * (trials - k)) / (k + 1);
    }
    return sum;
  }

  test("a truncated exponential has the mean it is given by", () => {
    for (const mean of [0.02, 0.25, 0.5, 0.6, 0.97]) {
      const quantile = quantileOf({ distribution: "truncated-exponential", mean });
      const points = 200_000;
      let sum = 0;
      for (let point = 0; point < points; point++) sum += quantile((point + 0.5) / points);
      expect(sum / points).toBeCloseTo(mean, 6);
    }
  });

  test("a truncated exponential keeps its digits close to a mean of .5 and far from it", () => {
    const nearly = (mean: number) => quantileOf({ distribution: "truncated-exponential", mean });
    // One above .5 is the mirror image of one below.
    expect(nearly(0.5000001)(0.25)).toBeCloseTo(1 - nearly(0.4999999)(0.75), 13);
    // With a scale of .0005 the value is 1 + ln(u) / 2000 to the last digit.
    expect(nearly(0.9995)(1e-13)).toBeCloseTo(1 + Math.log(1e-13) / 2000, 14);
  });

  test("an unknown distribution is an error", () => {
    expect(() => quantileOf({ distribution: "cauchy" })).toThrow(/no distribution called "cauchy"/);
  });
});
