/** Values as a scenario text holds them: whole numbers are bigint and other numbers are number, as TOML tells them. */

import { TomlDate } from "smol-toml";

/** A place in a scenario: keys of tables and, from 0, indices of arrays. */
export type Path = readonly (string | number)[];

export type Table = Record<string, unknown>;

/** The largest whole number that TOML promises to hold. */
export const LARGEST_WHOLE = 2n ** 63n - 1n;

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof TomlDate);
}

/** Whether a value is a number, whole or not. */
export function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Whether a whole number is beyond 64 bits. */
export function isBeyond(value: unknown): value is bigint {
  return typeof value === "bigint" && (value > LARGEST_WHOLE || value < -LARGEST_WHOLE);
}

/** An object's own entry; keys that all objects inherit do not count. */
export function own<Entry>(table: Record<string, Entry> | undefined, key: string): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What is at one step into a value; undefined where there is nothing. */
export function entry(value: unknown, part: string | number): unknown {
  if (Array.isArray(value)) return typeof part === "number" ? value[part] : undefined;
  return isTable(value) ? own(value, String(part)) : undefined;
}

/** The parts of a table or an array, with their keys; none for anything else. */
export function parts(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((each, index) => [index, each]);
  return isTable(value) ? Object.entries(value) : [];
}

/**
 * A copy of plain values as if a text had held them: whole numbers become bigint.
 *
 * Script has one kind of number, so 1 and 1.0 are the same here; a field that wants either takes either.
 */
export function asWritten(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asWritten(inner)]));
}
