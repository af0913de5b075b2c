/** Values against the schema of a scenario and the rules between its fields: every fault there is. */

import { ruleAfter, ruleBefore, ruleOfTable } from "./rules.ts";
import { alternatives, tagOf, taggedKinds, type Node } from "./shape.ts";
import { isNumber, isTable, own, type Path, type Table } from "./values.ts";

/** One fault, at the path of a value; what a plain number stands for may lie deeper than anything written. */
export interface Fault {
  kind: "unknown" | "missing" | "few" | "many" | "tag" | "type" | "choice" | "range" | "finite" | "long" | "rule";
  at: Path;
  /** For a broken rule, its sentence. */
  sentence?: string;
  /** For a wrong length, how many elements are allowed. */
  limit?: number;
}

/** Every fault of a scenario's tables, in the order of the schema's fields. */
export function faultsOf(whole: Node, data: Table): Fault[] {
  return faultsOfTable(whole, data, []);
}

function faults(node: Node, value: unknown, path: Path): Fault[] {
  if (alternatives(node).length > 1 || node.anyOf) return faultsOfUnion(node, value, path);
  if (node.const !== undefined || node.enum) return faultsOfChoice(node, value, path);
  if (node.type === "object") return isTable(value) ? faultsOfTable(node, value, path) : [{ kind: "type", at: path }];
  if (node.type === "array") return faultsOfArray(node, value, path);
  if (node.type === "string") return faultsOfText(node, value, path);
  if (node.type === "boolean") return typeof value === "boolean" ? [] : [{ kind: "type", at: path }];
  return faultsOfNumber(node, value, path);
}

function faultsOfTable(node: Node, table: Table, path: Path): Fault[] {
  const properties = node.properties ?? {};
  const found = Object.entries(properties).flatMap(([key, inner]): Fault[] => {
    if (Object.hasOwn(table, key)) return faultsOfField(inner, key, table, path);
    return node.required?.includes(key) ? [{ kind: "missing", at: [...path, key] }] : [];
  });
  const extra = Object.keys(table).filter((key) => !Object.hasOwn(properties, key));
  found.push(...extra.map((key): Fault => ({ kind: "unknown", at: [...path, key] })));
  return found.length ? found : broken(ruleOfTable(path, table), path);
}

function faultsOfField(node: Node, key: string, table: Table, path: Path): Fault[] {
  const innerPath = [...path, key];
  const before = broken(ruleBefore(innerPath, table[key]), innerPath);
  if (before.length) return before;
  const found = key === "blocks" ? [] : faults(node, table[key], innerPath);
  return found.length ? found : broken(ruleAfter(innerPath, table[key], table), innerPath);
}

function broken(sentence: string | undefined, at: Path): Fault[] {
  return sentence === undefined ? [] : [{ kind: "rule", at, sentence }];
}

function faultsOfUnion(node: Node, value: unknown, path: Path): Fault[] {
  const kinds = alternatives(node);
  if (value === null && node.anyOf?.some((kind) => kind.type === "null")) return [];
  const tag = tagOf(node);
  if (tag) return faultsOfTagged(node, tag, value, path);
  const schedule = kinds.find((kind) => kind.type === "object")!;
  if (isTable(value)) return faults(schedule, value, path);
  if (typeof value === "boolean" && kinds.some((kind) => kind.type === "boolean")) return [];
  const number = kinds.find((kind) => kind.type === "number" || kind.type === "integer")!;
  return faults(number, value, path);
}

/** A table that names its kind, or a plain value that stands for one. */
function faultsOfTagged(node: Node, tag: string, value: unknown, path: Path): Fault[] {
  const kinds = taggedKinds(node, tag);
  const plain = alternatives(node).filter((kind) => kind.type !== "object");
  if (isNumber(value) && plain.some((kind) => kind.type === "number")) {
    return faults(kinds.get("constant")!, { [tag]: "constant", value }, path);
  }
  if (plain.some((kind) => kind.const !== undefined && kind.const === value)) return [];
  if (!isTable(value)) return [{ kind: "type", at: path }];
  const name = own(value, tag);
  const kind = typeof name === "string" ? kinds.get(name) : undefined;
  if (!kind) return [{ kind: "tag", at: path }];
  return faults(kind, value, path);
}

function faultsOfChoice(node: Node, value: unknown, path: Path): Fault[] {
  const choices = node.enum ?? [node.const];
  // As in Python, true and 1.0 are the number 1.
  const plain = typeof value === "bigint" || typeof value === "boolean" ? Number(value) : value;
  return choices.includes(plain) ? [] : [{ kind: "choice", at: path }];
}

function faultsOfArray(node: Node, value: unknown, path: Path): Fault[] {
  if (!Array.isArray(value)) return [{ kind: "type", at: path }];
  const each = value.map((item, index) => faults(node.items!, item, [...path, index]));
  const right = each.filter((found) => !found.length).length;
  if (right > (node.maxItems ?? Infinity)) return [{ kind: "many", at: path, limit: node.maxItems! }];
  const few = value.length < (node.minItems ?? 0);
  return few ? [{ kind: "few", at: path, limit: node.minItems! }] : each.flat();
}

function faultsOfText(node: Node, value: unknown, path: Path): Fault[] {
  if (typeof value !== "string") return [{ kind: "type", at: path }];
  return [...value].length > (node.maxLength ?? Infinity) ? [{ kind: "long", at: path }] : [];
}

function faultsOfNumber(node: Node, value: unknown, path: Path): Fault[] {
  const fits = node.type === "integer" ? typeof value === "bigint" : isNumber(value);
  if (!fits) return [{ kind: "type", at: path }];
  if (!Number.isFinite(Number(value))) return [{ kind: "finite", at: path }];
  const number = value as number | bigint;
  const inside =
    number >= (node.minimum ?? -Infinity) &&
    number <= (node.maximum ?? Infinity) &&
    number > (node.exclusiveMinimum ?? -Infinity) &&
    number < (node.exclusiveMaximum ?? Infinity);
  return inside ? [] : [{ kind: "range", at: path }];
}
