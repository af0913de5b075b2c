/** TOML text as tables, in the first version of TOML (1.0), which is what Python reads. */

import { parse, TomlError } from "smol-toml";
import { unreadable } from "../text/messages.ts";
import { isTable, parts, type Table } from "./values.ts";

const DEEPEST = 32;
const MOST_NESTED = 490;
/** How far around a slip the text is looked at. */
const LONGEST_LOOK = 400;
/** Python converts no decimal number of more digits. */
const MOST_DIGITS = 4300;

/** Tables, with whole numbers as bigint. Throws TomlError. */
export function parseToml(text: string): Table {
  return parse(text, { integersAsBigInt: true, maxDepth: MOST_NESTED });
}

/** The tables in a text, or one line that says why it is not TOML. */
export function tables(text: string, name: string): { data: Table } | { line: string } {
  try {
    const data = parseToml(text);
    const newer = sinceTheFirst(text);
    if (newer) return { line: syntaxLine(newer, text, name) };
    if (new RegExp(`(?<![\\w"'.-])[+-]?[1-9](_?\\d){${MOST_DIGITS},}`).test(text)) {
      return { line: `${name}: ${unreadable.beyond}` };
    }
    return isDeep(data) ? { line: `${name}: ${unreadable.levels(DEEPEST)}` } : { data };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { line: refusal(error, text, name) };
  }
}

interface Slip {
  /** Where in the text, from 0; at the end of the text or beyond: something is unfinished. */
  at: number;
  what: string;
}

function refusal(error: TomlError, text: string, name: string): string {
  const what = error.message.replace(/^[^:]*: /, "").split("\n")[0]!;
  if (what.includes("nested")) return `${name}: ${unreadable.deep}`;
  const at = offsetOf(text, error.line, error.column);
  const newer = sinceTheFirst(text.slice(0, at));
  return syntaxLine(newer ?? { at: pointedAt(what, at, text), what }, text, name);
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function syntaxLine({ at, what }: Slip, text: string, name: string): string {
  const plain = text.replaceAll("\r\n", "\n");
  if (at >= text.length) return `${name}:${plain.trimEnd().split("\n").length}: ${unreadable.atEnd(what)}`;
  const before = text.slice(0, at).split("\n");
  return `${name}:${before.length}: ${unreadable.at([...before.at(-1)!].length + 1, what)}`;
}

const WITH_BASE = "0(?:x[0-9a-fA-F](?:_?[0-9a-fA-F])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)";
const DECIMAL = "[+-]?(?:0|[1-9](?:_?[0-9])*)(?:[.][0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?";
const NUMBER = new RegExp(`${WITH_BASE}|${DECIMAL}`, "y");

/** Where Python points for a slip that the library points elsewhere for: behind what it could still read. */
function pointedAt(what: string, at: number, text: string): number {
  if (/^(unfinished (string|array|table)|incomplete)/.test(what)) return text.length;
  if (/numeric|underscore|leading zero/.test(what)) {
    const start = at - /[\w.+-]*$/.exec(text.slice(Math.max(0, at - LONGEST_LOOK), at))![0].length;
    NUMBER.lastIndex = start;
    return NUMBER.test(text) ? NUMBER.lastIndex : start;
  }
  if (/end of table array/.test(what)) return at - 1;
  if (/multiline/.test(what)) return at + 2;
  if (/invalid unicode/.test(what)) return at + (text[at + 1] === "U" ? 10 : 6);
  if (/escape sequence|non-hex/.test(what)) return text.lastIndexOf("\\", at) + 2;
  if (/redefine an already defined table/.test(what)) return redefinedAt(at, text);
  return at;
}

function redefinedAt(at: number, text: string): number {
  const rest = /^[^\n\r]*/.exec(text.slice(at, at + LONGEST_LOOK))![0];
  const header = /^\s*\[/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1));
  return at + (header ? rest.indexOf("]") : rest.replace(/\s*(#[^"']*)?$/, "").length);
}

const STRINGS = [/"""(?:\\[^]|(?!""")[^\\])*"{3,5}/, /'''(?:(?!''')[^])*'{3,5}/, /"(?:\\.|[^"\\\n])*"/, /'[^'\n]*'/];
const OTHERS = [/#[^\n]*/, /\r?\n/, /[^\s"'#[\]{},]+/, /[^]/];
const TOKEN = new RegExp([...STRINGS, ...OTHERS].map(({ source }) => source).join("|"), "g");

/** The first use of what only later versions of TOML allow: lines and closing commas in braces, escapes \e and \x. */
function sinceTheFirst(text: string): Slip | undefined {
  const open: string[] = [];
  let comma = false;
  for (const { 0: token, index: at } of text.matchAll(TOKEN)) {
    const inBraces = open.at(-1) === "{";
    const spread = /^(#|\r?\n)/.test(token) || (comma && token === "}");
    if (inBraces && spread) return { at, what: unreadable.inlineLines };
    const escape = token[0] === '"' && [...token.matchAll(/\\[^]/g)].find(([pair]) => /[ex]/.test(pair));
    if (escape) return { at: at + escape.index + 2, what: unreadable.escape };
    if (token === "{" || token === "[") open.push(token);
    if (token === "}" || token === "]") open.pop();
    if (token.trim()) comma = token === ",";
  }
  return undefined;
}

function isDeep(data: Table): boolean {
  let level: unknown[] = [data];
  for (let depth = 0; depth < DEEPEST && level.length; depth++) {
    level = level.flatMap((value) => parts(value).map(([, inner]) => inner)).filter(hasParts);
  }
  return level.length > 0;
}

function hasParts(value: unknown): boolean {
  return Array.isArray(value) || isTable(value);
}
