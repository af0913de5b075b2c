"""A walk through every table and every value that a JSON Schema allows, and documents that plant something there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Node = dict[str, Any]


class Step(NamedTuple):
    """One table on the way to a place: what names its kind, and the key to go on with; an index into an array."""

    constants: tuple[tuple[str, Any], ...]
    key: str | int


Trail = tuple[Step, ...]


class Table(NamedTuple):
    """A table that can be written, how to get there, and what names its kind."""

    trail: Trail
    node: Node
    constants: tuple[tuple[str, Any], ...]


class Value(NamedTuple):
    """A place for a value that is no table, and how to get there."""

    trail: Trail
    node: Node


def walk(schema: Node) -> Iterator[Table | Value]:
    """Every table, array and plain value of a schema, each kind of a place on its own."""
    yield from _walk(schema, schema, ())


def _walk(schema: Node, node: Node, trail: Trail) -> Iterator[Table | Value]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    unknown = node.keys() & {"patternProperties", "if", "then", "not", "prefixItems", "$dynamicRef"}
    assert not unknown, f"{path_of(trail)}: this walk does not know {unknown}, so it could miss an input"
    choices = [each for kind in ("oneOf", "anyOf", "allOf") for each in node.get(kind, ())]
    for choice in choices:
        yield from _walk(schema, choice, trail)
    if choices:
        return
    if node.get("type") == "object" or "properties" in node:
        inside = node.get("properties", {})
        constants = tuple((key, inner["const"]) for key, inner in inside.items() if "const" in inner and trail)
        yield Table(trail, node, constants)
        for key, inner in inside.items():
            yield from _walk(schema, inner, (*trail, Step(constants, key)))
        return
    yield Value(trail, node)
    if node.get("type") == "array":
        yield from _walk(schema, node.get("items", {}), (*trail, Step((), 0)))


def path_of(trail: Trail) -> str:
    """The dotted path of a place, as messages write it."""
    return ".".join(str(step.key) for step in trail)


def document(trail: Trail, value: Any) -> Any:
    """Nested tables that hold the value at the end of the trail, and what names each table's kind on the way."""
    if not trail:
        return value
    step, inner = trail[0], document(trail[1:], value)
    return [inner] if step.key == 0 else {**dict(step.constants), str(step.key): inner}
