import { HEADER, KEYS } from "../text/en.ts";
import { element, openDialog } from "./dom.ts";
import { tableOf } from "./tables.ts";

/** Something to do for each key, by `KeyboardEvent.key` in lower case. */
export type Shortcuts = Record<string, () => void>;

const TYPING = "input, select, textarea, [contenteditable]";
/** Keys that mean something to what has the focus. */
const OWN = "button, a, input, select, textarea, summary, [role=slider], [role=tab], [tabindex='0']";

/** Does what a key asks for, unless the focus is on something that takes keys itself. */
export function listenToKeys(shortcuts: Shortcuts): void {
  addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches(TYPING) || document.querySelector("dialog[open]")) return;
    const moves = event.key.length > 1 || event.key === " ";
    if (moves && event.key !== "Escape" && target.matches(OWN) && !target.matches("canvas") ) return;
    const act = shortcuts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

/** Opens the list of marks and keys. */
export function showKeys(): void {
  const tables = [tableOf(KEYS.marksTitle, [], KEYS.marks), tableOf(KEYS.keysTitle, [], KEYS.rows)];
  for (const table of tables) table.classList.add("key-table");
  openDialog(KEYS.title, HEADER.close, ...tables, element("p", {}, KEYS.picture));
}
