/** The regime and people's reactions as the plain numbers of one round; symbols as in rules.ts. */

import type { Level, Reactions, Regime, Schedule } from "../contract.ts";

/** Cases per person and round that remain when every case needs a judge's full hearing. */
export const LEAST_CAPACITY = 0.001;

/** Every level in force in one round. */
export interface Terms extends Record<keyof Reactions, number> {
  surveillance: number;
  cooperation: number;
  identifiability: number;
  misreading: number;
  tolerance: number;
  severity: number;
  severityCap: number;
  capping: number;
  proportionalShare: number;
  misreadExcess: number;
  recovery: number;
  weight: number;
  shared: boolean;
  hops: number;
  audience: number;
  shamingLine: number;
  enrolled: number;
  recruited: number;
  duty: number;
  reportChance: number;
  falseDenunciation: number;
  capacity: number;
  vagueness: number;
  linked: number;
  grace: number;
}

/** One sanction as it is in force in one round. */
export interface TierTerms {
  domain: string;
  threshold: number;
  /** The threshold of the round before: a line that rises over a score is crossed as well. */
  thresholdBefore: number;
  rounds: number;
  burden: number;
  platform: boolean;
}

/** The number a level has in a round (0 or later); a switch is 1 or 0. */
export function valueAt(level: Level | boolean, round: number): number {
  return typeof level === "object" ? scheduled(level, round) : Number(level);
}

function scheduled({ at, value, between }: Schedule, round: number): number {
  let after = 0;
  while (after < at.length && at[after] <= round) after++;
  if (after === 0) return value[0];
  const before = value[after - 1];
  if (between === "step" || after === at.length) return before;
  const start = at[after - 1];
  return before + ((value[after] - before) * (round - start)) / (at[after] - start);
}

/** A value brought down to a ceiling by a dose in [0, 1]; below the ceiling it stays as it is. */
export function towards(value: number, ceiling: number, dose: number): number {
  return (1 - dose) * value + dose * Math.min(value, ceiling);
}

/** A tolerance as voices are stored, in single precision, so that a voice at the line is never over it. */
export function onGrid(tolerance: number): number {
  return Math.fround(tolerance);
}

/** The nearest whole number, halves upward: the same in every language. */
export function roundHalfUp(number: number): number {
  return Math.floor(number + 0.5);
}

/** The numbers in force in a round (0 or later). */
export function termsAt(regime: Regime, reactions: Reactions, round: number): Terms {
  return { ...regimeTerms(regime, (level) => valueAt(level, round)), ...reactionsAt(reactions, round) };
}

function regimeTerms(regime: Regime, now: (level: Level | boolean) => number): Omit<Terms, keyof Reactions> {
  const { observation: seen, scoring: score, association: guilt, publicity: shown } = regime;
  const { enrolment: join, informers: told, sanctions: punished, capacity } = regime;
  return {
    surveillance: now(seen.surveillance),
    cooperation: now(seen.cooperation),
    identifiability: now(seen.identifiability),
    misreading: now(seen.misreading),
    tolerance: onGrid(now(score.tolerance)),
    severity: towards(now(score.severity), score.severity_cap, score.capping),
    severityCap: score.severity_cap,
    capping: score.capping,
    proportionalShare: score.form === "proportional" ? 1 : score.proportional_share,
    misreadExcess: score.misread_excess,
    recovery: now(score.recovery),
    weight: now(guilt.weight),
    shared: guilt.sharing === "shared",
    hops: guilt.hops,
    audience: now(shown.audience),
    shamingLine: now(shown.shaming_line),
    enrolled: towards(now(join.share), join.volunteers, join.right_to_leave),
    recruited: now(told.share),
    duty: now(told.duty),
    reportChance: now(told.report_chance),
    falseDenunciation: now(told.false_denunciation),
    capacity: towards(now(capacity.cases), LEAST_CAPACITY, capacity.hearings),
    vagueness: now(regime.clarity.vagueness),
    linked: now(punished.linked_identity),
    grace: punished.grace,
  };
}

function reactionsAt(reactions: Reactions, round: number): Record<keyof Reactions, number> {
  const now = {} as Record<keyof Reactions, number>;
  for (const name of Object.keys(reactions) as (keyof Reactions)[]) now[name] = valueAt(reactions[name], round);
  return now;
}

/** The sanctions in force in a round (0 or later), in the order they are written. */
export function tiersAt(regime: Regime, round: number): TierTerms[] {
  const before = Math.max(0, round - 1);
  return regime.sanctions.tiers.map((tier) => ({
    domain: tier.domain,
    threshold: valueAt(tier.threshold, round),
    thresholdBefore: valueAt(tier.threshold, before),
    rounds: roundHalfUp(valueAt(tier.rounds, round)),
    burden: valueAt(tier.burden, round),
    platform: tier.domain === "platform",
  }));
}
