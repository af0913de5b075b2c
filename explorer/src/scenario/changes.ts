/** Changes to a scenario: values set at dotted paths, and what tells two scenarios apart. */

import type { Change, ScenarioTable } from "../contract.ts";
import { hints, refused, wrong } from "../text/messages.ts";
import { hint, nearest } from "./nearest.ts";
import { changeLines, dotted } from "./report.ts";
import { paths, place, shapeOf, type JsonSchema, type Node } from "./shape.ts";
import { asWritten, entry, isTable, own, type Path, type Table } from "./values.ts";
import { validated } from "./read.ts";
import { describedValue } from "./wording.ts";

const LONGEST_WORD = 80;

/**
 * The scenario with values set, complete again, or one line per mistake, each behind the path of its change.
 *
 * A value of null takes `society.offline` away; there is no other that may be absent.
 */
export function withChanges(
  table: ScenarioTable,
  changes: readonly Change[],
  schema: JsonSchema,
): { table: ScenarioTable } | { lines: string[] } {
  const whole = shapeOf(schema);
  const data = asWritten(table) as Table;
  const asked = changes.map((change) => {
    return { label: dotted([change.path]), path: pathOf(change.path), value: asWritten(change.value) };
  });
  const lines = asked.flatMap((change) => {
    const reason = applied(change.path, change.value, data, whole);
    return reason === undefined ? [] : [`${change.label}: ${reason}`];
  });
  if (lines.length) return { lines };
  const checked = validated(data, whole);
  return "table" in checked ? checked : { lines: changeLines(checked.mistakes, asked, "scenario") };
}

/** What is at a dotted path of a scenario; undefined where there is nothing. */
export function valueAt(table: ScenarioTable, path: string): unknown {
  return pathOf(path).reduce(entry, table as unknown);
}

/**
 * The fewest changes that make one scenario the other: a number, a schedule, a distribution, the list of sanctions and
 * a layer of ties are one value each.
 */
export function differences(from: ScenarioTable, to: ScenarioTable): Change[] {
  return changed(declared(from, to), declared(to, from), "");
}

/** A scenario without costs counts each as 1; they are written where the other scenario has some. */
function declared(table: ScenarioTable, other: ScenarioTable): Table {
  const names = Object.keys(other.costs ?? {});
  const neutral = Object.fromEntries(names.map((name) => [name, 1]));
  return { ...table, ...(table.costs ?? other.costs ? { costs: { ...neutral, ...table.costs } } : {}) };
}

function changed(from: Table, to: Table, prefix: string): Change[] {
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key): Change[] => {
    const [before, after] = [own(from, key), own(to, key)];
    if (isGroup(before) && isGroup(after)) return changed(before, after, `${prefix}${key}.`);
    return isSame(before, after) ? [] : [{ path: prefix + key, value: after ?? null }];
  });
}

/** Whether a table holds parameters and is no parameter itself. */
function isGroup(value: unknown): value is Table {
  return isTable(value) && !["at", "distribution", "generator"].some((key) => Object.hasOwn(value, key));
}

function isSame(one: unknown, other: unknown): boolean {
  if (!isTable(one) && !Array.isArray(one)) return Object.is(one, other);
  const [mine, theirs] = [Object.entries(one), Object.entries(other ?? {})];
  return mine.length === theirs.length && mine.every(([key, value]) => isSame(value, (other as Table)[key]));
}

function pathOf(path: string): Path {
  return path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Sets a value in the data in place, or says why it cannot be. */
function applied(path: Path, value: unknown, data: Table, whole: Node): string | undefined {
  let inner: unknown = data;
  for (const [depth, part] of path.entries()) {
    const reason = unknownName(path, depth, data, whole) ?? misplaced(path, depth, inner);
    if (reason !== undefined) return reason;
    const holder = inner as Table;
    if (depth === path.length - 1) {
      holder[part] = value;
      return undefined;
    }
    if (!Object.hasOwn(holder, part)) holder[part] = {};
    inner = holder[part];
    if (typeof inner === "object" && inner !== null) continue;
    return refused.noParts(dotted(path.slice(0, depth + 1)), describedValue(inner));
  }
  return undefined;
}

/** Refuses an index where there is no such element, and a name where an index is due. */
function misplaced(path: Path, depth: number, table: unknown): string | undefined {
  const [part, outer] = [path[depth], dotted(path.slice(0, depth))];
  const listed = Array.isArray(table);
  if (typeof part !== "number") return listed ? refused.isArray(outer) : undefined;
  if (!listed) return refused.isTable(outer || refused.scenario, part);
  return part < table.length ? undefined : refused.noElement(outer, part, table.length);
}

/** Refuses a name that no table there can have, with the nearest valid path. */
function unknownName(path: Path, depth: number, data: Table, whole: Node): string | undefined {
  const [part, outer] = [path[depth]!, path.slice(0, depth)];
  const { properties } = place(whole, outer, data).node;
  if (!properties || typeof part === "number" || Object.hasOwn(properties, part)) return undefined;
  return wrong.unknownKey(nearestPath(path, depth, Object.keys(properties), whole));
}

/** One key corrected, else the same key elsewhere, else what is near. */
function nearestPath(path: Path, depth: number, names: string[], whole: Node): string {
  const near = nearest([...String(path[depth])].slice(0, LONGEST_WORD).join(""), names);
  const corrected = near === undefined ? undefined : dotted([...path.slice(0, depth), near, ...path.slice(depth + 1)]);
  const last = String(path.at(-1));
  const same = () => paths(whole).find((each) => each.split(".").at(-1) === last && each !== dotted(path));
  const found = corrected ?? same();
  return found === undefined ? hint("", names) : hints.near(found);
}
