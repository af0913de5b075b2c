/** Values and what is allowed, in plain words. */

import { kinds as words } from "../text/messages.ts";
import { TomlDate } from "smol-toml";
import { echo } from "./nearest.ts";
import { groupedText } from "./numbers.ts";
import { alternatives, tagNames, tagOf, type Node, type Place } from "./shape.ts";
import { isBeyond, isTable } from "./values.ts";

/** The type of a value in plain words and, where it is short, the value. */
export function describedValue(value: unknown): string {
  if (isTable(value)) return words.table;
  if (Array.isArray(value)) return words.array;
  if (isBeyond(value)) return echo(value);
  const kind = value instanceof TomlDate ? words.date : TYPES[typeof value];
  return kind ? `${kind}, ${echo(value)}` : words.other;
}

const TYPES: Record<string, string> = {
  boolean: words.truth,
  bigint: words.whole,
  number: words.number,
  string: words.text,
};

/** What may be written at a place: every kind of value, with its range and unit. */
export function wanted(at: Place): string {
  const tag = tagOf(at.node);
  const kinds = alternatives(at.node).map((kind) => kindText(kind, at.unit));
  const told = tag ? kinds.filter((kind) => kind !== words.table) : kinds;
  if (tag) told.push(words.tagged(tag, tagNames(at.node).join(", ")));
  return [...new Set(told)].join(words.or) || words.nothing;
}

function kindText(node: Node, unit: string): string {
  const choices = node.enum ?? (node.const !== undefined ? [node.const] : undefined);
  if (choices) return choices.map((each) => (typeof each === "number" ? String(each) : echo(each))).join(", ");
  return KINDS[node.type ?? ""]?.(node, unit) ?? words.another;
}

const KINDS: Record<string, (node: Node, unit: string) => string> = {
  number: (node, unit) => ranged(words.number, node, unit),
  integer: (node, unit) => ranged(words.whole, node, unit),
  string: () => words.quoted,
  boolean: () => words.trueOrFalse,
  array: () => words.array,
  object: ({ properties }) => (properties?.at && properties.value ? words.schedule : words.table),
};

function ranged(kind: string, node: Node, unit: string): string {
  const limits = span(node);
  const both = node.minimum !== undefined && node.maximum !== undefined;
  return (both ? words.from(kind, limits) : [kind, limits].filter(Boolean).join(", ")) + inUnit(unit);
}

/** The numbers allowed at a place, with their unit. */
export function allowedRange(at: Place): string {
  const numbers = alternatives(at.node).find((kind) => kind.type === "number" || kind.type === "integer");
  return ((numbers && span(numbers)) || words.finite) + inUnit(at.unit);
}

function inUnit(unit: string): string {
  return unit && ` (${unit})`;
}

function span({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Node): string {
  const told = (limit: number | undefined, say: (text: string) => string) =>
    limit === undefined ? "" : say(groupedText(limit));
  if (minimum !== undefined && maximum !== undefined) return words.between(groupedText(minimum), groupedText(maximum));
  const lower = told(exclusiveMinimum, words.above) || told(minimum, words.orMore);
  const upper = told(exclusiveMaximum, words.below) || told(maximum, words.atMost);
  return [lower, upper].filter(Boolean).join(", ");
}
