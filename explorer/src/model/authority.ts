/**
 * An authority that adapts: random-mutation hill climbing of tolerance, severity and surveillance.
 *
 * Source: Daymude, Axelrod & Forrest (2025). Each round one lever is moved at random; if the round cost more
 * than the round before (or, with `incumbent`, than the policy kept), the move is taken back.
 */

import type { Regime } from "../contract.ts";
import { Channel, uniform } from "./random.ts";
import { onGrid, towards, type Terms } from "./terms.ts";

/** Tolerance, severity and surveillance. */
type Levers = [number, number, number];

const LIMITS: [number, number][] = [
  [0, 1],
  [1e-9, Infinity],
  [0, 1],
];

/** Where an adaptive authority stands: the policy in force, the one it would go back to, and a cost to beat. */
export interface Stance {
  trial: Levers;
  kept: Levers;
  toBeat: number;
}

/** The stance before the first round: the policy as written, and no cost to compare with yet. */
export function firstStance({ tolerance, severity, surveillance }: Terms): Stance {
  const levers: Levers = [tolerance, severity, surveillance];
  return { trial: levers, kept: levers, toBeat: Infinity };
}

/**
 * The terms of a round with the levers where the authority has put them, as far as the law lets it.
 *
 * A cap holds its severity too, and an authority without any penalty cannot bring one in.
 */
export function imposed(terms: Terms, stance: Stance): Terms {
  const [tolerance, tried, surveillance] = stance.trial;
  const severity = terms.severity > 0 ? towards(tried, terms.severityCap, terms.capping) : 0;
  return { ...terms, tolerance: onGrid(tolerance), severity, surveillance };
}

/** Take back the last move if the round cost too much, then move one lever for the round to come. */
export function nextStance(
  authority: Regime["authority"],
  stance: Stance,
  cost: number,
  seed: number,
  replicate: number,
  round: number,
): Stance {
  const rejected = cost > stance.toBeat;
  const kept = rejected ? stance.kept : stance.trial;
  const toBeat = authority.acceptance === "previous_round" || !rejected ? cost : stance.toBeat;
  const draw = (channel: number) => uniform(seed, replicate, round, 0, 0, channel);
  const lever = Math.floor(draw(Channel.AUTHORITY_LEVER) * LIMITS.length);
  const [low, high] = LIMITS[lever];
  const moved = kept[lever] + authority.window * (2 * draw(Channel.AUTHORITY_MOVE) - 1);
  const trial: Levers = [...kept];
  trial[lever] = Math.min(high, Math.max(low, moved));
  return { trial, kept, toBeat };
}
