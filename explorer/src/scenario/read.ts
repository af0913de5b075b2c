/** Reading scenario texts: every mistake is found at once and told with its file, line, path and what is allowed. */

import type { ScenarioTable } from "../contract.ts";
import { rules, unreadable } from "../text/messages.ts";
import { faultsOf } from "./check.ts";
import { completed } from "./defaults.ts";
import { unfitLayers } from "./layers.ts";
import { inexact, mistake, tooLarge, type Mistake } from "./messages.ts";
import { echo, shortened } from "./nearest.ts";
import { lineOf, positions } from "./positions.ts";
import { fileLines, located } from "./report.ts";
import { shapeOf, type JsonSchema, type Node } from "./shape.ts";
import { tables } from "./toml.ts";
import { entry, isBeyond, type Table } from "./values.ts";

const LARGEST = 1_000_000;
const LONGEST_NAME = 300;

/**
 * The scenario that a TOML text holds, every value written out, or one line per mistake as Python prints them.
 *
 * `name` stands for the file in messages. A scenario whose ties come from a file is refused: the page draws its own.
 */
export function readScenario(
  text: string,
  name: string,
  schema: JsonSchema,
): { table: ScenarioTable } | { lines: string[] } {
  const file = shortened(name, LONGEST_NAME);
  const plain = text.replace(/^\uFEFF/, "");
  const unfit = unfitText(plain);
  if (unfit) return { lines: [`${file}: ${unfit}`] };
  const read = tables(plain, file);
  if ("line" in read) return { lines: [read.line] };
  const version = unreadableVersion(read.data.schema);
  if (version) return { lines: [`${located(file, lineOf(positions(plain), ["schema"]))}: ${version}`] };
  const checked = validated(read.data, shapeOf(schema));
  return "table" in checked ? checked : { lines: fileLines(checked.mistakes, plain, file) };
}

/** The complete scenario that data stand for, or everything that is wrong with them. */
export function validated(data: Table, whole: Node): { table: ScenarioTable } | { mistakes: Mistake[] } {
  const files = networkFiles(data);
  if (files.length) return { mistakes: files };
  const large = tooLarge(data, whole);
  const told = new Set(large.map(({ path }) => JSON.stringify(path)));
  const faulty = faultsOf(whole, data).map((fault) => mistake(fault, data, whole));
  const others = faulty.filter(({ path }) => !told.has(JSON.stringify(path)));
  const mistakes = [...large, ...others, ...(faulty.length || large.length ? [] : inexact(data, whole))];
  if (mistakes.length) return { mistakes };
  const table = completed(whole, data);
  const unfit = unfitLayers(table.society).map(({ layer, sentence }) => ({ path: ["society", layer], text: sentence }));
  return unfit.length ? { mistakes: unfit } : { table };
}

function unfitText(text: string): string | undefined {
  if (new TextEncoder().encode(text).length > LARGEST) return unreadable.large;
  return text.includes("\0") ? unreadable.binary : undefined;
}

/** One clear line for a scenario of another version: its other mistakes would mean nothing. */
function unreadableVersion(found: unknown): string | undefined {
  if (typeof found !== "bigint" || found === 1n || isBeyond(found)) return undefined;
  return found > 1n ? unreadable.newer(echo(found)) : unreadable.noVersion(echo(found));
}

function networkFiles(data: Table): Mistake[] {
  const layer = ["online", "offline"].find((layer) => {
    return entry(entry(entry(data, "society"), layer), "generator") === "file";
  });
  return layer ? [{ path: ["society", layer], text: rules.file }] : [];
}
