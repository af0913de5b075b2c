import type { Change, Handed, NetworkTable, ScenarioTable } from "../contract.ts";
import { differences, withChanges } from "../scenario/index.ts";
import { FRAGMENT } from "../text/en.ts";
import { same, type Choice } from "./choice.ts";

/** A table, or the lines that say why there is none. */
export type Made = { table: ScenarioTable } | { lines: string[] };

/** Paths that a choice holds by themselves, not as changes. */
const APART = new Set(["seed", "society.population"]);

/** Ties that a layer may have: more would fill a browser's memory and could not be told apart in a picture. */
const MOST_TIES = 1_000_000;

/** The library's scenarios, and the tables that come of them by changes. */
export class Presets {
  readonly names: readonly string[];
  readonly #tables: Map<string, ScenarioTable>;
  readonly #schema: Handed["schema"];

  constructor({ library, schema }: Pick<Handed, "library" | "schema">) {
    this.#tables = new Map(library.map(({ name, table }) => [name, table]));
    this.names = library.map(({ name }) => name);
    this.#schema = schema;
  }

  /** The table of a library scenario; undefined if there is no such one. */
  get(name: string): ScenarioTable | undefined {
    return this.#tables.get(name);
  }

  /** A table with changes, or what is wrong with them. */
  changed(table: ScenarioTable, changes: readonly Change[]): Made {
    return changes.length ? withChanges(table, [...changes], this.#schema) : { table };
  }

  /** The left society's table: the preset as changed for both, with the people and the seed chosen. */
  left({ preset, left, people, seed }: Choice): Made {
    const table = this.get(preset)!;
    const apart = [{ path: "society.population", value: people }, { path: "seed", value: seed }];
    return playable(this.changed(table, [...left, ...apart]));
  }

  /** The right society's table: the left one with the visitor's changes. */
  right(left: ScenarioTable, { right }: Choice): Made {
    return playable(this.changed(left, right));
  }

  /** The preset from which the fewest changes lead to a table, and these changes. */
  nearest(target: ScenarioTable): { preset: string; left: Change[] } {
    let best: { preset: string; left: Change[] } | null = null;
    for (const [preset, table] of this.#tables) {
      const left = differences(table, target).filter(({ path }) => !APART.has(path));
      const shorter = best === null || left.length < best.left.length;
      if (shorter && this.#leads(table, left, target)) best = { preset, left };
    }
    return best ?? { preset: this.names[0], left: [] };
  }

  /** Whether changes make of a table what they should: a layer that one lacks cannot be taken away by a change. */
  #leads(table: ScenarioTable, left: Change[], target: ScenarioTable): boolean {
    const apart = [
      { path: "society.population", value: target.society.population },
      { path: "seed", value: target.seed },
    ];
    const made = this.changed(table, [...left, ...apart]);
    return "table" in made && same(sorted(made.table), sorted(target));
  }
}

/** A table that a browser can play, or which of its layers has too many ties. */
function playable(made: Made): Made {
  if ("lines" in made) return made;
  const { population, online, offline } = made.table.society;
  const layers = Object.entries({ online, offline });
  const lines = layers.flatMap(([name, layer]) => {
    const ties = typeof layer === "object" ? tiesOf(layer, population) : 0;
    return ties > MOST_TIES ? [FRAGMENT.tooDense(`society.${name}`, ties, MOST_TIES)] : [];
  });
  return lines.length > 0 ? { lines } : made;
}

/** About how many ties a layer will have. */
function tiesOf({ generator, mean_degree: degree }: NetworkTable, people: number): number {
  return Math.round((people * (generator === "complete" ? people - 1 : Number(degree ?? 0))) / 2);
}

/** A value with the keys of its tables in order, so that tables can be compared as text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
