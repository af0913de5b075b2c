/** Sliders and lists that one row opens. */

import type { Schedule, Tier } from "../contract.ts";
import { CONTROLS, PARAMETERS, VALUES, valueText, type ParameterText } from "../text/en.ts";
import { isSchedule, lookUp, type Dial, type Explorer } from "../worlds/index.ts";
import { button, chooser, element, freshId, setOptions, setText } from "./dom.ts";
import { dialText } from "./words.ts";

/** Something on the page that can be made to show the state again. */
export interface Part {
  host: HTMLElement;
  update: () => void;
}

/** The control of one parameter of the right society. */
export function makeDial(explorer: Explorer, dial: Dial): Part {
  const text = dialText(dial);
  if (dial.kind === "options") return makeList(explorer, dial, text);
  if (isSchedule(lookUp(explorer.table("left"), dial.path))) return makeSchedule(explorer, dial, text);
  return makeSlider({
    text,
    dial,
    get: () => asNumber(lookUp(explorer.table("right"), dial.path)),
    set: (value) => explorer.set([{ path: dial.path, value: asWritten(explorer, dial, value) }]),
    changed: () => explorer.choice.right.some(({ path }) => path === dial.path),
    undo: () => explorer.undo([dial.path]),
  });
}

/** A switch written as true or false counts as a share of everyone or nobody; a schedule as its last value. */
function asNumber(value: unknown): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  return isSchedule(value) ? value.value.at(-1)! : Number(value);
}

/** A number as the left society's table would have it, so that going back to it is no change. */
function asWritten(explorer: Explorer, { path }: Dial, value: number): unknown {
  const isSwitch = typeof lookUp(explorer.table("left"), path) === "boolean";
  return isSwitch && (value === 0 || value === 1) ? value === 1 : value;
}

interface SliderOptions {
  text: ParameterText;
  dial: Pick<Dial, "low" | "high" | "step" | "neutral">;
  get: () => number;
  set: (value: number) => void;
  changed?: () => boolean;
  undo?: () => void;
}

/** One slider with its name, its value and unit, a sentence, and a mark where it has no effect. */
function makeSlider({ text, dial, get, set, changed, undo }: SliderOptions): Part {
  const [id, about] = [freshId(), freshId()];
  const range = element("input", { type: "range", id, min: dial.low, step: dial.step, "aria-describedby": about });
  const value = element("output", { for: id });
  const back = button(CONTROLS.undo, () => undo?.(), { class: "plain undo" });
  const track = element("div", { class: "track" }, range);
  const neutral = typeof dial.neutral === "number" ? dial.neutral : null;
  const quiet = neutral === null ? "" : CONTROLS.neutral(valueText(neutral, text.unit));
  const host = element("div", { class: "dial" },
    element("div", { class: "dial-head" }, element("label", { for: id }, text.label), back, value),
    track,
    element("p", { id: about }, `${text.sentence} ${quiet}`.trim()),
  );
  range.addEventListener("input", () => set(Number(range.value)));
  const update = () => {
    const now = get();
    const high = Math.max(dial.high, now);
    range.max = String(high);
    range.value = String(now);
    range.setAttribute("aria-valuetext", valueText(now, text.unit));
    setText(value, valueText(now, text.unit));
    host.classList.toggle("changed", changed?.() ?? false);
    if (neutral !== null) {
      track.classList.add("marked");
      track.style.setProperty("--neutral", String((neutral - dial.low) / (high - dial.low)));
    }
  };
  return { host, update };
}

function makeList(explorer: Explorer, dial: Dial, text: ParameterText): Part {
  const pick = (written: string) => {
    const value = dial.options.find((option) => String(option) === written)!;
    explorer.set([{ path: dial.path, value }]);
  };
  const { whole, select } = chooser(text.label, pick);
  const back = button(CONTROLS.undo, () => explorer.undo([dial.path]), { class: "plain undo" });
  const head = element("div", { class: "dial-head" }, whole, back);
  const host = element("div", { class: "dial" }, head, element("p", {}, text.sentence));
  const options = dial.options.map(String).map((option): [string, string] => [option, VALUES[option] ?? option]);
  const update = () => {
    setOptions(select, options, String(lookUp(explorer.table("right"), dial.path)));
    host.classList.toggle("changed", explorer.choice.right.some(({ path }) => path === dial.path));
  };
  return { host, update };
}

/** A schedule as its value before, its value after, the week between and the way from one to the other. */
function makeSchedule(explorer: Explorer, dial: Dial, text: ParameterText): Part {
  const get = (): Schedule => asSchedule(lookUp(explorer.table("right"), dial.path));
  const set = (change: { first?: number; last?: number; week?: number; between?: "step" | "linear" }) => {
    const { at, value, between } = get();
    const week = Math.max(1, change.week ?? at.at(-1)!);
    explorer.set([{
      path: dial.path,
      value: {
        at: [change.between === undefined && at.length === 2 ? Math.min(at[0], week - 1) : 0, week],
        value: [change.first ?? value[0], change.last ?? value.at(-1)!],
        between: change.between ?? between,
      },
    }]);
  };
  const told = element("p", { class: "schedule" });
  const named = (label: string): ParameterText => ({ ...text, label, sentence: "" });
  const week: ParameterText = { label: CONTROLS.from, sentence: "", unit: "weeks" };
  const parts = [
    makeSlider({ text: named(CONTROLS.before), dial, get: () => get().value[0], set: (first) => set({ first }) }),
    makeSlider({ text: named(CONTROLS.after), dial, get: () => get().value.at(-1)!, set: (last) => set({ last }) }),
    makeSlider({
      text: week,
      dial: { low: 1, high: explorer.rounds, step: 1, neutral: null },
      get: () => get().at.at(-1)!,
      set: (from) => set({ week: from }),
    }),
  ];
  const way = chooser(CONTROLS.way, (between) => set({ between: between as "step" | "linear" }));
  const back = button(CONTROLS.undo, () => explorer.undo([dial.path]), { class: "plain undo" });
  const title = element("div", { class: "dial-head" }, element("span", { class: "dial-name" }, text.label), back);
  const host = element("div", { class: "dial scheduled", role: "group", "aria-label": text.label },
    title, told, element("p", {}, text.sentence), ...parts.map((part) => part.host), way.whole);
  const update = () => {
    setText(told, valueText(lookUp(explorer.table("right"), dial.path), text.unit));
    for (const part of parts) part.update();
    setOptions(way.select, [["step", CONTROLS.stepwise], ["linear", CONTROLS.gradually]], get().between);
    host.classList.toggle("changed", explorer.choice.right.some(({ path }) => path === dial.path));
  };
  return { host, update };
}

function asSchedule(value: unknown): Schedule {
  return isSchedule(value) ? value : { at: [0, 1], value: [asNumber(value), asNumber(value)], between: "step" };
}

// The tiers of sanctions ---------------------------------------------------------------------------------------------

const TIERS = "regime.sanctions.tiers";
const MOST_TIERS = 8;
const DOMAINS = ["platform", "travel", "credit", "bank", "work", "housing", "schooling", "services"] as const;
const TIER_DIALS: Record<"threshold" | "rounds" | "burden", SliderOptions["dial"]> = {
  threshold: { low: -1, high: 1, step: 0.05, neutral: null },
  rounds: { low: 1, high: 104, step: 1, neutral: null },
  burden: { low: 0, high: 3, step: 0.1, neutral: 0 },
};

/** Every door that a low score closes: which, below which score, for how long, and what it costs. */
export function makeTiers(explorer: Explorer): Part {
  const host = element("div", { class: "tiers" });
  const tiers = () => lookUp(explorer.table("right"), TIERS) as Tier[];
  const set = (value: Tier[]) => explorer.set([{ path: TIERS, value }]);
  let parts: Part[] = [];
  const build = () => {
    parts = tiers().map((_, index) => makeTier(tiers, set, index));
    const more: Tier = { domain: "travel", threshold: 0.5, rounds: 13, burden: 0.3 };
    const add = button(CONTROLS.add, () => set([...tiers(), more]));
    host.replaceChildren(...parts.map((part) => part.host), ...(parts.length < MOST_TIERS ? [add] : []));
  };
  const update = () => {
    if (parts.length !== tiers().length || host.childElementCount === 0) build();
    for (const part of parts) part.update();
  };
  return { host, update };
}

function makeTier(tiers: () => Tier[], set: (tiers: Tier[]) => void, index: number): Part {
  const change = (value: Partial<Tier>) =>
    set(tiers().map((tier, at) => (at === index ? { ...tier, ...value } : tier)));
  const domain = chooser(PARAMETERS[`${TIERS}.domain`].label, (name) => change({ domain: name }));
  const sliders = (Object.keys(TIER_DIALS) as (keyof typeof TIER_DIALS)[]).map((name) =>
    makeSlider({
      text: PARAMETERS[`${TIERS}.${name}`],
      dial: TIER_DIALS[name],
      get: () => asNumber(tiers()[index][name]),
      set: (value) => change({ [name]: value }),
    }),
  );
  const remove = button(CONTROLS.remove, () => set(tiers().filter((_, at) => at !== index)), { class: "plain" });
  const host = element("div", { class: "tier" }, element("div", { class: "dial-head" }, domain.whole, remove));
  host.append(...sliders.map((slider) => slider.host));
  const update = () => {
    setOptions(domain.select, DOMAINS.map((name): [string, string] => [name, VALUES[name]]), tiers()[index].domain);
    for (const slider of sliders) slider.update();
  };
  return { host, update };
}
