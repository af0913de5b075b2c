import type { Attributed, Result } from "../contract.ts";

/** What the view of a finished result says, besides the sentences that Python wrote. */
export const words = {
  kind: { run: "A finished run", comparison: "A finished comparison", attribution: "A finished attribution" },
  notice: "Invented people. A model, not a forecast.",
  loaded:
    "The ties of this society came from a file. People of a loaded network are never drawn: this page holds sums over " +
    "all of them, and nothing about any one.",
  open: "Play this scenario here",
  outcome: "What to look at",
  outcomeHead: "outcome",
  numbers: "The numbers",
  leftFree: "left free",
  lastRound: "last round",
  difference: "difference",
  noDifference: "no difference",
  meaning: "what it means",
  instrument: "instrument",
  bands: "Shaded around a line: the 95 % interval over replicates.",
  points: "pt: points, hundredths of the whole.",
  interval: "±: the 95 % interval over replicates.",
  bars: "The line across the end of a bar, and ±: the 95 % interval over replicates.",
  asIs: "as it is",
  withoutAny: "with none of them",
  whole: "all together",
  shares: "Shares are averaged over all orders in which instruments can be abolished; they add up to the whole.",
  headlines: "In the last round",
  over: (outcome: string) => `${outcome} over the rounds`,
  gap: (outcome: string, label: string) => `Difference in ${outcome}, ${label}`,
  same: (names: string[]) => `No difference in: ${names.join(", ")}.`,
  untouched: (names: string[]) => `As if left free: ${names.join(", ")}.`,
  waterfall: (outcome: string, over: Attributed["over"]) =>
    `${outcome} ${over === "last" ? "in the last round" : "on the mean over rounds"}, and what each instrument adds to it`,
  facts: (result: Result) => [
    counted(result.people, "invented person", "invented people"),
    counted(result.ties, "tie", "ties"),
    counted(result.rounds, "round", "rounds"),
    counted(result.replicates, "replicate", "replicates"),
    `seed ${result.seed}`,
  ],
  made: (version: string, date: string) => `Made by hushed ${version} on ${dayOf(date)}.`,
  repeat: "Repeat it, to the last byte, in the folder where the result lies:",
  repeatLoaded: "Repeat it, with the folder of the result in place of RESULT:",
};

function counted(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

function dayOf(date: string): string {
  return new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
