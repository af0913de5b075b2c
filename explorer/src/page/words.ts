/** What was changed, in words: the text room's pieces put together for the state at hand. */

import {
  changesInWords, CONTROLS, DOSE, gapSentence, INSTRUMENTS, PARAMETERS, REACTIONS, SAFEGUARDS, SCENES as STORY_SCENES,
  TRANSPORT, valueText,
  type RowText,
} from "../text/en.ts";
import { lookUp, rowOf, same, SCENES, type Dial, type Explorer, type Group, type Row } from "../worlds/index.ts";

const TEXTS: Record<Group, Record<string, RowText>> = {
  regime: INSTRUMENTS, people: REACTIONS, safeguards: SAFEGUARDS,
};

/** What a row is called, and its sentence; a safeguard that the page has no words for keeps its name. */
export function rowText({ group, id }: Row): RowText {
  const known = TEXTS[group][id];
  return known ?? { label: id.replaceAll("_", " "), sentence: "", on: id, off: id };
}

/** What a dial is called, and its sentence. */
export function dialText({ path }: Dial) {
  return PARAMETERS[path] ?? DOSE;
}

/** What the visitor changed, for after "With"; null where nothing was. */
export function changeInWords(explorer: Explorer): string | null {
  const { scene, right } = explorer.choice;
  if (scene !== null && right.length > 0 && same(right, SCENES[scene].right)) return STORY_SCENES[scene].change;
  const rows = new Map<Row | undefined, string[]>();
  for (const { path } of right) {
    const row = rowOf(explorer.rows, path);
    rows.set(row, [...(rows.get(row) ?? []), path]);
  }
  return changesInWords([...rows].map(([row, paths]) => (row ? rowInWords(explorer, row, paths) : paths.join(", "))));
}

function rowInWords(explorer: Explorer, row: Row, paths: string[]): string {
  const text = rowText(row);
  const [left, right] = [row.active(explorer.table("left")), row.active(explorer.table("right"))];
  if (row.group === "safeguards") return doseInWords(explorer, row, text, right);
  if (left !== right) return right ? text.on : text.off;
  const [path] = paths;
  const known = paths.length === 1 ? PARAMETERS[path] : undefined;
  const value = lookUp(explorer.table("right"), path);
  return known && !Array.isArray(value)
    ? CONTROLS.at(known.label, valueText(value, known.unit))
    : CONTROLS.changedRow(text.label);
}

function doseInWords(explorer: Explorer, { paths: [path] }: Row, { on, off }: RowText, active: boolean): string {
  const dose = lookUp(explorer.table("right"), path) as number;
  if (!active) return off;
  return dose === 1 ? on : CONTROLS.safeguardAt(on, valueText(dose, "share"));
}

/** The sentence about the gap at the moment shown. */
export function gapInWords(explorer: Explorer): string {
  const { metric } = explorer.choice;
  const gap = explorer.twins.gap(metric, explorer.moment);
  return gap === null && explorer.choice.right.length > 0
    ? TRANSPORT.notYet
    : gapSentence(metric, gap ?? 0, changeInWords(explorer));
}
