"""Values and what is allowed, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from hushed.errors import LARGEST_WHOLE, echo
from hushed.scenario.shape import Node, Place, alternatives, tag_names, tag_of

_SCHEDULE = "a schedule { at = [rounds], value = [numbers] }"
_TABLE = "a table"


_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "a truth value"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    ((date, time), "a date or time"),
)


def sentence(text: str) -> str:
    """A description as a sentence: a capital first and a full stop last; nothing where there is none."""
    trimmed = text.strip().removesuffix(".")
    return f"{trimmed[:1].upper()}{trimmed[1:]}." if trimmed else ""


def described_value(value: Any) -> str:
    """The type of a value in plain words and, where it is short, the value."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return echo(value)
    return next((f"{words}, {echo(value)}" for kind, words in _TYPES if isinstance(value, kind)), "something else")


def wanted(at: Place, *, brief: bool = False) -> str:
    """What may be written at a place: every kind of value, with its range and unit; `brief` leaves names out."""
    kinds = [_kind(kind, at.unit) for kind in alternatives(at.node)]
    tag = tag_of(at.node)
    if tag:
        kinds = [kind for kind in kinds if kind != _TABLE]
        kinds.append(f"a {tag}" if brief else f"a table with '{tag}' ({', '.join(tag_names(at.node))})")
    if brief:
        kinds = ["a schedule" if kind == _SCHEDULE else kind for kind in kinds]
    # Read in a table, "0 or more or a schedule" would stumble.
    between = ", or " if brief and any("," in kind for kind in kinds) else " or "
    return between.join(dict.fromkeys(kinds)) or "nothing"


def _kind(node: Node, unit: str) -> str:
    if "enum" in node or "const" in node:
        choices = node.get("enum", [node.get("const")])
        return ", ".join(echo(choice) for choice in choices)
    kind = _KINDS.get(node.get("type", ""))
    return kind(node, unit) if kind else "another value"


def _table_kind(node: Node, _unit: str) -> str:
    if {"at", "value"} <= node.get("properties", {}).keys():
        return _SCHEDULE
    return _TABLE


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
