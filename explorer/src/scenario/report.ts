/** All mistakes of a scenario as lines: each with where it is and whose it is. */

import { unreadable } from "../text/messages.ts";
import type { Mistake } from "./messages.ts";
import { shortened } from "./nearest.ts";
import { lineOf, positions, type Positions } from "./positions.ts";
import type { Path } from "./values.ts";

const MOST_LINES = 50;
const LONGEST_PATH = 80;

/** A change as mistakes name it. */
export interface Labelled {
  label: string;
  path: Path;
}

/** Every mistake of a file in the order of the file. */
export function fileLines(mistakes: Mistake[], text: string, name: string): string[] {
  const found = positions(text);
  const placed = mistakes.map((each) => ({ each, line: lineOf(found, each.path) ?? 0 }));
  placed.sort((one, other) => one.line - other.line);
  return atMost(placed.map(({ each }) => fileLine(each, found, name)), name);
}

/** Every mistake of a scenario that was right before the changes, each behind the change it comes from. */
export function changeLines(mistakes: Mistake[], changes: readonly Labelled[], name: string): string[] {
  return atMost(mistakes.map((each) => changeLine(each, changes)), name);
}

/** A path as it is written: its parts joined by dots. */
export function dotted(path: Path): string {
  return shortened(path.join("."), LONGEST_PATH);
}

/** A file's name, with the line if it is known. */
export function located(name: string, line: number | undefined): string {
  return line === undefined ? name : `${name}:${line}`;
}

function fileLine({ path, text }: Mistake, found: Positions, name: string): string {
  return [located(name, lineOf(found, path)), dotted(path), text].filter(Boolean).join(": ");
}

function changeLine({ path, text }: Mistake, changes: readonly Labelled[]): string {
  const shared = (change: Labelled) => {
    const differs = change.path.findIndex((part, index) => part !== path[index]);
    return differs < 0 ? change.path.length : differs;
  };
  const cause = changes.reduce((best, each) => (shared(each) >= shared(best) ? each : best));
  const same = cause.path.length === path.length && shared(cause) === path.length;
  return same ? `${cause.label}: ${text}` : `${cause.label}: ${dotted(path)}: ${text}`;
}

function atMost(lines: string[], name: string): string[] {
  const all = [...new Set(lines)];
  const hidden = all.length - MOST_LINES;
  return hidden > 0 ? [...all.slice(0, MOST_LINES), `${name}: ${unreadable.more(hidden)}`] : all;
}
