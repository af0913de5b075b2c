import { words } from "../text/charts.ts";
import { type ChartData, type Interval, roundsOf } from "./data.ts";

/** The numbers of a chart as a table, with the ends of intervals where there are any. */
export function chartTable(data: ChartData, caption: string): HTMLTableElement {
  const table = document.createElement("table");
  table.className = "chart-table";
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const name of [words.round, data.leftLabel, data.rightLabel]) head.append(heading(name, "col"));
  const body = table.createTBody();
  roundsOf(data).forEach((round, at) => {
    const row = body.insertRow();
    row.append(heading(String(round), "row"));
    row.insertCell().textContent = data.format(data.left[at]!) + ends(data.leftBand, at, data.format);
    row.insertCell().textContent = data.format(data.right[at]!) + ends(data.rightBand, at, data.format);
  });
  return table;
}

function heading(text: string, scope: "col" | "row"): HTMLElement {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

function ends(band: Interval | undefined, at: number, format: ChartData["format"]): string {
  return band ? words.interval(format(band.low[at]!), format(band.high[at]!)) : "";
}
