/** Answers requests about scenarios, one JSON text per line, so that Python can compare them with its own answers. */

import { createInterface } from "node:readline";
import type { Change, ScenarioTable } from "../src/contract.ts";
import { differences, readScenario, tomlText, withChanges, type JsonSchema } from "../src/scenario/index.ts";

type Request =
  | { do: "schema"; schema: JsonSchema }
  | { do: "read"; text: string; name: string }
  | { do: "write"; table: ScenarioTable }
  | { do: "change"; table: ScenarioTable; changes: Change[] }
  | { do: "compare"; from: ScenarioTable; to: ScenarioTable };

let schema: JsonSchema = {};

function answer(request: Request): unknown {
  switch (request.do) {
    case "schema":
      schema = request.schema;
      return {};
    case "read":
      return written(readScenario(request.text, request.name, schema));
    case "write":
      return { toml: tomlText(request.table) };
    case "change":
      return written(withChanges(request.table, request.changes, schema));
    case "compare":
      return { changes: differences(request.from, request.to) };
  }
}

/** The TOML beside the table: JSON cannot tell 0 from -0. */
function written(read: { table: ScenarioTable } | { lines: string[] }): unknown {
  return "table" in read ? { ...read, toml: tomlText(read.table) } : read;
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Request))}\n`);
});
