import type { ScenarioTable, SocietyTable } from "../contract.ts";
import { buildSociety, type Society } from "../model/index.ts";
import { METRICS, same, type Metric } from "./choice.ts";
import { Course } from "./course.ts";

/** Two societies of the same people with the same luck; what is different is what was changed. */
export class Twins {
  readonly left: Course;
  #right: Course;

  constructor(left: ScenarioTable, right: ScenarioTable, before: Twins | null = null) {
    const societies = before ? [before.left, before.right] : [];
    this.left = new Course(left, societyFor(left, societies));
    this.#right = new Course(right, societyFor(right, [this.left, ...societies]));
  }

  get right(): Course {
    return this.#right;
  }

  /** Rounds that both have played. */
  get played(): number {
    return Math.min(this.left.played, this.#right.played);
  }

  /** Gives the right society other rules, from the first round on; the left one is not touched. */
  change(right: ScenarioTable): void {
    this.#right = new Course(right, societyFor(right, [this.left, this.#right]));
  }

  /** Plays on until both have played `target` rounds or time is up (at least one round); whether it is reached. */
  work(target: number, deadline: number): boolean {
    while (this.played < target) {
      const behind = this.#right.played < this.left.played ? this.#right : this.left;
      behind.step();
      if (performance.now() > deadline) break;
    }
    return this.played >= target;
  }

  /** How much more of a metric the right society has after so many rounds; null before the first. */
  gap(metric: Metric, round: number): number | null {
    const last = Math.min(round, this.played) - 1;
    if (last < 0) return null;
    const name = METRICS[metric];
    return this.#right.history[name][last] - this.left.history[name][last];
  }
}

/** A society built before for the same table and seed, or else a new one: twins share their people. */
function societyFor(table: ScenarioTable, built: Course[]): Society {
  const known = built.find((course) => course.table.seed === table.seed && alike(course.table.society, table.society));
  return known ? known.society : buildSociety(table.society, table.seed);
}

function alike(a: SocietyTable, b: SocietyTable): boolean {
  return a === b || same(a, b);
}
