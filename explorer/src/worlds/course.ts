import type { Playing, ScenarioTable, Why } from "../contract.ts";
import { policyOf, Simulation, type Society } from "../model/index.ts";
import { Past } from "./past.ts";

/** One society's run so far: every outcome of every round, and what the picture needs of each. */
export class Course {
  /** Every outcome over the rounds played, by name. */
  readonly history: Record<string, number[]> = {};
  readonly table: ScenarioTable;
  readonly society: Society;
  readonly #live: Simulation;
  readonly #past: Past;
  /** A second run of the same society, for reasons in rounds that the first has left behind. */
  #again: Simulation | null = null;

  constructor(table: ScenarioTable, society: Society) {
    this.table = table;
    this.society = society;
    this.#live = this.#fresh();
    this.#past = new Past(this.#live, table.rounds);
  }

  #fresh(): Simulation {
    return new Simulation(this.society, policyOf(this.table), this.table.seed);
  }

  /** Rounds played. */
  get played(): number {
    return this.#live.round;
  }

  /** Plays one round and keeps what came of it. */
  step(): void {
    this.#live.step();
    this.#past.keep();
    const outcomes = this.#live.outcomes();
    for (const name in outcomes) (this.history[name] ??= []).push(outcomes[name]);
  }

  /** The society after so many rounds, at most those played; rounds left behind share one object. */
  at(round: number): Playing {
    return round >= this.played ? this.#live : this.#past.at(round);
  }

  /** Why a person said what she said in a round played, or null while that is still being worked out. */
  why(person: number, round: number, deadline: number): Why | null {
    if (round === 0) return null;
    if (round >= this.played) return this.#live.why(person);
    if (this.#again === null || this.#again.round > round) this.#again = this.#fresh();
    while (this.#again.round < round) {
      this.#again.step();
      if (performance.now() > deadline) break;
    }
    return this.#again.round === round ? this.#again.why(person) : null;
  }
}
