import { words } from "../text/results.ts";

/** An element of a class, with text or with others in it. */
export function make(tag: string, name: string, inside: string | Node[] = []): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (typeof inside === "string") made.textContent = inside;
  else made.append(...inside);
  return made;
}

/** A table from its heads and rows; the first column names the row. */
export function tableOf(caption: string, heads: string[], rows: string[][]): HTMLTableElement {
  const table = make("table", "result-table") as HTMLTableElement;
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const text of heads) head.append(heading(text, "col"));
  const body = table.createTBody();
  for (const [name, ...cells] of rows) {
    const row = body.insertRow();
    row.append(heading(name!, "row"));
    for (const text of cells) row.insertCell().textContent = text;
  }
  return table;
}

function heading(text: string, scope: "col" | "row"): HTMLElement {
  const cell = make("th", "", text) as HTMLTableCellElement;
  cell.scope = scope;
  return cell;
}

/** A table that can be scrolled, also by keys, where it is wider or longer than its place. */
export function scrolling(table: HTMLTableElement): HTMLElement {
  const made = make("div", "result-scroll", [table]);
  made.tabIndex = 0;
  made.setAttribute("role", "region");
  made.setAttribute("aria-label", table.caption!.textContent!);
  return made;
}

/** A picture's numbers, made when they are first asked for. */
export function numbersBehind(table: () => HTMLTableElement): HTMLDetailsElement {
  const details = make("details", "result-numbers", [make("summary", "", words.numbers)]) as HTMLDetailsElement;
  details.addEventListener("toggle", () => {
    details.querySelector(".result-scroll")?.remove();
    if (details.open) details.append(scrolling(table()));
  });
  return details;
}

/** A choice of outcomes with its label; `chosen` hears of every change, and of the first choice at once. */
export function outcomeChoice(names: string[], chosen: (name: string) => void): HTMLElement {
  const select = make("select", "") as HTMLSelectElement;
  for (const name of names) select.append(new Option(spoken(name), name));
  select.addEventListener("change", () => chosen(select.value));
  chosen(names[0]!);
  return make("label", "result-choice", [make("span", "", words.outcome), select]);
}

/** A name as it is spoken: spaces for underscores. */
export function spoken(name: string): string {
  return name.replaceAll("_", " ");
}
