/** A scenario complete: every default filled in, in the order that Python writes. */

import type { ScenarioTable } from "../contract.ts";
import { alternatives, tagOf, taggedKinds, type Node } from "./shape.ts";
import { isNumber, isTable, own, type Table } from "./values.ts";

/** The whole scenario that faultless data stands for; costs are left out where nobody has declared any. */
export function completed(whole: Node, data: Table): ScenarioTable {
  const table = filledTable(whole, data);
  const undeclared = filledTable(whole.properties!.costs!, {});
  if (Object.entries(undeclared).every(([name, cost]) => own(table.costs as Table, name) === cost)) delete table.costs;
  return table as unknown as ScenarioTable;
}

function filledTable(node: Node, data: Table): Table {
  const filled: Table = {};
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    const value = Object.hasOwn(data, key) ? data[key] : inner.default;
    if (value !== undefined && value !== null) filled[key] = filledValue(inner, value);
  }
  return filled;
}

function filledValue(node: Node, value: unknown): unknown {
  const tag = tagOf(node);
  if (tag && isNumber(value)) return { [tag]: "constant", value: Number(value) };
  if (isTable(value)) return filledTable(kindOf(node, tag, value), value);
  const items = alternatives(node).find((kind) => kind.items)?.items;
  if (Array.isArray(value) && items) return value.map((each) => filledValue(items, each));
  return typeof value === "bigint" || node.enum?.includes(Number(value)) ? Number(value) : value;
}

function kindOf(node: Node, tag: string | undefined, value: Table): Node {
  if (tag) return taggedKinds(node, tag).get(value[tag] as string)!;
  return alternatives(node).find((kind) => kind.type === "object")!;
}
