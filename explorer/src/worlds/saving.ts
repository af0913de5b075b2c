/** What a visitor can take away: outcomes as comma-separated values. */

import type { OutcomeText } from "../contract.ts";
import type { Course } from "./course.ts";

const SIDES = ["left", "right", "difference"] as const;

/**
 * Every outcome of both societies and the difference (right less left), one row a round from 0, no row per person.
 *
 * Numbers are written so that they read back to the last bit; the header names each outcome with its unit.
 */
export function csvText(left: Course, right: Course, outcomes: Record<string, OutcomeText>): string {
  const names = Object.keys(outcomes).filter((name) => name in left.history && name in right.history);
  const header = ["round", ...names.flatMap((name) => SIDES.map((side) => `${name} ${side} [${outcomes[name].unit}]`))];
  const rows = [header.map(quoted).join(",")];
  for (let round = 0; round < Math.min(left.played, right.played); round++) {
    const cells: (string | number)[] = [round];
    for (const name of names) {
      const [a, b] = [left.history[name][round], right.history[name][round]];
      cells.push(a, b, b - a);
    }
    rows.push(cells.join(","));
  }
  return `${rows.join("\n")}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
