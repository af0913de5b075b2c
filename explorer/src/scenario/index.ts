/** Scenario files in the browser: read with every mistake told, written as Python writes them, changed and compared. */

export { differences, valueAt, withChanges } from "./changes.ts";
export { readScenario } from "./read.ts";
export type { JsonSchema } from "./shape.ts";
export { tomlText } from "./write.ts";
