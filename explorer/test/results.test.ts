import { describe, expect, it } from "vitest";
import type { Attributed, Result } from "../src/contract.ts";
import { ends, linesOf, movedAndNot } from "../src/results/lines.ts";
import { difference, shown, withMargin } from "../src/results/numbers.ts";
import { steps } from "../src/results/shares.ts";

const figure = (mean: number, margin = 0) => ({ mean, low: mean - margin, high: mean + margin });
const line = (value: number) => ({ mean: [value], low: [value], high: [value] });
const text = { unit: "share of people", sentence: "", harm: true };

function result(more: Partial<Result>): Result {
  const arm = (name: string, value: number) => ({
    name, label: name,
    series: { chill: line(value), punished: line(0.1) },
    last: { chill: figure(value), punished: figure(0.1) },
  });
  return {
    kind: "comparison", title: "t", people: 9, ties: 9, rounds: 1, replicates: 1, seed: 1, version: "0", date: "",
    command: "", sentences: [], loaded: false, at: [0], arms: [arm("one", 0.2), arm("other", 0.3)], leftFree: null,
    gap: null, differences: null, attribution: null, ...more,
  };
}

// What a reader sees keeps number and sign together.
const plain = (said: string) => said.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it("are in per cent for shares and chances and plain for all else, with their margin if there is one", () => {
    expect(plain(shown(0.2449, "share of people"))).toBe("24.5 %");
    expect(plain(withMargin(figure(0.2449, 0.0312), "chance"))).toBe("24.5 ± 3.1 %");
    expect(withMargin(figure(-0.339, 0.11), "score")).toBe("−0.339 ± 0.110");
    expect(shown(-0.0001, "score")).toBe("−0.00010");
    expect(shown(-0.000000001, "score")).toBe("0.000");
    expect(plain(withMargin(figure(0.000123, 0.00001), "share of people"))).toBe("0.012 ± 0.001 %");
    expect(withMargin(figure(0.000123, 0.01), "score")).toBe("0.000 ± 0.010");
  });

  it("of differences have a sign, one digit more, and points for shares", () => {
    expect(plain(difference(figure(0.0482, 0.0091), "share of people"))).toBe("+4.82 ± 0.91 pt");
    expect(plain(difference(figure(-0.0482), "share of people"))).toBe("−4.82 pt");
    expect(difference(figure(0.000001), "score")).toBe("+0.0000010");
    expect(difference(figure(-0.000000001), "score")).toBe("0.0000");
  });
});

describe("a result's lines", () => {
  it("are those of both arms, and tell what the change moves", () => {
    expect(movedAndNot(result({}))).toEqual({ moved: ["chill"], same: ["punished"] });
    expect(ends(result({}), "chill")).toEqual([0.2, 0.3]);
  });

  it("of a run stand beside the same people left free", () => {
    const run = result({ kind: "run", arms: [result({}).arms[1]!], leftFree: { chill: 0.05, punished: 0.1 } });
    expect(linesOf(run, "chill", text)).toMatchObject({ left: [0.05], right: [0.3], warm: "less" });
    expect(movedAndNot(run).moved).toEqual(["chill"]);
  });

  it("have intervals only where there are several replicates", () => {
    expect(linesOf(result({}), "chill", text).leftBand).toBeUndefined();
    expect(linesOf(result({ replicates: 3 }), "chill", text).leftBand).toEqual(line(0.2));
  });
});

describe("the bars of an attribution", () => {
  const each: Attributed = {
    outcome: "chill", over: "last", asIs: figure(0.5, 0.02), withoutAny: figure(0.1), whole: figure(0.4, 0.02),
    shares: [{ instrument: "scoring", share: figure(0.45, 0.1) }, { instrument: "publicity", share: figure(-0.05) }],
  };

  it("lead from the outcome as it is to what is left without any, without a step between them", () => {
    const [first, ...others] = steps(each, "share of people");
    const shares = others.slice(0, -1);
    expect([first!.from, first!.to]).toEqual([0, 0.5]);
    shares.forEach((bar, at) => expect(bar.from).toBe([first!, ...shares][at]!.to));
    expect(shares.at(-1)!.to).toBeCloseTo(others.at(-1)!.to, 12);
  });

  it("are cold for what an instrument silences and warm for what it lets be said", () => {
    expect(steps(each, "share of people").map((bar) => bar.colour)).toEqual(["ink", "ice", "ember", "ink"]);
    expect(steps({ ...each, outcome: "hardship" }, "score").every((bar) => bar.colour === "ink")).toBe(true);
  });

  it("carry the interval of their share, turned to the side they lead to", () => {
    const [, scoring, publicity] = steps(each, "share of people");
    expect(scoring!.interval![0]).toBeCloseTo(0.5 - 0.55, 12);
    expect(scoring!.interval![1]).toBeCloseTo(0.5 - 0.35, 12);
    expect(publicity!.interval).toBeNull();
    expect(plain(scoring!.words)).toBe("−45.00 ± 10.00 pt");
  });
});
