import type { OutcomeText, Result } from "../contract.ts";
import { words } from "../text/results.ts";
import { make, scrolling, spoken, tableOf } from "./elements.ts";
import { ends, inPoints, movedAndNot, several } from "./lines.ts";
import { difference, shown, withMargin } from "./numbers.ts";

/** What a run came to in its last round, beside the same people left free. */
export function lastOfRun(result: Result, outcomes: Record<string, OutcomeText>): HTMLElement {
  const { moved, same } = movedAndNot(result);
  const rows = moved.map((name) => {
    const { unit, sentence } = outcomes[name]!;
    return [spoken(name), withMargin(result.arms[0]!.last[name]!, unit), shown(ends(result, name)[0], unit), sentence];
  });
  const heads = [words.outcomeHead, words.lastRound, words.leftFree, words.meaning];
  const notes = [...(same.length ? [words.untouched(same.map(spoken))] : []), ...(several(result) ? [words.interval] : [])];
  return lastTable(tableOf(words.headlines, heads, rows), notes);
}

/** What a comparison came to in its last round: both arms, and their difference. */
export function lastOfComparison(result: Result, outcomes: Record<string, OutcomeText>): HTMLElement {
  const { moved, same } = movedAndNot(result);
  const rows = moved.map((name) => {
    const { unit, sentence } = outcomes[name]!;
    const both = ends(result, name).map((value) => shown(value, unit));
    return [spoken(name), ...both, difference(result.differences![name]!, unit), sentence];
  });
  const heads = [words.outcomeHead, ...result.arms.map((arm) => arm.label), words.difference, words.meaning];
  const notes = [same.length ? words.same(same.map(spoken)) : "", several(result) ? words.interval : ""];
  if (inPoints(outcomes, moved)) notes.push(words.points);
  return lastTable(tableOf(words.headlines, heads, rows), notes.filter(Boolean));
}

function lastTable(table: HTMLTableElement, notes: string[]): HTMLElement {
  table.classList.add("result-last");
  return make("section", "", [scrolling(table), make("p", "result-note", notes.join(" "))]);
}
