/** What a scenario may hold at each path, looked up in its JSON Schema, so that messages cannot drift from it. */

import { entry, isNumber, isTable, own, type Path, type Table } from "./values.ts";

/** The JSON Schema (draft 2020-12) of a scenario, as `hushed schema` prints it. */
export type JsonSchema = Record<string, unknown>;

/** The part of a JSON Schema that allows the values at one place. */
export interface Node {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Node>;
  additionalProperties?: unknown;
  required?: string[];
  items?: Node;
  oneOf?: Node[];
  anyOf?: Node[];
  default?: unknown;
  unit?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
}

/** What is allowed at one path: its node, and the unit of its numbers ("" if it has none). */
export interface Place {
  node: Node;
  unit: string;
}

const known = new WeakMap<JsonSchema, Node>();

/** The schema with every reference replaced by what it refers to. */
export function shapeOf(schema: JsonSchema): Node {
  const made = known.get(schema) ?? (linked({ ...schema, $defs: null }, schema.$defs as Table) as Node);
  known.set(schema, made);
  return made;
}

function linked(part: unknown, definitions: Table): unknown {
  if (Array.isArray(part)) return part.map((each) => linked(each, definitions));
  if (!isTable(part)) return part;
  const { $ref, ...rest } = part;
  const here = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, linked(inner, definitions)]));
  if (typeof $ref !== "string") return here;
  return { ...(linked(definitions[$ref.slice($ref.lastIndexOf("/") + 1)], definitions) as Table), ...here };
}

/** What is allowed at a path of the (possibly mistaken) data; an empty node where the path leads nowhere. */
export function place(whole: Node, path: Path, data: unknown): Place {
  let at: Place = { node: whole, unit: "" };
  for (const part of path) {
    at = inside(at, part, data);
    data = entry(data, part);
  }
  return { node: resolved(at.node, data), unit: at.unit };
}

function inside(at: Place, part: string | number, data: unknown): Place {
  const node = resolved(at.node, data);
  if (typeof part === "number") return { node: node.items ?? {}, unit: at.unit };
  const inner = own(node.properties, part) ?? {};
  // A schedule's values have the unit of the parameter they set; its rounds do not.
  return { node: inner, unit: inner.unit ?? (part === "value" ? at.unit : "") };
}

/** Of several kinds, the one that the data seems to be meant as. */
function resolved(node: Node, data: unknown): Node {
  const choices = alternatives(node);
  if (choices.length === 1) return choices[0] === node ? node : resolved(choices[0]!, data);
  const tables = choices.filter((kind) => kind.type === "object");
  if (isTable(data)) return tagged(tables, data) ?? (tables.length === 1 ? tables[0]! : node);
  const plain = choices.filter((kind) => (Array.isArray(data) ? kind.type === "array" : !tables.includes(kind)));
  return (Array.isArray(data) || isNumber(data)) && plain.length === 1 ? plain[0]! : node;
}

/** Every kind of value a node allows; the absence of a value is not a kind. */
export function alternatives(node: Node): Node[] {
  const choices = node.oneOf ?? node.anyOf;
  if (choices) return choices.flatMap(alternatives);
  return node.type === "null" ? [] : [node];
}

/** The key by which the tables of a node name their kind ("generator", "distribution"), if they do. */
export function tagOf(node: Node): string | undefined {
  const tables = alternatives(node).flatMap((kind) => (kind.properties ? [kind.properties] : []));
  if (tables.length < 2) return undefined;
  return Object.keys(tables[0]!).find((key) => tables.every((table) => own(table, key)?.const !== undefined));
}

/** The tables of a node by the kinds they can name. */
export function taggedKinds(node: Node, tag: string): Map<string, Node> {
  const tables = alternatives(node).filter((kind) => kind.properties);
  return new Map(tables.map((kind) => [kind.properties![tag]!.const as string, kind]));
}

/** The kinds that the tables of a node can name. */
export function tagNames(node: Node): string[] {
  const tag = tagOf(node);
  return tag ? [...taggedKinds(node, tag).keys()] : [];
}

function tagged(tables: Node[], data: Table): Node | undefined {
  return tables.find((kind) =>
    Object.entries(kind.properties ?? {}).some(
      ([key, inner]) => inner.const !== undefined && own(data, key) === inner.const,
    ),
  );
}

/** Every dotted path that a scenario can set, elements of arrays as index 0. */
export function paths(node: Node, prefix = ""): string[] {
  return alternatives(node).flatMap((kind) => [
    ...Object.entries(kind.properties ?? {}).flatMap(([key, inner]) => [
      prefix + key,
      ...paths(inner, `${prefix}${key}.`),
    ]),
    ...(kind.items?.properties ? paths(kind.items, `${prefix}0.`) : []),
  ]);
}
