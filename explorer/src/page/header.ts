import { HEADER, PAGE, PRESETS } from "../text/en.ts";
import { CROWDS, LARGEST_SEED, type Explorer } from "../worlds/index.ts";
import { button, chooser, element, setAttribute, setOptions, setText } from "./dom.ts";
import type { Part } from "./dials.ts";
import type { Look } from "./look.ts";

/** What the header's buttons do. */
export interface HeaderActions {
  story: () => void;
  share: () => void;
  save: () => void;
  text: () => void;
  keys: () => void;
}

const OWN = "own";

/** The bar at the top: which scenario, how many people, whose luck; and what one can do with it all. */
export function makeHeader(explorer: Explorer, look: Look, act: HeaderActions): Part {
  const preset = chooser(HEADER.preset, (name) => name !== OWN && explorer.open(name));
  const people = chooser(HEADER.people, (text) => explorer.choose({ people: Number(text) }), { class: "number" });
  const seed = element("input", { type: "number", min: 0, max: LARGEST_SEED, step: 1, class: "number" });
  seed.addEventListener("change", () => takeSeed(explorer, seed));
  const theme = button("", () => look.turn(), { class: "plain", "aria-label": HEADER.theme });
  const more = element("div", { class: "header-more", id: "more" },
    people.whole,
    element("label", { class: "field" }, element("span", {}, HEADER.seed), seed),
    button(HEADER.newSeed, () => newPeople(explorer), { title: HEADER.newSeedHint }),
    element("span", { class: "spring" }),
    button(HEADER.story, act.story),
    button(HEADER.share, act.share, { class: "share" }),
    button(HEADER.export, act.save),
    button(HEADER.text, act.text),
    theme,
    button(HEADER.help, act.keys, { class: "plain help" }),
  );
  const menu = button(PAGE.menu, () => openMenu(menu, more), {
    class: "menu", "aria-expanded": "false", "aria-controls": "more",
  });
  const host = element("header", {}, element("h1", {}, PAGE.name), preset.whole, menu, more);
  const update = () => {
    setOptions(preset.select, presetOptions(explorer), explorer.choice.left.length > 0 ? OWN : explorer.choice.preset);
    setOptions(people.select, crowdOptions(explorer), String(explorer.choice.people));
    if (document.activeElement !== seed) seed.value = String(explorer.choice.seed);
    setText(theme, look.theme === "dark" ? HEADER.light : HEADER.dark);
  };
  look.listen(update);
  return { host, update };
}

function openMenu(menu: HTMLButtonElement, more: HTMLElement): void {
  const open = more.classList.toggle("open");
  setAttribute(menu, "aria-expanded", String(open));
}

/** Library scenarios; a scenario that is none of them stands first, by its title. */
function presetOptions({ presets, choice }: Explorer): [string, string][] {
  const library = presets.names.map((name): [string, string] => [name, PRESETS[name] ?? presets.get(name)!.title]);
  if (choice.left.length === 0) return library;
  return [[OWN, ownTitle(presets.get(choice.preset)!.title, choice.left)], ...library];
}

function ownTitle(title: string, left: { path: string; value: unknown }[]): string {
  const own = left.find(({ path }) => path === "title");
  return own ? String(own.value) : `${title} ${HEADER.changed}`;
}

function crowdOptions({ presets, choice }: Explorer): [string, string][] {
  const most = presets.get(choice.preset)!.society.population;
  const numbers = new Set([...CROWDS.filter((crowd) => crowd <= most), choice.people]);
  return [...numbers].sort((a, b) => a - b).map((crowd) => [String(crowd), crowd.toLocaleString("en-GB")]);
}

function takeSeed(explorer: Explorer, field: HTMLInputElement): void {
  const seed = Number(field.value);
  if (field.value !== "" && Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED) explorer.choose({ seed });
  else field.value = String(explorer.choice.seed);
}

/** Other people and other luck: the next seed. */
export function newPeople(explorer: Explorer): void {
  explorer.choose({ seed: (explorer.choice.seed + 1) % (LARGEST_SEED + 1) });
}
