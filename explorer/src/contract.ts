/** The shapes that rooms hand to each other; nothing here computes anything. */

// A scenario, as Python's `Scenario.table()` writes it: every value there, names as in the TOML. -----------------------

export interface Schedule {
  at: number[];
  value: number[];
  between: "step" | "linear";
}

/** A number for the whole run, or one that changes from round to round. */
export type Level = number | Schedule;

export interface Tier {
  domain: string;
  threshold: Level;
  rounds: Level;
  burden: Level;
}

export interface Regime {
  observation: { surveillance: Level; cooperation: Level; identifiability: Level; misreading: Level };
  scoring: {
    tolerance: Level;
    severity: Level;
    form: "uniform" | "proportional";
    proportional_share: number;
    misread_excess: number;
    recovery: Level;
    severity_cap: number;
    capping: number;
  };
  association: { weight: Level; sharing: "per_tie" | "shared"; hops: 1 | 2 };
  publicity: { audience: Level; shaming_line: Level };
  enrolment: { share: Level; volunteers: number; right_to_leave: number };
  informers: { share: Level; duty: Level; report_chance: Level; false_denunciation: Level };
  sanctions: { tiers: Tier[]; linked_identity: boolean | Level; grace: number; appeal_rounds: number };
  capacity: { cases: Level; hearings: number };
  clarity: { vagueness: Level };
  authority: {
    mode: "fixed" | "adaptive";
    adamancy: number;
    window: number;
    acceptance: "previous_round" | "incumbent";
  };
}

export type Reactions = Record<
  | "reproach"
  | "forgiveness"
  | "ostracism"
  | "shunning"
  | "encouragement"
  | "indignation"
  | "caution"
  | "isolation"
  | "fading"
  | "false_enforcement"
  | "mutual_aid",
  Level
>;

/** A distribution, by its name and its own parameters: `{ distribution: "exponential", mean: 2 }`. */
export type DistributionTable = { distribution: string } & Record<string, string | number>;

/** A network to draw, by its generator's name and parameters: `{ generator: "holme-kim", mean_degree: 10, ... }`. */
export type NetworkTable = { generator: string } & Record<string, unknown>;

export interface SocietyTable {
  population: number;
  traits: Record<"desired_dissent" | "boldness" | "care" | "shame" | "propensity", DistributionTable>;
  online: NetworkTable;
  offline?: "same" | NetworkTable;
}

export interface ScenarioTable {
  schema: 1;
  title: string;
  rounds: number;
  seed: number;
  society: SocietyTable;
  regime: Regime;
  reactions: Reactions;
  /** Doses by name, 0 absent to 1 complete. */
  safeguards: Record<string, number>;
  costs?: Record<string, number>;
}

/** One value of a scenario changed, as `hushed run --set PATH=VALUE` would: `regime.association.weight`, 0. */
export interface Change {
  path: string;
  value: unknown;
}

// What a simulation shows of itself. ------------------------------------------------------------------------------

export interface Network {
  people: number;
  /** Where each person's row starts in `friends`; length people + 1. */
  offsets: Uint32Array;
  /** Rows one after the other, ascending within a row; every tie stands in both its ends' rows. */
  friends: Uint32Array;
}

/** Bits of `Playing.mark`: what happened to a person in the last round (as in the golden vectors). */
export const Mark = { SEEN: 1, PUNISHED: 2, MISREAD: 4, DENOUNCED: 8, LOUD: 16 } as const;

/** A society in some round, read-only to everybody but the simulation itself; all arrays are over people. */
export interface Playing {
  readonly people: number;
  /** Rounds played so far. */
  readonly round: number;
  readonly online: Network;
  /** What each wishes to say, in [0, 1]. */
  readonly desire: Float64Array | Float32Array;
  /** What each said in the last round. */
  readonly voice: Float32Array;
  readonly score: Float32Array;
  /** Score lost in the last round for her own punishment, and because of friends. */
  readonly loss: Float32Array;
  readonly shared: Float32Array;
  readonly mark: Uint8Array;
  /** 1 for those who have a score. */
  readonly enrolled: Uint8Array;
  /** 1 for those serving any sanction. */
  readonly sanctioned: Uint8Array;
  /** 1 for those serving a sanction of the domain "bank". */
  readonly frozen: Uint8Array;
  /** For each entry of `online.friends`, 1 if that tie has been cut; the same at both ends. */
  readonly cut: Uint8Array;
  /** Entries that were cut in the last round (both ends of each tie). */
  readonly newlyCut: readonly number[];
}

/** Why one person said what she said in the last round, in the model's own quantities (MODEL section 1). */
export interface Why {
  desire: number;
  voice: number;
  /** What she believes to be the loudest lawful voice. */
  line: number;
  /** How likely she thinks it is to be seen if she says all she would like to. */
  chanceSeen: number;
  /** How likely she thinks it is to be seen whatever she says. */
  chanceAnyway: number;
  /** What being punished would cost her, all told, and its parts, which add up to it. */
  cost: number;
  parts: { score: number; friends: number; shame: number; reproach: number; sanctions: number };
  /** What saying all instead of only what is lawful is worth to her: boldness in company x what would stay unsaid. */
  worth: number;
  /** The expected cost of saying all rather than only what is lawful. */
  risk: number;
  boldness: number;
  /** Boldness after the sight of friends. */
  boldnessInCompany: number;
  friends: number;
  friendsLoud: number;
  friendsPunished: number;
  enrolled: boolean;
  score: number;
  /** A platform sanction keeps her to what is lawful. */
  muted: boolean;
  /** Her penalty would grow with how far she goes: `cost` is then per unit of voice above the line. */
  proportional: boolean;
  choice: "all" | "lawful" | "between" | "nothing" | "nothing-to-say";
  seen: boolean;
  punished: boolean;
  wronglyPunished: boolean;
  sharedLoss: number;
  sanctions: { domain: string; rounds: number }[];
}

/** Every outcome of a round by the name it has in Python's OUTCOMES. */
export type Outcomes = Record<string, number>;

// What Python hands to the page. -----------------------------------------------------------------------------------

export interface Band {
  mean: number[];
  /** Ends of the 95 % interval over replicates; equal to `mean` where there is one replicate. */
  low: number[];
  high: number[];
}

export interface Figure {
  mean: number;
  low: number;
  high: number;
}

export interface ArmResult {
  name: string;
  /** What the arm is, in words: "as it is", "without association". */
  label: string;
  /** Over rounds, by outcome, to a few digits. */
  series: Record<string, Band>;
  /** In the last round, by outcome. */
  last: Record<string, Figure>;
}

export interface Result {
  kind: "run" | "comparison" | "attribution";
  title: string;
  people: number;
  ties: number;
  rounds: number;
  replicates: number;
  seed: number;
  version: string;
  date: string;
  /** The command that repeats it. */
  command: string;
  /** Sentences that say what came out, written by Python with their numbers. */
  sentences: string[];
  /** Whether the ties came from a file: then the page shows these aggregates and no picture of people. */
  loaded: boolean;
  /** The rounds that the lines have points for, from 0: all of them, unless they are too many to draw. */
  at: number[];
  /** One arm for a run, two for a comparison, none for an attribution. */
  arms: ArmResult[];
  /** Run: every outcome in the same society without any regime. */
  leftFree: Record<string, number> | null;
  /** Comparison: second arm less the first, paired over replicates, over rounds and in the last one. */
  gap: Record<string, Band> | null;
  differences: Record<string, Figure> | null;
  /** Attribution: what each instrument adds to each outcome; the outcome that was asked about comes first. */
  attribution: Attributed[] | null;
}

/** Who is answerable for how much of one outcome. */
export interface Attributed {
  outcome: string;
  /** The last round, or the mean over rounds. */
  over: "last" | "mean";
  asIs: Figure;
  withoutAny: Figure;
  /** The first less the second: what the shares add up to. */
  whole: Figure;
  /** From the one that adds most to what the regime does, to the one that takes most off it. */
  shares: { instrument: string; share: Figure }[];
}

export interface OutcomeText {
  unit: string;
  sentence: string;
  harm: boolean;
}

export interface Handed {
  version: string;
  /** The JSON Schema of a scenario, as `hushed schema` prints it. */
  schema: Record<string, unknown>;
  library: { name: string; table: ScenarioTable }[];
  outcomes: Record<string, OutcomeText>;
  /** What to open: a scenario's name and table; null opens the story. */
  start: { name: string; table: ScenarioTable } | null;
  result: Result | null;
}
