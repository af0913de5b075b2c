/** What can be switched and turned: instruments, reactions and safeguards as rows, each with its dials. */

import type { Change, Level, Regime, ScenarioTable, Schedule } from "../contract.ts";
import { same } from "./choice.ts";

/** One parameter that a row opens. */
export interface Dial {
  path: string;
  kind: "level" | "number" | "whole" | "options";
  /** Ends and step of the slider; values beyond its end stretch it. */
  low: number;
  high: number;
  step: number;
  /** The value at which it changes nothing; null where there is no such value. */
  neutral: number | string | boolean | null;
  options: readonly (string | number)[];
}

export type Group = "regime" | "people" | "safeguards";

export interface Row {
  group: Group;
  id: string;
  dials: Dial[];
  /** Whether it acts on anybody. */
  active: (table: ScenarioTable) => boolean;
  /** The changes that abolish it. */
  off: (table: ScenarioTable) => Change[];
  /** The changes that bring it in where a society never had it. */
  on: (table: ScenarioTable) => Change[];
  /** Everything it sets: these paths and those below them. */
  paths: readonly string[];
}

const level = (path: string, neutral: number | null = 0, high = 1, step = 0.01, low = 0): Dial => ({
  path, kind: "level", low, high, step, neutral, options: [],
});
const number = (path: string, neutral: number | null, high = 1, step = 0.01, low = 0): Dial => ({
  ...level(path, neutral, high, step, low), kind: "number",
});
const whole = (path: string, neutral: number | null, high: number): Dial => ({
  ...level(path, neutral, high, 1), kind: "whole",
});
const options = (path: string, neutral: string | number | null, of: readonly (string | number)[]): Dial => ({
  path, kind: "options", low: 0, high: 0, step: 0, neutral, options: of,
});

/** The value at a dotted path of a table; undefined where there is none. */
export function lookUp(table: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], table);
}

/** Whether a value is a schedule. */
export function isSchedule(value: unknown): value is Schedule {
  // A list has a method of that name, too.
  return typeof value === "object" && value !== null && Array.isArray((value as Partial<Schedule>).at);
}

/** Every number a level names. */
export function valuesOf(value: Level): number[] {
  return isSchedule(value) ? value.value : [value];
}

const setting = (values: Record<string, unknown>): Change[] =>
  Object.entries(values).map(([path, value]) => ({ path, value }));

const anywhere = (value: Level, holds: (number: number) => boolean): boolean => valuesOf(value).some(holds);

interface Rule {
  dials: Dial[];
  /** Values that abolish it, by parameter; computed where they depend on the table. */
  off: Record<string, unknown> | ((regime: Regime) => Record<string, unknown>);
  on: Record<string, unknown>;
  /** Whether it acts on anybody; if left out, whether abolishing it would change any of its parameters. */
  active?: (regime: Regime) => boolean;
}

/** Informers report what friends say at gatherings: without an offline layer there are none. */
const GATHERINGS = "society.offline";

// What abolishing each means is the same as in `hushed.regime`: `Instrument.removed` and its overrides.
const RULES: Record<keyof Regime, Rule> = {
  observation: {
    dials: [
      level("surveillance"), level("cooperation"), level("identifiability", 1), level("misreading", 0, 0.25, 0.005),
    ],
    off: { surveillance: 0, cooperation: 0 },
    on: { surveillance: 0.1, cooperation: 1 },
    active: ({ observation }) => anywhere(observation.cooperation, (share) => share > 0),
  },
  scoring: {
    dials: [
      level("tolerance", 1),
      level("severity", 0, 2, 0.05),
      level("recovery", null, 1, 0.01, 0.01),
      options("form", null, ["uniform", "proportional"]),
      number("proportional_share", 0),
      number("misread_excess", 0),
      number("severity_cap", null, 2, 0.05),
      number("capping", 0),
    ],
    off: ({ scoring: { severity } }) => ({
      severity: isSchedule(severity) ? { ...severity, value: severity.value.map(() => 0) } : 0,
    }),
    on: { severity: 0.3 },
  },
  association: {
    dials: [level("weight"), options("sharing", null, ["per_tie", "shared"]), options("hops", null, [1, 2])],
    off: { weight: 0, sharing: "per_tie", hops: 1 },
    on: { weight: 0.25 },
    active: ({ association }) => anywhere(association.weight, (weight) => weight > 0),
  },
  publicity: {
    dials: [level("audience"), level("shaming_line", null, 1, 0.05, -1)],
    off: { audience: 0, shaming_line: 0.5 },
    on: { audience: 0.5 },
    active: ({ publicity }) => anywhere(publicity.audience, (share) => share > 0),
  },
  enrolment: {
    dials: [level("share", 0), number("volunteers", null), number("right_to_leave", 1)],
    off: { right_to_leave: 1 },
    on: { right_to_leave: 0, share: 1 },
    active: ({ enrolment }) =>
      enrolment.right_to_leave < 1 && anywhere(enrolment.share, (share) => share > enrolment.volunteers),
  },
  informers: {
    dials: [
      level("share", 0, 0.5, 0.01),
      level("duty"),
      level("report_chance"),
      level("false_denunciation", 0, 0.25, 0.005),
    ],
    off: { share: 0, duty: 0, report_chance: 0, false_denunciation: 0 },
    on: { share: 0.03, duty: 0.15, report_chance: 0.2 },
  },
  sanctions: {
    dials: [level("linked_identity", 0), whole("grace", null, 26), whole("appeal_rounds", null, 26)],
    off: { tiers: [] },
    on: { tiers: [{ domain: "bank", threshold: 0.2, rounds: 26, burden: 1 }] },
  },
  capacity: {
    dials: [level("cases", 1), number("hearings", 0)],
    off: { cases: 1, hearings: 0 },
    on: { cases: 0.05 },
  },
  clarity: { dials: [level("vagueness", 0, 0.5, 0.01)], off: { vagueness: 0 }, on: { vagueness: 0.05 } },
  authority: {
    dials: [
      options("mode", "fixed", ["fixed", "adaptive"]),
      number("adamancy", null, 5, 0.1),
      number("window", null, 0.5, 0.01, 0.01),
      options("acceptance", null, ["previous_round", "incumbent"]),
    ],
    off: { mode: "fixed" },
    on: { mode: "adaptive" },
  },
};

const prefixed = (prefix: string, values: Record<string, unknown>): Change[] =>
  setting(Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value])));

function instrumentRow(id: keyof Regime): Row {
  const { dials, off, on, active } = RULES[id];
  const prefix = `regime.${id}`;
  const abolished = ({ regime }: ScenarioTable) => prefixed(prefix, typeof off === "function" ? off(regime) : off);
  return {
    group: "regime",
    id,
    dials: dials.map((dial) => ({ ...dial, path: `${prefix}.${dial.path}` })),
    off: abolished,
    on: (table) => [...prefixed(prefix, on), ...(id === "informers" ? gatherings(table) : [])],
    active: (table) =>
      active ? active(table.regime) : abolished(table).some(({ path, value }) => !same(lookUp(table, path), value)),
    paths: id === "informers" ? [prefix, GATHERINGS] : [prefix],
  };
}

/** Friends meet where they meet online, if a scenario says nothing of gatherings. */
function gatherings(table: ScenarioTable): Change[] {
  return table.society.offline === undefined ? setting({ [GATHERINGS]: "same" }) : [];
}

const REACTION_DIALS: { id: string; dials: Dial[]; on: number }[] = [
  { id: "reproach", dials: [level("reproach", 0, 2, 0.05), level("forgiveness", null)], on: 0.2 },
  { id: "ostracism", dials: [level("ostracism", 0, 0.1, 0.001)], on: 0.01 },
  { id: "shunning", dials: [level("shunning", 0, 0.1, 0.001)], on: 0.01 },
  { id: "encouragement", dials: [level("encouragement", 0, 2, 0.05, -1)], on: 0.5 },
  { id: "indignation", dials: [level("indignation", 0, 2, 0.05, -1)], on: 0.5 },
  { id: "caution", dials: [level("caution", 0, 3, 0.1)], on: 1 },
  { id: "isolation", dials: [level("isolation", 0, 1, 0.01), level("fading", null)], on: 0.1 },
  { id: "false_enforcement", dials: [level("false_enforcement")], on: 0.2 },
  { id: "mutual_aid", dials: [level("mutual_aid")], on: 0.5 },
];

function reactionRow({ id, dials, on }: (typeof REACTION_DIALS)[number]): Row {
  const path = `reactions.${id}`;
  const meets = id === "false_enforcement";
  return {
    group: "people",
    id,
    dials: dials.map((dial) => ({ ...dial, path: `reactions.${dial.path}` })),
    off: () => setting({ [path]: 0 }),
    on: (table) => [...setting({ [path]: on }), ...(meets ? gatherings(table) : [])],
    active: (table) => anywhere(lookUp(table, path) as Level, (value) => value !== 0),
    paths: [...dials.map((dial) => `reactions.${dial.path}`), ...(meets ? [GATHERINGS] : [])],
  };
}

function safeguardRow(id: string): Row {
  const path = `safeguards.${id}`;
  return {
    group: "safeguards",
    id,
    dials: [number(path, 0, 1, 0.05)],
    off: () => setting({ [path]: 0 }),
    on: () => setting({ [path]: 1 }),
    active: (table) => (lookUp(table, path) as number) > 0,
    paths: [path],
  };
}

/** All rows: instruments as the regime holds them, reactions, and the safeguards that the scenario names. */
export function rowsOf(table: ScenarioTable): Row[] {
  return [
    ...(Object.keys(RULES) as (keyof Regime)[]).map(instrumentRow),
    ...REACTION_DIALS.map(reactionRow),
    ...Object.keys(table.safeguards).map(safeguardRow),
  ];
}

/** The row that a path belongs to; undefined for paths that no row sets. */
export function rowOf(rows: readonly Row[], path: string): Row | undefined {
  return rows.find((row) => row.paths.some((own) => path === own || path.startsWith(`${own}.`)));
}
