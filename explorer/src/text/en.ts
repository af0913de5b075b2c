/** All English of the page; words of the controls, the story and the card stand in files of their own. */

import type { Schedule } from "../contract.ts";
import { listed, percent, plain } from "./why.ts";
import { VALUES, type Unit } from "./controls.ts";

export { DOSE, INSTRUMENTS, PARAMETERS, REACTIONS, SAFEGUARDS, VALUES } from "./controls.ts";
export type { ParameterText, RowText, Unit } from "./controls.ts";
export { SCENES, STORY, type SceneText } from "./story.ts";
export { fateSentences, listed, percent, plain, standing, twinSentence, whySentences } from "./why.ts";

export const PAGE = {
  name: "hushed",
  notice: "Invented people. A model, not a forecast.",
  skip: "Skip to the two societies",
  broken: "This page was opened without its data. Make one with: hushed explore",
  menu: "Menu",
};

/** Names of the library's scenarios in the list; others go by their title. */
export const PRESETS: Record<string, string> = {
  "sesame-credit": "Opt-in, then mandatory",
  informers: "Informers at gatherings",
  "linked-identity": "One identity number",
  "all-instruments": "All instruments at once",
  "free-society": "A free society",
  "daymude-2025": "The published model (2025)",
};

export const HEADER = {
  preset: "Scenario",
  people: "People",
  seed: "Seed",
  newSeed: "New people",
  newSeedHint: "Other invented people and other luck",
  story: "Story",
  text: "Scenario as text",
  share: "Copy link",
  shared: "Link copied",
  shareFailed: "The link is in the address bar",
  export: "Save",
  colour: "Colour by",
  voice: "speech",
  score: "score",
  theme: "Light or dark",
  light: "Light",
  dark: "Dark",
  help: "Help",
  controls: "Controls",
  close: "Close",
  changed: "(changed)",
};

export const SAVE = {
  picture: "Picture of both (PNG)",
  numbers: "All outcomes, week by week (CSV)",
  left: "Left society as a scenario (TOML)",
  right: "Right society as a scenario (TOML)",
};

export const STAGE = {
  left: "As it is",
  right: "With your change",
  rightSame: "Its twin",
  before: "As before",
  change: "With the change",
  same: "Exactly the same so far. Change something, and see.",
  side: { left: "Left", right: "Right" },
  twinSwitch: "Which society",
  ask: "Ask somebody",
  pictureHelp: "Arrow keys move from person to person, Enter asks why, Escape closes.",
  role: "picture of people",
  pictureLabel: (side: string, told: string) => `${side} society: ${told}`,
  legendVoice: ["says nothing", "says all she thinks"] as const,
  legendScore: ["low score", "full score"] as const,
  working: "Replaying from the first week …",
  person: "An invented person",
  earlier: "Her reasons in this week are being worked out …",
  silent: "Nothing has been said yet. Press play.",
};

export const TRANSPORT = {
  play: "Play",
  pause: "Pause",
  step: "One week on",
  restart: "Back to the start",
  speed: "Speed",
  speeds: { 2: "slow", 8: "steady", 30: "fast", 240: "at once" } as Record<number, string>,
  name: "Time",
  week: "Week",
  round: "Round",
  notYet: "Nothing has been said yet. Press play.",
  of: (round: number, rounds: number) => `${round.toLocaleString("en-GB")} of ${rounds.toLocaleString("en-GB")}`,
};

export type MetricName = "speech" | "chill" | "bystander" | "score" | "ties";

export interface MetricText {
  tab: string;
  /** What the chart's axis says. */
  axis: string;
  /** The big number's words, after the number. */
  told: string;
  /** The rest of the sentence about the gap, by its sign. */
  more: (gap: string) => string;
  less: (gap: string) => string;
  same: string;
  /** Whether it is a share, told "in 100". */
  share: boolean;
}

export const METRIC_TEXTS: Record<MetricName, MetricText> = {
  speech: {
    tab: "Speech",
    axis: "Share of what people want to say that is said",
    told: "of 100 said",
    more: (gap) => `${gap} more of what people want to say is said.`,
    less: (gap) => `${gap} less of what people want to say is said.`,
    same: "just as much is said.",
    share: true,
  },
  chill: {
    tab: "Chill",
    axis: "Share of what people want to say that stays unsaid",
    told: "of 100 unsaid",
    more: (gap) => `${gap} more of what people want to say stays unsaid.`,
    less: (gap) => `${gap} less of what people want to say stays unsaid.`,
    same: "just as much stays unsaid.",
    share: true,
  },
  bystander: {
    tab: "Bystanders",
    axis: "Share left unsaid by people who were never punished",
    told: "of 100 unsaid by the unpunished",
    more: (gap) => `people never punished leave ${gap} more unsaid.`,
    less: (gap) => `people never punished leave ${gap} less unsaid.`,
    same: "people never punished leave just as much unsaid.",
    share: true,
  },
  score: {
    tab: "Score",
    axis: "Average score of those who have one",
    told: "average score",
    more: (gap) => `the average score is ${gap} higher.`,
    less: (gap) => `the average score is ${gap} lower.`,
    same: "the average score is the same.",
    share: false,
  },
  ties: {
    tab: "Ties",
    axis: "Share of friendships broken off",
    told: "of 100 friendships broken",
    more: (gap) => `${gap} more friendships have been broken off.`,
    less: (gap) => `${gap} fewer friendships have been broken off.`,
    same: "just as many friendships have been broken off.",
    share: true,
  },
};

/** A number of hundredths for reading: 0.4, 3, 75. */
export function hundredths(share: number): string {
  const value = Math.abs(share) * 100;
  return value >= 0.05 && value < 0.95 ? value.toFixed(1) : value.toFixed(0);
}

/** The big number under a picture's heading, and its words. */
export function told(metric: MetricName, value: number): [string, string] {
  const text = METRIC_TEXTS[metric];
  return [text.share ? hundredths(value) : plain(value), text.told];
}

/** The gap between the societies in one sentence; `change` says what was changed, null where nothing was. */
export function gapSentence(metric: MetricName, gap: number, change: string | null): string {
  const text = METRIC_TEXTS[metric];
  if (change === null) return STAGE.same;
  if (Math.abs(gap) < (text.share ? 0.0005 : 0.005)) return `With ${change}, ${text.same}`;
  const size = text.share ? `${hundredths(gap)} in 100` : plain(Math.abs(gap));
  return `With ${change}, ${gap > 0 ? text.more(size) : text.less(size)}`;
}

/** What was changed, for after "With": at most two things by name. */
export function changesInWords(named: string[]): string | null {
  if (named.length === 0) return null;
  return named.length <= 3 ? listed(named) : `your ${named.length} changes`;
}

export const CONTROLS = {
  title: "Change the right-hand society",
  regime: "The regime",
  people: "People",
  safeguards: "Safeguards",
  hints: {
    regime: "What the authority does.",
    people: "What people do of their own accord.",
    safeguards: "What the law forbids the authority.",
  },
  undo: "Undo",
  undoAll: "Undo all",
  changed: (count: number) => (count === 1 ? "1 change" : `${count} changes`),
  none: "Nothing changed yet",
  adopt: "Compare from here",
  adoptHint: "Your society becomes the left one as well",
  neutral: (value: string) => `No effect at ${value}.`,
  before: "At first",
  after: "Later",
  from: "From week",
  stepwise: "All at once",
  gradually: "Little by little",
  way: "How it changes",
  add: "Add a door",
  remove: "Remove",
  at: (label: string, value: string) => `${label.toLowerCase()} set to ${value}`,
  changedRow: (label: string) => `${label.toLowerCase()} changed`,
  safeguardAt: (on: string, dose: string) => `${on} (${dose})`,
  notPossible: "This cannot be done:",
};

export const TEXT_VIEW = {
  title: "The scenario as text",
  intro: "Every assumption of this society, as hushed reads it. Run it with:",
  command: (file: string) => `hushed run ${file}`,
  copy: "Copy",
  copied: "Copied",
  save: "Save",
  open: "Open a scenario file …",
  drop: "or drop one anywhere on the page",
  dropHere: "Let go to open this scenario",
  refused: (file: string) => `${file} could not be opened:`,
  tooLarge: "A scenario is a small text file; this one has more than a million characters.",
  tooMany: (rest: number) => `… and ${rest} more`,
};

export const TABLES = {
  open: "As a table",
  picture: "The two societies in numbers",
  chart: "The chart in numbers",
  howMany: "How many people …",
  voice: ["say nothing of what they would like to", "say less than half", "say half or more", "say everything"],
  marks: {
    enrolled: "have a score",
    seen: "were seen this week",
    punished: "were punished this week",
    friend: "lost score for a friend this week",
    sanctioned: "are shut out of some part of life",
    frozen: "have a frozen account",
  },
};

export const KEYS = {
  title: "Marks and keys",
  marks: [
    ["Disc", "an invented person; the more friends, the larger"],
    ["Ring", "she was seen this week"],
    ["Pulse along a line", "a friend loses score for what she said"],
    ["Rim of frost", "her bank account is frozen"],
    ["Fading line", "a friendship has been broken off"],
  ] as const,
  marksTitle: "Marks",
  keysTitle: "Keys",
  rows: [
    ["Space", "play or pause"],
    ["→ ←", "one week on or back"],
    ["Home End", "first or last week played"],
    ["1 … 5", "what the chart shows"],
    ["C", "colour by speech or score"],
    ["N", "new people"],
    ["W", "ask somebody why"],
    ["U", "undo the last change"],
    ["T", "the scenario as text"],
    ["D", "light or dark"],
    ["?", "this list"],
    ["Esc", "close"],
  ] as const,
  picture: "On a picture: arrow keys move from person to person, Enter keeps her card open.",
};

export const FRAGMENT = {
  refused: "This link does not fit this page, so a part of it was left out:",
  tooLong: "It is too long.",
  noScenario: "It names a scenario that is not here.",
  unreadable: "It holds something that cannot be read.",
  tooDense: (layer: string, ties: number, most: number) =>
    `${layer}: about ${ties.toLocaleString("en-GB")} ties; this page can play ${most.toLocaleString("en-GB")} at most.`,
};

/** A value in words, by its unit. */
export function valueText(value: unknown, unit: Unit): string {
  if (typeof value === "string") return VALUES[value] ?? value;
  if (typeof value === "boolean") return value ? "everyone" : "nobody";
  if (Array.isArray(value)) return String(value.length);
  if (typeof value === "object" && value !== null) return scheduleText(value as Schedule, unit);
  return numberText(value as number, unit);
}

function numberText(value: number, unit: Unit): string {
  if (unit === "share") return percent(value);
  if (unit === "weeks") return value === 1 ? "1 week" : `${value} weeks`;
  return plain(value);
}

/** A schedule as it is said: "30 % for 52 weeks, then 100 %". */
export function scheduleText({ at, value, between }: Schedule, unit: Unit): string {
  const first = numberText(value[0], unit);
  if (at.length === 1) return first;
  const last = numberText(value.at(-1)!, unit);
  if (at.length > 2) return `from ${first} to ${last} in ${at.length - 1} steps, until week ${at.at(-1)}`;
  if (between === "linear") return `from ${first} to ${last}, week ${at[0]} to ${at[1]}`;
  return `${first} for ${at[1]} weeks, then ${last === "100 %" ? "all" : last}`;
}
