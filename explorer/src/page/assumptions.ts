/** The scenario as text, and scenarios that come from a file. */

import { readScenario, tomlText } from "../scenario/index.ts";
import { HEADER, TEXT_VIEW } from "../text/en.ts";
import type { Explorer, Side } from "../worlds/index.ts";
import { button, element, openDialog, save, setText, Tabs } from "./dom.ts";
import { sideTitle, SIDES } from "./stage.ts";

const MOST_LINES = 12;
const LARGEST_FILE = 1_000_000;

/** The name of the file that a society is saved as. */
export function fileName(explorer: Explorer, side: Side | "both", ending: string): string {
  return `${explorer.choice.preset}-${side}-seed-${explorer.choice.seed}.${ending}`;
}

/** Saves one society's scenario: `hushed run` of the file gives the outcomes shown. */
export function saveToml(explorer: Explorer, side: Side): void {
  const text = tomlText(explorer.table(side));
  save(fileName(explorer, side, "toml"), new Blob([text], { type: "application/toml" }));
}

/** Opens the window that shows either society's scenario as text, with every assumption. */
export function showText(explorer: Explorer, people: number): void {
  let side: Side = explorer.choice.right.length > 0 ? "right" : "left";
  const text = element("pre", { tabindex: 0, id: "scenario-text", role: "tabpanel" });
  const command = element("code");
  const show = (chosen: Side) => {
    side = chosen;
    text.setAttribute("aria-labelledby", tabs.show(side));
    setText(text, tomlText(explorer.table(side)));
    setText(command, TEXT_VIEW.command(fileName(explorer, side, "toml")));
  };
  const titles = SIDES.map((each): [Side, string] => [each, sideTitle(explorer, each)]);
  const tabs = new Tabs(TEXT_VIEW.title, titles, show, "scenario-text");
  const copy = button(TEXT_VIEW.copy, () => void copyText(text.textContent ?? "", copy, TEXT_VIEW.copied));
  const actions = element("div", { class: "actions" },
    copy,
    button(TEXT_VIEW.save, () => saveToml(explorer, side)),
    fileButton(explorer, people),
    element("span", { class: "hint" }, TEXT_VIEW.drop),
  );
  openDialog(TEXT_VIEW.title, HEADER.close, tabs.list, element("p", {}, TEXT_VIEW.intro, " ", command), text, actions);
  show(side);
}

/** Copies text and says so on the button for a while; selecting by hand remains where copying is not allowed. */
export async function copyText(text: string, from: HTMLElement, done: string, failed = ""): Promise<void> {
  const before = from.textContent ?? "";
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  const said = copied ? done : failed;
  if (said === "" || from.dataset.said !== undefined) return;
  from.dataset.said = "";
  setText(from, said);
  setTimeout(() => {
    delete from.dataset.said;
    setText(from, before);
  }, 1_800);
}

function fileButton(explorer: Explorer, people: number): HTMLElement {
  const input = element("input", { type: "file", accept: ".toml,text/plain", class: "unseen", tabindex: -1 });
  input.setAttribute("aria-label", TEXT_VIEW.open);
  input.addEventListener("change", () => void openFile(explorer, input.files?.[0], people));
  return element("span", {}, button(TEXT_VIEW.open, () => input.click()), input);
}

/** Opens a scenario file that a visitor chose or dropped; what is wrong with it is told line by line. */
export async function openFile(explorer: Explorer, file: File | undefined, people: number): Promise<void> {
  if (!file) return;
  if (file.size > LARGEST_FILE) return refuse(file.name, [TEXT_VIEW.tooLarge]);
  const read = readScenario(await file.text(), file.name, explorer.handed.schema);
  if ("lines" in read) return refuse(file.name, read.lines);
  if (explorer.openTable(read.table, people)) document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  else refuse(file.name, explorer.complaints);
}

function refuse(name: string, lines: string[]): void {
  const shown = lines.slice(0, MOST_LINES).map((line) => element("li", {}, line));
  if (lines.length > MOST_LINES) shown.push(element("li", {}, TEXT_VIEW.tooMany(lines.length - MOST_LINES)));
  const list = element("ul", { class: "lines" }, ...shown);
  openDialog(TEXT_VIEW.title, HEADER.close, element("p", {}, TEXT_VIEW.refused(name)), list);
}

/** Lets a scenario file be dropped anywhere on the page. */
export function takeDrops(explorer: Explorer, people: number): void {
  const over = (event: DragEvent, on: boolean) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("dropping", on);
  };
  document.body.dataset.drop = TEXT_VIEW.dropHere;
  addEventListener("dragover", (event) => over(event, true));
  addEventListener("dragleave", (event) => event.relatedTarget === null && over(event, false));
  addEventListener("drop", (event) => {
    over(event, false);
    void openFile(explorer, event.dataTransfer?.files[0], people);
  });
}
