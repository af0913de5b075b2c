/** Did you mean …?: the nearest of some names, and values shortened to a line. */

import { hints, kinds } from "../text/messages.ts";
import { floatText } from "./numbers.ts";
import { isBeyond } from "./values.ts";
import { TomlDate } from "smol-toml";

const LONGEST_ECHO = 60;
const CUTOFF = 0.55;

/** The nearest name at or above a similarity of .55; of equally near ones the last in the alphabet, as in Python. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = CUTOFF;
  for (const name of names) {
    const near = similarity(name, word);
    if (near > most || (near === most && (best === undefined || name > best))) [best, most] = [name, near];
  }
  return best;
}

/** A closing hint: the nearest name, or all of them if none is near; words too long to be a slip are not compared. */
export function hint(word: string, names: readonly string[]): string {
  const near = nearest([...word].length > LONGEST_ECHO ? "" : word, names);
  if (near !== undefined) return hints.near(near);
  return names.length ? hints.all(names.join(", ")) : "";
}

/** Text on one line of printable characters, cut with an ellipsis beyond a length. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  const flat = characters.slice(0, most + 1).map((each) => (isPrintable(each) ? each : "\uFFFD"));
  return characters.length <= most ? flat.join("") : `${flat.slice(0, most - 1).join("")}…`;
}

/** Whether text holds no control, no format character and no space but the plain one. */
export function isPrintable(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text);
}

/** A value as it was written, as far as a short line allows. */
export function echo(value: unknown): string {
  if (isBeyond(value)) return kinds.beyond;
  if (typeof value === "string") return `'${shortened(value, LONGEST_ECHO)}'`;
  return shortened(typeof value === "number" ? floatText(value) : plain(value), LONGEST_ECHO);
}

function plain(value: unknown): string {
  return value instanceof TomlDate ? dateText(value) : String(value);
}

/** A date as Python shows one: a space before the time, parts of a second only where there are any. */
function dateText(date: TomlDate): string {
  const text = date.toISOString().replace("T", " ").replace(/[Zz]$/, "+00:00");
  return text.replace(/\.000/, "").replace(/(\.\d{3})/, "$1000");
}

/** Twice the characters in matching runs over all characters (Ratcliff and Obershelp; Python's `difflib`). */
function similarity(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  return a.length + b.length ? (2 * matching(a, b)) / (a.length + b.length) : 1;
}

/** Characters in the longest common run and, by the same rule, in what lies before and after it. */
function matching(a: readonly string[], b: readonly string[]): number {
  const { from, at, length } = longestRun(a, b);
  if (!length) return 0;
  const before = matching(a.slice(0, from), b.slice(0, at));
  return before + length + matching(a.slice(from + length), b.slice(at + length));
}

/** The longest run in both, the first in `a` and then in `b` where several are as long. */
function longestRun(a: readonly string[], b: readonly string[]): { from: number; at: number; length: number } {
  let best = { from: 0, at: 0, length: 0 };
  let above: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const row: number[] = [];
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const length = (above[j - 1] ?? 0) + 1;
      row[j] = length;
      if (length > best.length) best = { from: i - length + 1, at: j - length + 1, length };
    }
    above = row;
  }
  return best;
}
