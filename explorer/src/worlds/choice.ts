/** Everything a visitor has chosen: what travels in a link. */

import type { Change } from "../contract.ts";

/** What the chart can show, and the outcome behind each. */
export const METRICS = {
  speech: "voice_share",
  chill: "chill",
  bystander: "bystander_chill",
  score: "score_mean",
  ties: "ties_cut",
} as const;

export type Metric = keyof typeof METRICS;
export type Side = "left" | "right";

export interface Choice {
  /** Name of the library scenario that both societies start from. */
  preset: string;
  /** What is different from the preset in both societies. */
  left: Change[];
  /** What is different from the left society in the right one. */
  right: Change[];
  seed: number;
  people: number;
  /** Rounds played at the moment shown. */
  round: number;
  metric: Metric;
  colourBy: "voice" | "score";
  /** The scene of the story from 0, or null where the story has been left. */
  scene: number | null;
}

/** Numbers of people to choose from; a scenario's own smaller number is added to them. */
export const CROWDS: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000];

/** The most people a page can be asked to play. */
export const LARGEST_CROWD = 10_000;
export const LARGEST_SEED = 2 ** 32 - 1;

/** Changes with one path set to a value; an earlier value of that path is replaced in its place. */
export function withChange(changes: readonly Change[], change: Change): Change[] {
  const known = changes.some(({ path }) => path === change.path);
  return known ? changes.map((each) => (each.path === change.path ? change : each)) : [...changes, change];
}

/** Changes less those at a path or below it. */
export function withoutPath(changes: readonly Change[], path: string): Change[] {
  return changes.filter((each) => each.path !== path && !each.path.startsWith(`${path}.`));
}

/** Whether two values of a scenario are the same. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
