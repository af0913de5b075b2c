import type { ChartData } from "../charts/data.ts";
import type { Band, OutcomeText, Result } from "../contract.ts";
import { words } from "../text/results.ts";
import { inPercent, plainDifference, shown } from "./numbers.ts";

/** Outcomes that measure what is said, or what is not: more of them is warm, or cold. Others have no temperature. */
const WARM: Record<string, NonNullable<ChartData["warm"]>> = {
  voice_share: "more",
  chill: "less",
  bystander_chill: "less",
  overbreadth: "less",
  silenced: "less",
};
const SAME = 1e-9;

/** Which side of a line is warm for an outcome. */
export function warmSide(outcome: string): NonNullable<ChartData["warm"]> {
  return WARM[outcome] ?? "neither";
}

/** The lines of an outcome: of a run beside the same people left free, of a comparison in both arms. */
export function linesOf(result: Result, outcome: string, text: OutcomeText): ChartData {
  const second = result.arms.at(-1)!;
  const band = second.series[outcome]!;
  const free = result.leftFree?.[outcome];
  const first = free === undefined ? result.arms[0]!.series[outcome]! : null;
  return {
    left: first ? first.mean : band.mean.map(() => free!),
    right: band.mean,
    leftLabel: first ? result.arms[0]!.label : words.leftFree,
    rightLabel: second.label,
    rounds: result.at,
    format: (value) => shown(value, text.unit),
    warm: warmSide(outcome),
    ...(first && several(result) ? { leftBand: first } : {}),
    ...(several(result) ? { rightBand: band } : {}),
    ...(outcome === "voice_share" ? { range: [0, 1.04] as [number, number] } : {}),
  };
}

/** The difference between the arms of a comparison over the rounds, from the line of no difference. */
export function gapOf(result: Result, outcome: string, text: OutcomeText): ChartData {
  const band: Band = result.gap![outcome]!;
  return {
    left: band.mean.map(() => 0),
    right: band.mean,
    leftLabel: words.noDifference,
    rightLabel: result.arms[1]!.label,
    rounds: result.at,
    format: (value) => plainDifference(value, text.unit),
    warm: warmSide(outcome),
    ...(several(result) ? { rightBand: band } : {}),
  };
}

/** The outcomes that a run's regime moves, or a comparison's change, and those that stay as they were. */
export function movedAndNot(result: Result): { moved: string[]; same: string[] } {
  const names = Object.keys(result.arms[0]!.last);
  const moved = names.filter((name) => apart(...ends(result, name)));
  return { moved, same: names.filter((name) => !moved.includes(name)) };
}

/** The last value of an outcome in the first arm, or left free, and in the second. */
export function ends(result: Result, outcome: string): [number, number] {
  const [first, second] = [result.arms[0]!.last[outcome]!.mean, result.arms.at(-1)!.last[outcome]!.mean];
  return result.leftFree ? [result.leftFree[outcome]!, second] : [first, second];
}

/** Whether there are intervals at all. */
export function several(result: Result): boolean {
  return result.replicates > 1;
}

/** Whether an outcome is told in points. */
export function inPoints(outcomes: Record<string, OutcomeText>, names: string[]): boolean {
  return names.some((name) => inPercent(outcomes[name]!.unit));
}

function apart(one: number, other: number): boolean {
  return Math.abs(one - other) > SAME;
}
