"""What a scenario may hold at each path, looked up in its JSON Schema, so that messages cannot drift from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from hushed.scenario.positions import Path
from hushed.scenario.schema import Scenario

Node = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario file, with descriptions and units."""
    made = Scenario.model_json_schema(by_alias=True, mode="validation")
    for table in made["$defs"].values():
        # The key that names a table's kind has a default in Python; a file must write it.
        tags = [key for key, inner in table.get("properties", {}).items() if "const" in inner]
        if tags:
            table["required"] = [*tags, *(key for key in table.get("required", ()) if key not in tags)]
    return {"$schema": DIALECT, **made, "title": "hushed scenario"}


@cache
def _whole() -> Node:
    return json_schema()


class Place(NamedTuple):
    """What is allowed at one path: its node of the schema, and the unit of its numbers ('' if it has none)."""

    node: Node
    unit: str


def place(path: Path, data: Any, whole: Node | None = None) -> Place:
    """What is allowed at a path of the (possibly mistaken) data; an empty node where the path leads nowhere.

    `whole` is the schema of a file that is no scenario, with nothing left in it to follow.
    """
    at, data = _at(path, data, whole)
    return Place(resolved(at.node, data), at.unit)


def whole_place(path: Path, data: Any) -> Place:
    """What is allowed at a path: every kind of value, whichever the data holds there."""
    return _at(path, data, None)[0]


def description(path: Path, data: Any) -> str:
    """What is at a path of a scenario, in one sentence; empty where it has none."""
    return str(_at(path, data, None)[0].node.get("description", ""))


def _at(path: Path, data: Any, whole: Node | None) -> tuple[Place, Any]:
    at = Place(_whole() if whole is None else whole, "")
    for part in path:
        at = _inside(at, part, data)
        data = _entry(data, part)
    return at, data


def _entry(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _inside(at: Place, part: str | int, data: Any) -> Place:
    node = resolved(at.node, data)
    if isinstance(part, int):
        return Place(node.get("items", {}), at.unit)
    others = node.get("additionalProperties")
    inner = node.get("properties", {}).get(part, others if isinstance(others, dict) else {})
    # A schedule's values have the unit of the parameter they set; its rounds do not.
    inherited = at.unit if part == "value" else ""
    return Place(inner, inner.get("unit", inherited))


def resolved(node: Node, data: Any) -> Node:
    """The node with references followed and, of several kinds, the one that the data seems to be meant as."""
    node = _followed(node)
    kinds = alternatives(node)
    if len(kinds) == 1:
        return node if kinds[0] is node else resolved(kinds[0], data)
    tables = [kind for kind in kinds if kind.get("type") == "object"]
    if isinstance(data, dict):
        tagged = _tagged(tables, data)
        return tagged or (tables[0] if len(tables) == 1 else node)
    if isinstance(data, list):
        arrays = [kind for kind in kinds if kind.get("type") == "array"]
        return arrays[0] if len(arrays) == 1 else node
    plain = [kind for kind in kinds if kind not in tables]
    return plain[0] if _is_number(data) and len(plain) == 1 else node


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _followed(node: Node) -> Node:
    while "$ref" in node:
        node = _whole()["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def alternatives(node: Node) -> list[Node]:
    """Every kind of value a node allows, nothing left to follow; the absence of a value is not a kind."""
    node = _followed(node)
    choices = node.get("oneOf") or node.get("anyOf")
    if not choices:
        return [] if node.get("type") == "null" else [node]
    return [kind for choice in choices for kind in alternatives(choice)]


def tag_of(node: Node) -> str | None:
    """The key by which the tables of a node name their kind ('generator', 'distribution'), if they do."""
    tables = [kind["properties"] for kind in alternatives(node) if "properties" in kind]
    tags = [key for key, inner in tables[0].items() if "const" in inner] if tables else []
    shared = [tag for tag in tags if all("const" in table.get(tag, {}) for table in tables)]
    return shared[0] if shared and len(tables) > 1 else None


def tag_names(node: Node) -> list[str]:
    """The kinds that the tables of a node can name."""
    tag = tag_of(node)
    return [kind["properties"][tag]["const"] for kind in alternatives(node) if "properties" in kind] if tag else []


def _tagged(tables: list[Node], data: dict[str, Any]) -> Node | None:
    for kind in tables:
        for key, inner in kind.get("properties", {}).items():
            if "const" in inner and data.get(key) == inner["const"]:
                return kind
    return None


def paths(node: Node | None = None, prefix: tuple[str, ...] = ()) -> Iterator[str]:
    """Every dotted path that a scenario can set, elements of arrays as index 0."""
    for kind in alternatives(_whole() if node is None else node):
        for key, inner in kind.get("properties", {}).items():
            yield ".".join((*prefix, key))
            yield from paths(inner, (*prefix, key))
        if "items" in kind and "properties" in _followed(kind["items"]):
            yield from paths(kind["items"], (*prefix, "0"))
