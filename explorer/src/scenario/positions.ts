/** Where in a TOML text each key is written; the parser does not tell. */

import { parseToml } from "./toml.ts";
import { isTable, parts, type Path, type Table } from "./values.ts";

/** Lines, from 1, by path; paths are compared as text. */
export type Positions = Map<string, number>;

/** Texts longer than this get no line numbers: finding them would take longer than the mistake deserves. */
const MOST_LINES = 20_000;
const MOST_ATTEMPTS = 200;
const DEEPEST = 32;

/** The line of the statement that first names each path; empty for a text of too many lines. Needs valid TOML. */
export function positions(text: string): Positions {
  const found: Positions = new Map();
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.length - 1 > MOST_LINES) return found;
  let table: Path = [];
  const counts = new Map<string, number>();
  for (const { line, statement, header } of statements(lines)) {
    if (header) table = opened(statement, counts);
    const named = header ? table.map((_, end) => table.slice(0, end + 1)) : inside(statement, table);
    for (const path of named) if (!found.has(keyOf(path))) found.set(keyOf(path), line);
  }
  return found;
}

/** The line of a path, or of the nearest table around it that is written; undefined if there is none. */
export function lineOf(found: Positions, path: Path): number | undefined {
  for (let end = path.length; end > 0; end--) {
    const line = found.get(keyOf(path.slice(0, end)));
    if (line !== undefined) return line;
  }
  return undefined;
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

interface Statement {
  line: number;
  statement: Table;
  header: boolean;
}

/** A statement is the shortest run of lines that parses by itself: TOML ends one at the first line end that it can. */
function* statements(lines: string[]): Generator<Statement> {
  let [pending, line, attempts] = ["", 0, 0];
  for (const [index, written] of lines.entries()) {
    if (!pending && /^\s*(#|$)/.test(written)) continue;
    if (!pending) [line, attempts] = [index + 1, 0];
    const continues = pending !== "";
    pending += continues ? `\n${written}` : written;
    if (continues && !/[\]}]|"""|'''/.test(written)) continue;
    if (++attempts > MOST_ATTEMPTS) return;
    const statement = parsed(pending);
    if (!statement) continue;
    yield { line, statement, header: /^\s*\[/.test(pending) };
    pending = "";
  }
}

function parsed(text: string): Table | undefined {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

/** The path that a table header opens; an array of tables opens its next element. */
function opened(header: Table, counts: Map<string, number>): Path {
  let path: Path = [];
  let inner: unknown = header;
  while (isTable(inner) && Object.keys(inner).length) {
    const [key, next] = Object.entries(inner)[0]!;
    path = [...path, key];
    const id = keyOf(path);
    if (Array.isArray(next)) counts.set(id, (counts.get(id) ?? -1) + 1);
    if (counts.has(id)) path = [...path, counts.get(id)!];
    inner = next;
  }
  return path;
}

/** Every path inside a value, from the outermost in. */
function inside(value: unknown, path: Path): Path[] {
  if (path.length > DEEPEST) return [];
  return parts(value).flatMap(([key, inner]) => [[...path, key], ...inside(inner, [...path, key])]);
}
