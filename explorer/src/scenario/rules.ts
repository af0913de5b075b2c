/** Rules that a scenario's schema cannot say; each gives the sentence that is broken, if any. */

import { kinds, rules } from "../text/messages.ts";
import { isPrintable } from "./nearest.ts";
import { generalText } from "./numbers.ts";
import { entry, isNumber, isTable, type Path, type Table } from "./values.ts";

/** What a value must be before its kind is looked at. */
export function ruleBefore(path: Path, value: unknown): string | undefined {
  const key = path.at(-1);
  if (path.length === 1 && key === "schema") {
    return typeof value === "boolean" || typeof value === "number" ? rules.version : undefined;
  }
  return key === "blocks" ? communities(value) : undefined;
}

/** What a value of the right kind and range must be besides; `table` is the one it stands in. */
export function ruleAfter(path: Path, value: unknown, table: Table): string | undefined {
  const key = path.at(-1) as string;
  if (key === "at") return rises(value as bigint[]);
  if (key === "title") return isPrintable(value as string) ? undefined : rules.title;
  if (key === "mean_degree") return even(value as bigint, LOWEST[table.generator as string]);
  return path.length === 3 && path[1] === "traits" ? insideRange(key, value) : undefined;
}

/** What the fields of a table, each right by itself, must be together. */
export function ruleOfTable(path: Path, table: Table): string | undefined {
  if (Array.isArray(table.at) && Array.isArray(table.value)) {
    const [at, value] = [table.at.length, table.value.length];
    return at === value ? undefined : rules.pairs(at, value);
  }
  if (table.distribution === "uniform") {
    const [low, high] = [Number(table.low), Number(table.high)];
    return low > high ? rules.order(generalText(low), generalText(high)) : undefined;
  }
  return path.length === 1 && path[0] === "regime" ? adaptiveFromConstants(table) : undefined;
}

function rises(at: bigint[]): string | undefined {
  const index = at.findIndex((round, index) => index > 0 && round <= at[index - 1]!);
  return index < 0 ? undefined : rules.rise(String(at[index]), String(at[index - 1]));
}

/** The fewest friends on average for generators that need an even number. */
const LOWEST: Record<string, number> = {
  "watts-strogatz": 0,
  "ring-lattice": 0,
  "preferential-attachment": 2,
  "holme-kim": 2,
};

function even(degree: bigint, lowest: number | undefined): string | undefined {
  if (lowest === undefined || (degree % 2n === 0n && degree >= lowest)) return undefined;
  return rules.even(lowest, String(degree));
}

function communities(blocks: unknown): string | undefined {
  if (typeof blocks === "bigint" && blocks >= 1n) return undefined;
  if (!Array.isArray(blocks) || !blocks.length || !blocks.every(isShare)) return rules.blocks;
  const sum = blocks.reduce((total: number, share) => total + Number(share), 0);
  return Math.abs(sum - 1) > 1e-6 ? rules.blockShares(generalText(sum)) : undefined;
}

function isShare(value: unknown): boolean {
  return isNumber(value) && value > 0 && value <= 1;
}

const SHARES = ["desired_dissent", "propensity"];

function insideRange(name: string, value: unknown): string | undefined {
  const most = SHARES.includes(name) ? 1 : Infinity;
  const [low, high] = support(value);
  if (low >= 0 && high <= most) return undefined;
  const allowed = most === 1 ? rules.fromTo("0", "1") : kinds.orMore("0");
  const reach = low === high ? rules.reachIs(generalText(low)) : rules.reach(generalText(low), generalText(high));
  return rules.trait(name, allowed, isTable(value) ? String(value.distribution) : "constant", reach);
}

/** The smallest and largest value of a distribution. */
function support(value: unknown): [number, number] {
  if (!isTable(value)) return [Number(value), Number(value)];
  if (value.distribution === "constant") return support(value.value);
  if (value.distribution === "uniform") return [Number(value.low), Number(value.high)];
  return [0, value.distribution === "exponential" || value.distribution === "log-normal" ? Infinity : 1];
}

function adaptiveFromConstants(regime: Table): string | undefined {
  const levers = [
    entry(regime.scoring, "tolerance"),
    entry(regime.scoring, "severity"),
    entry(regime.observation, "surveillance"),
  ];
  return entry(regime.authority, "mode") === "adaptive" && levers.some(isTable) ? rules.adaptive : undefined;
}
