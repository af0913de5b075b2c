/** The tables behind the pictures and the chart. */

import { Mark, type Playing } from "../contract.ts";
import { HEADER, TABLES } from "../text/en.ts";
import type { Explorer } from "../worlds/index.ts";
import { element, openDialog } from "./dom.ts";
import type { GapChart } from "./chart.ts";
import { SIDES, sideTitle } from "./stage.ts";

/** The two societies at the moment shown, as counts of people: nobody has a row of her own. */
export function showPictureTable(explorer: Explorer): void {
  const counted = SIDES.map((side) => counts(explorer.view(side)));
  const head = ["", ...SIDES.map((side) => sideTitle(explorer, side))];
  const labels = [...TABLES.voice, ...Object.values(TABLES.marks)];
  const rows = labels.map((label, index) => [label, ...counted.map((each) => each[index].toLocaleString("en-GB"))]);
  openDialog(TABLES.picture, HEADER.close, scrolled(tableOf(TABLES.howMany, head, rows)));
}

/** How many people speak how much, and what happened to them, in the order of the table's rows. */
export function counts(playing: Playing): number[] {
  const found = new Array<number>(TABLES.voice.length + Object.keys(TABLES.marks).length).fill(0);
  const { voice, desire, mark, enrolled, shared, sanctioned, frozen, round } = playing;
  const punished = Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED;
  for (let i = 0; i < playing.people; i++) {
    found[round === 0 || desire[i] <= 0 ? 3 : level(voice[i] / desire[i])] += 1;
    const happened = [
      enrolled[i] !== 0, (mark[i] & Mark.SEEN) !== 0, (mark[i] & punished) !== 0, shared[i] > 0, sanctioned[i] !== 0,
      frozen[i] !== 0,
    ];
    happened.forEach((yes, index) => (found[TABLES.voice.length + index] += yes ? 1 : 0));
  }
  return found;
}

/** Nothing, less than half, half or more, everything; within the precision that the past is kept in. */
function level(share: number): number {
  if (share > 0.998) return 3;
  if (share >= 0.5) return 2;
  return share > 0.002 ? 1 : 0;
}

/** The chart's numbers. */
export function showChartTable(chart: GapChart): void {
  openDialog(TABLES.chart, HEADER.close, element("p", {}, chart.heading), scrolled(chart.table()));
}

/** A list of pairs as a table, such as keys and what they do. */
export function tableOf(caption: string, head: string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const table = element("table", {}, element("caption", {}, caption));
  if (head.length > 0) {
    const cells = head.map((text) => (text === "" ? element("td") : element("th", { scope: "col" }, text)));
    table.append(element("thead", {}, element("tr", {}, ...cells)));
  }
  const body = rows.map(([first, ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((text) => element("td", {}, text))),
  );
  table.append(element("tbody", {}, ...body));
  return table;
}

function scrolled(table: HTMLTableElement): HTMLElement {
  const label = table.caption?.textContent ?? "";
  return element("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": label }, table);
}
