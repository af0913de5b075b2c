"""What is wrong at a path and what is allowed there, in one line of plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from hushed.errors import did_you_mean
from hushed.scenario.positions import Path
from hushed.scenario.shape import Node, Place, alternatives, place, tag_names, tag_of

SCHEDULE = "a schedule { at = [rounds], value = [numbers] }"
"""How messages name a schedule."""

_LONGEST_ECHO = 60
_LONGEST_TEXT = 300
_LARGEST_WHOLE = 2**63 - 1


class Mistake(NamedTuple):
    """One mistake: the path it is at, and what is wrong and allowed there."""

    path: Path
    text: str


def mistake(error: ErrorDetails, data: Any) -> Mistake | None:
    """The mistake that a validation error stands for; None if it only follows from another one."""
    path = written_path(error, data)
    kind = error["type"]
    if kind == "extra_forbidden":
        return Mistake(path, _unknown_key(path, data))
    if kind == "missing":
        return Mistake(path, f"missing; wanted: {wanted(place(path, data))}")
    found, at = entry(data, path), place(path, data)
    if kind in ("too_short", "too_long"):
        return _wrong_length(error, path, found)
    tag = tag_of(at.node)
    if kind in _NAMING and isinstance(found, dict) and tag:
        return _wrong_tag(path, tag, tag_names(at.node), found)
    return Mistake(path, _wrong_value(kind, error, found, at))


_NAMING = ("name_missing", "name_unknown", "union_tag_invalid", "union_tag_not_found")


def written_path(error: ErrorDetails, data: Any) -> Path:
    """The path as the user wrote it: an error's place without the names of the kinds it was validated as."""
    path: Path = ()
    parts = error["loc"]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        named = isinstance(data, dict) and part in data
        listed = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if named or listed or (last and error["type"] == "missing"):
            path = (*path, part)
            data = data[part] if named or listed else None
    return path


def entry(data: Any, path: Path) -> Any:
    """What is written at a path that exists."""
    for part in path:
        data = data[part]
    return data


def _unknown_key(path: Path, data: Any) -> str:
    allowed = place(path[:-1], data).node.get("properties", {})
    return f"unknown key{hint(str(path[-1]), allowed)}"


def hint(word: str, allowed: Iterable[str]) -> str:
    """The nearest allowed name or all of them; words too long to be a slip are not compared."""
    names = list(allowed)
    return did_you_mean(word if len(word) <= _LONGEST_ECHO else "", names)


def _wrong_tag(path: Path, tag: str, names: list[str], found: dict[str, Any]) -> Mistake:
    if tag not in found:
        return Mistake((*path, tag), f"missing; allowed: {', '.join(names)}")
    name = found[tag]
    if not isinstance(name, str):
        return Mistake((*path, tag), f"found {described_value(name)}; allowed: {', '.join(names)}")
    return Mistake((*path, tag), f"unknown {tag} {echo(name)}{hint(name, names)}")


def _wrong_length(error: ErrorDetails, path: Path, found: Any) -> Mistake | None:
    context = error.get("ctx", {})
    limit = context.get("min_length", context.get("max_length", 0))
    count = len(found)
    if error["type"] == "too_short":
        # Elements that are wrong themselves are not counted, so a list can seem shorter than it is written.
        return Mistake(path, f"{_elements(count)}; allowed: {limit} or more") if count < limit else None
    return Mistake(path, f"{_elements(count)}; allowed: at most {limit}")


def _elements(count: int) -> str:
    return f"{count} element" if count == 1 else f"{count} elements"


def _wrong_value(kind: str, error: ErrorDetails, found: Any, at: Place) -> str:
    if kind in ("less_than_equal", "greater_than_equal", "less_than", "greater_than"):
        return f"{echo(found)} is out of range; allowed: {allowed_range(at)}"
    if kind == "finite_number":
        return f"{echo(found)} is not a finite number; allowed: {allowed_range(at)}"
    if kind == "literal_error" and isinstance(found, str) and (names := _texts(at.node)):
        return f"{echo(found)} is not allowed{hint(found, names)}"
    if kind == "literal_error" and not isinstance(found, str | bool | float) and not _texts(at.node):
        return f"{echo(found)} is not allowed; allowed: {wanted(at)}"
    if kind == "string_too_long":
        return f"{len(found)} characters; allowed: at most {at.node['maxLength']}"
    if kind == "value_error":
        return shortened(error["msg"].removeprefix("Value error, "), _LONGEST_TEXT)
    if kind.endswith("_type") or kind in ("literal_error", "table_expected", *_NAMING):
        return f"found {described_value(found)}; wanted: {wanted(at)}"
    return shortened(error["msg"], _LONGEST_TEXT)


def _texts(node: Node) -> list[str]:
    choices = node.get("enum", [node["const"]] if "const" in node else [])
    return [choice for choice in choices if isinstance(choice, str)]


def shortened(text: str, most: int) -> str:
    """Text on one line, cut with an ellipsis beyond a length."""
    flat = "".join(character if character.isprintable() else "�" for character in text[: most + 1])
    return flat if len(text) <= most else flat[: most - 1] + "…"


def echo(value: Any) -> str:
    """A value as the user wrote it, as far as a short line allows."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return "a whole number beyond 64 bits"
    if isinstance(value, str):
        return f"'{shortened(value, _LONGEST_ECHO)}'"
    return shortened(str(value), _LONGEST_ECHO)


_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "a truth value"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    ((date, time), "a date or time"),
)


def described_value(value: Any) -> str:
    """The type of a value in plain words and, where it is short, the value."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        return echo(value)
    return next((f"{words}, {echo(value)}" for kind, words in _TYPES if isinstance(value, kind)), "something else")


def wanted(at: Place) -> str:
    """What may be written at a place: every kind of value, with its range and unit."""
    kinds = [_kind(kind, at.unit) for kind in alternatives(at.node)]
    tag = tag_of(at.node)
    if tag:
        kinds = [kind for kind in kinds if not kind.startswith("a table")]
        kinds.append(f"a table with '{tag}' ({', '.join(tag_names(at.node))})")
    return " or ".join(dict.fromkeys(kinds)) or "nothing"


def _kind(node: Node, unit: str) -> str:
    if "enum" in node or "const" in node:
        choices = node.get("enum", [node.get("const")])
        return ", ".join(echo(choice) for choice in choices)
    kind = _KINDS.get(node.get("type", ""))
    return kind(node, unit) if kind else "another value"


def _table_kind(node: Node, _unit: str) -> str:
    if {"at", "value"} <= node.get("properties", {}).keys():
        return SCHEDULE
    return "a table"


_KINDS: dict[str, Callable[[Node, str], str]] = {
    "number": lambda node, unit: _ranged("a number", node, unit),
    "integer": lambda node, unit: _ranged("a whole number", node, unit),
    "string": lambda _node, _unit: "text in quotes",
    "boolean": lambda _node, _unit: "true or false",
    "array": lambda _node, _unit: "an array",
    "object": _table_kind,
}


def _ranged(words: str, node: Node, unit: str) -> str:
    span = _span(node)
    return words + (f" from {span}" if " to " in span else f", {span}" if span else "") + (f" ({unit})" if unit else "")


def allowed_range(at: Place) -> str:
    """The numbers allowed at a place, with their unit."""
    numbers = [kind for kind in alternatives(at.node) if kind.get("type") in ("number", "integer")]
    span = (_span(numbers[0]) if numbers else "") or "any finite number"
    return span + (f" ({at.unit})" if at.unit else "")


def _span(node: Node) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    above, below = node.get("exclusiveMinimum"), node.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f"{_number(low)} to {_number(high)}"
    lower = f"above {_number(above)}" if above is not None else f"{_number(low)} or more" if low is not None else ""
    upper = f"below {_number(below)}" if below is not None else f"at most {_number(high)}" if high is not None else ""
    return ", ".join(limit for limit in (lower, upper) if limit)


def _number(value: float) -> str:
    return f"{int(value):_}" if value == int(value) else f"{value:g}"
