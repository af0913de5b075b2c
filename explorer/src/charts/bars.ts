import "./charts.css";

/** One bar, from a value to a value; words say what it comes to. */
export interface Bar {
  name: string;
  from: number;
  to: number;
  /** The ends of the interval that `to` lies in; null for none. */
  interval: [low: number, high: number] | null;
  /** ember for more voice, ice for more silence, ink for what is neither. */
  colour: "ember" | "ice" | "ink";
  words: string;
}

/**
 * Bars on one scale, which holds zero, one below the other: a table whose middle column is the picture.
 *
 * Everything in it can be read without seeing it. `heads` name the columns.
 */
export function bars(rows: Bar[], caption: string, heads: [string, string]): HTMLTableElement {
  const table = document.createElement("table");
  table.className = "bars";
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const [place, name] of heads.entries()) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.colSpan = place + 1;
    cell.textContent = name;
    head.append(cell);
  }
  const place = placing(rows);
  table.createTBody().append(...rows.map((each) => barRow(each, place)));
  return table;
}

/** Where values stand on the common scale, 0 to 1. */
export function placing(rows: Pick<Bar, "from" | "to" | "interval">[]): (value: number) => number {
  const ends = rows.flatMap((each) => [each.from, each.to, ...(each.interval ?? [])]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return (value) => (value - low) / (high - low || 1);
}

function barRow(each: Bar, place: (value: number) => number): HTMLTableRowElement {
  const row = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = each.name;
  const track = document.createElement("div");
  track.className = "bars-track";
  track.setAttribute("aria-hidden", "true");
  const [from, to] = [place(each.from), place(each.to)];
  track.append(mark(`bars-bar bars-${each.colour}`, Math.min(from, to), Math.max(from, to)));
  track.append(mark("bars-zero", place(0), place(0)));
  if (each.interval) track.append(mark("bars-interval", place(each.interval[0]), place(each.interval[1])));
  row.append(name);
  row.insertCell().append(track);
  row.insertCell().textContent = each.words;
  return row;
}

function mark(name: string, from: number, to: number): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  made.style.setProperty("left", `${(100 * from).toFixed(2)}%`);
  made.style.setProperty("width", `${(100 * (to - from)).toFixed(2)}%`);
  return made;
}
