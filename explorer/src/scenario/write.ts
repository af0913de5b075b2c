/** A scenario as the same canonical TOML that Python writes. */

import type { ScenarioTable } from "../contract.ts";
import { floatText } from "./numbers.ts";
import { isTable, type Table } from "./values.ts";

/** Tables down to this depth get a header of their own; deeper ones are written inline. */
const HEADED = 2;

/** Parameters that are whole numbers and are written without a point; all others are written with one. */
const WHOLE = ["schema", "rounds", "seed", "population", "hops", "grace", "appeal_rounds", "at", "blocks"];
const FRACTIONAL_DEGREES = ["erdos-renyi", "stochastic-block"];

/** The canonical TOML of a scenario: what `Scenario.to_toml` in Python gives, byte for byte. */
export function tomlText(table: ScenarioTable): string {
  return `${linesOf(table as unknown as Table, []).join("\n")}\n`;
}

function linesOf(table: Table, path: string[]): string[] {
  const entries = Object.entries(table);
  const isHeaded = (value: unknown): value is Table => path.length < HEADED && isTable(value);
  const plain = entries.filter(([, value]) => !isHeaded(value) && !listsTables(value));
  const headed = entries.flatMap(([key, value]) => {
    if (!isHeaded(value)) return [];
    const opened = openedByItsTables(value, HEADED - path.length - 1);
    return [...(opened ? [] : ["", `[${[...path, key].join(".")}]`]), ...linesOf(value, [...path, key])];
  });
  const listed = entries.flatMap(([key, value]) =>
    listsTables(value) ? value.flatMap((each) => ["", `[[${[...path, key].join(".")}]]`, ...pairs(each)]) : [],
  );
  return [...plain.map(([key, value]) => pair(key, value, table, false)), ...headed, ...listed];
}

function openedByItsTables(table: Table, levels: number): boolean {
  const inner = Object.values(table);
  return levels > 0 && inner.length > 0 && inner.every(isTable);
}

function listsTables(value: unknown): value is Table[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable);
}

function pairs(table: Table, whole = false): string[] {
  return Object.entries(table).map(([key, value]) => pair(key, value, table, whole));
}

/** `whole`: the table is a schedule of whole numbers. */
function pair(key: string, value: unknown, table: Table, whole: boolean): string {
  const degree = key === "mean_degree" && !FRACTIONAL_DEGREES.includes(table.generator as string);
  const isWhole = degree || (key === "value" && whole) || (WHOLE.includes(key) && !(key === "blocks" && isList(value)));
  return `${key} = ${valueText(value, isWhole)}`;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** One value as TOML on one line. */
function valueText(value: unknown, whole: boolean): string {
  // JSON's escapes are TOML's, but for the one control character JSON leaves bare.
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\x7f", "\\u007f");
  if (typeof value === "number") return whole && Number.isInteger(value) ? String(value) : floatText(value);
  if (isList(value)) return `[${value.map((each) => valueText(each, whole)).join(", ")}]`;
  if (!isTable(value)) return String(value);
  const inner = pairs(value, whole);
  return inner.length ? `{ ${inner.join(", ")} }` : "{}";
}
