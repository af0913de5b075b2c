/** What is wrong at a path and what is allowed there, in one line of plain words. */

import { hints, kinds, wrong } from "../text/messages.ts";
import type { Fault } from "./check.ts";
import { echo, hint, shortened } from "./nearest.ts";
import { place, tagNames, tagOf, type Node, type Place } from "./shape.ts";
import { entry, isBeyond, isTable, own, parts, type Path, type Table } from "./values.ts";
import { allowedRange, describedValue, wanted } from "./wording.ts";

const LONGEST_TEXT = 300;

/** One mistake: the path it is at, and what is wrong and allowed there. */
export interface Mistake {
  path: Path;
  text: string;
}

/** The mistake that a fault in the data stands for. */
export function mistake(fault: Fault, data: Table, whole: Node): Mistake {
  const path = writtenPath(fault, data);
  const found = path.reduce(entry, data as unknown);
  if (fault.kind === "unknown") return { path, text: unknownKey(path, data, whole) };
  const at = place(whole, path, data);
  if (fault.kind === "missing") return { path, text: wrong.missing(wanted(at)) };
  const tag = tagOf(at.node);
  if (fault.kind === "tag" && tag && isTable(found)) return wrongTag(path, tag, tagNames(at.node), found);
  return { path, text: wrongValue(fault, found, at) };
}

/** Whole numbers that TOML does not promise to hold, and that not every program could read back. */
export function tooLarge(data: Table, whole: Node): Mistake[] {
  return wholeNumbers(data, [])
    .filter(({ value }) => isBeyond(value))
    .map(({ path }) => ({ path, text: wrong.beyond(allowedRange(place(whole, path, data))) }));
}

/** Whole numbers that Python would take, and that script would round. */
export function inexact(data: Table, whole: Node): Mistake[] {
  return wholeNumbers(data, []).flatMap(({ path, value }) => {
    const at = place(whole, path, data);
    const rounded = at.node.type !== "number" && !Number.isSafeInteger(Number(value));
    return rounded ? [{ path, text: wrong.inexact(kinds.atMost(String(Number.MAX_SAFE_INTEGER))) }] : [];
  });
}

function wholeNumbers(value: unknown, path: Path): { path: Path; value: bigint }[] {
  if (typeof value === "bigint") return [{ path, value }];
  return parts(value).flatMap(([key, inner]) => wholeNumbers(inner, [...path, key]));
}

/** The path as the user wrote it: as far into a fault's path as there is anything. */
function writtenPath(fault: Fault, data: unknown): Path {
  const path: (string | number)[] = [];
  fault.at.forEach((part, index) => {
    const inner = entry(data, part);
    const closing = index === fault.at.length - 1 && fault.kind === "missing";
    if (inner === undefined && !closing) return;
    path.push(part);
    data = inner;
  });
  return path;
}

function unknownKey(path: Path, data: Table, whole: Node): string {
  const { properties } = place(whole, path.slice(0, -1), data).node;
  return wrong.unknownKey(hint(String(path.at(-1)), Object.keys(properties ?? {})));
}

function wrongTag(path: Path, tag: string, names: string[], found: Table): Mistake {
  const name = own(found, tag);
  const all = names.join(", ");
  return { path: [...path, tag], text: tagText(tag, name, names, all) };
}

function tagText(tag: string, name: unknown, names: string[], all: string): string {
  if (name === undefined) return wrong.missingTag(all);
  if (typeof name !== "string") return wrong.foundTag(describedValue(name), all);
  return wrong.unknownTag(tag, echo(name), hint(name, names));
}

function wrongValue(fault: Fault, found: unknown, at: Place): string {
  switch (fault.kind) {
    case "few":
      return wrong.length(parts(found).length, kinds.orMore(String(fault.limit)));
    case "many":
      return wrong.length(parts(found).length, kinds.atMost(fault.limit!));
    case "range":
      return wrong.range(echo(found), allowedRange(at));
    case "finite":
      return wrong.finite(echo(found), allowedRange(at));
    case "choice":
      return wrongChoice(found, at);
    case "long":
      return wrong.longText([...(found as string)].length, at.node.maxLength!);
    case "rule":
      return shortened(fault.sentence!, LONGEST_TEXT);
    default:
      return wrong.type(describedValue(found), wanted(at));
  }
}

function wrongChoice(found: unknown, at: Place): string {
  const choices = at.node.enum ?? (at.node.const === undefined ? [] : [at.node.const]);
  const names = choices.filter((choice) => typeof choice === "string");
  if (typeof found === "string" && names.length) return wrong.notAllowed(echo(found), hint(found, names));
  if (typeof found !== "bigint" || names.length) return wrong.type(describedValue(found), wanted(at));
  return wrong.notAllowed(echo(found), hints.all(wanted(at)));
}
