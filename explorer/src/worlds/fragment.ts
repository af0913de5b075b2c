/** The page's state in the part of its address after "#": short, readable, and checked like any other input. */

import type { Change, Schedule } from "../contract.ts";
import { FRAGMENT } from "../text/en.ts";
import { LARGEST_CROWD, LARGEST_SEED, METRICS, same, withChange, type Choice, type Metric } from "./choice.ts";
import { isSchedule } from "./instruments.ts";
import type { Presets } from "./presets.ts";
import { SCENES, STORY_PRESET } from "./scenes.ts";

const LONGEST = 20_000;
const LONGEST_ROUND = 1_000_000;
const PATH = /^(title|rounds|society|regime|reactions|safeguards|costs)(\.[a-z_]{1,40}){0,6}$/;
/** Names that are no parameters, and parameters that have a part of the fragment to themselves. */
const FORBIDDEN = /(^|\.)(__proto__|prototype|constructor)(\.|$)|^society(\.population)?$/;
const NUMBER = /^-?\d{1,17}(\.\d{1,20})?(e-?\d{1,3})?$/;
const WORD = /^[a-z][a-z_-]{0,40}$/;
const SCHEDULE = /^[^@;]+@\d{1,7}(;[^@;]+@\d{1,7}){0,99}(;linear)?$/;

/** What a fragment says, as far as it can be read, and sentences about what could not be. */
export interface Read {
  choice: Partial<Choice>;
  complaints: string[];
}

/** The fragment, without "#", that leads back to a choice. */
export function fragmentOf(choice: Choice): string {
  const { preset, left, right, seed, people, round, metric, colourBy, scene } = choice;
  const told = scene !== null && preset === STORY_PRESET ? SCENES[scene] : null;
  const parts = [
    ...(scene === null ? [] : [`scene=${scene + 1}`]),
    ...(told ? [] : [`s=${encodeURIComponent(preset)}`]),
    ...(told && same(left, told.left) ? [] : left.map((change) => `l=${written(change)}`)),
    ...(told && same(right, told.right) ? [] : right.map((change) => `c=${written(change)}`)),
    ...(told && right.length === 0 && told.right.length > 0 ? ["c="] : []),
    `seed=${seed}`,
    `n=${people}`,
    ...(round > 0 ? [`r=${round}`] : []),
    ...(metric === "speech" ? [] : [`m=${metric}`]),
    ...(colourBy === "voice" ? [] : ["by=score"]),
  ];
  return parts.join("&");
}

function written({ path, value }: Change): string {
  const encoded = encodeURIComponent(valueWritten(value));
  return `${path}:${encoded.replace(/%(40|3B|2C|3A|7B|7D|5B|5D)/g, decodeURIComponent)}`;
}

function valueWritten(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string" && WORD.test(value) && !/^(true|false|null)$/.test(value)) return value;
  if (isSchedule(value) && Object.keys(value).length <= 3) {
    const points = value.at.map((round, index) => `${value.value[index]}@${round}`).join(";");
    return value.between === "linear" ? `${points};linear` : points;
  }
  return JSON.stringify(value);
}

/** What a fragment asks for; nothing in it is trusted, and what does not fit is left out and told. */
export function readFragment(fragment: string, presets: Presets): Read {
  const complaints: string[] = [];
  if (fragment.length > LONGEST) return { choice: {}, complaints: [FRAGMENT.tooLong] };
  const parts = fragment.replace(/^#/, "").split("&").filter((part) => part !== "");
  const pairs = parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]);
  const choice = { ...simple(pairs, presets, complaints) };
  const scene = choice.scene ?? null;
  if (scene !== null) Object.assign(choice, { preset: choice.preset ?? STORY_PRESET });
  const told = scene !== null && choice.preset === STORY_PRESET ? SCENES[scene] : null;
  for (const [key, side] of [["l", "left"], ["c", "right"]] as const) {
    const given = pairs.filter(([name]) => name === key);
    const changes = given.filter(([, text]) => text !== "").map(([, text]) => changeFrom(text, complaints));
    const kept = changes.filter((change) => change !== null);
    if (given.length > 0) choice[side] = kept.reduce(withChange, []);
    else if (told) choice[side] = told[side];
  }
  return { choice, complaints };
}

function simple(pairs: string[][], presets: Presets, complaints: string[]): Partial<Choice> {
  const choice: Partial<Choice> = {};
  const last = new Map(pairs.map(([key, value]) => [key, value]));
  const whole = (key: string, low: number, high: number, set: (value: number) => void) => {
    const value = Number(last.get(key) ?? NaN);
    if (Number.isInteger(value) && value >= low && value <= high) set(value);
    else if (last.has(key)) complaints.push(FRAGMENT.unreadable);
  };
  const preset = last.get("s");
  if (preset !== undefined && presets.get(preset)) choice.preset = preset;
  else if (preset !== undefined) complaints.push(FRAGMENT.noScenario);
  whole("seed", 0, LARGEST_SEED, (value) => (choice.seed = value));
  whole("n", 1, LARGEST_CROWD, (value) => (choice.people = value));
  whole("r", 0, LONGEST_ROUND, (value) => (choice.round = value));
  whole("scene", 1, SCENES.length, (value) => (choice.scene = value - 1));
  const metric = last.get("m");
  if (metric !== undefined && Object.hasOwn(METRICS, metric)) choice.metric = metric as Metric;
  if (last.get("by") === "score") choice.colourBy = "score";
  return choice;
}

function changeFrom(text: string, complaints: string[]): Change | null {
  const colon = text.indexOf(":");
  const path = text.slice(0, colon);
  try {
    const value = valueFrom(decodeURIComponent(text.slice(colon + 1)));
    if (colon > 0 && PATH.test(path) && !FORBIDDEN.test(path) && value !== undefined) return { path, value };
  } catch {
    // Not percent-encoded or not JSON: told below like any other change that cannot be read.
  }
  if (!complaints.includes(FRAGMENT.unreadable)) complaints.push(FRAGMENT.unreadable);
  return null;
}

function valueFrom(text: string): unknown {
  if (NUMBER.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (SCHEDULE.test(text)) return scheduleFrom(text);
  return WORD.test(text) ? text : (JSON.parse(text) as unknown);
}

function scheduleFrom(text: string): Schedule | undefined {
  const between = text.endsWith(";linear") ? "linear" : "step";
  const points = text.replace(/;linear$/, "").split(";").map((point) => point.split("@"));
  if (!points.every(([value]) => NUMBER.test(value))) return undefined;
  return { at: points.map(([, at]) => Number(at)), value: points.map(([value]) => Number(value)), between };
}
