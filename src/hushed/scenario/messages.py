"""What is wrong at a path and what is allowed there, in one line of plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from hushed.errors import LARGEST_WHOLE, echo, hint, shortened
from hushed.scenario.positions import Path
from hushed.scenario.shape import Node, Place, place, tag_names, tag_of
from hushed.scenario.wording import allowed_range, described_value, wanted
from hushed.society.distributions import NAMES as DISTRIBUTIONS
from hushed.society.generators.specs import NAMES as GENERATORS

_LONGEST_TEXT = 300


class Mistake(NamedTuple):
    """One mistake: the path it is at, and what is wrong and allowed there."""

    path: Path
    text: str


def mistake(error: ErrorDetails, data: Any, whole: Node | None = None) -> Mistake | None:
    """The mistake that a validation error stands for; None if it only follows from another one.

    `whole` is the schema of a file that is no scenario.
    """
    path = written_path(error, data)
    kind = error["type"]
    if kind == "extra_forbidden":
        return Mistake(path, _unknown_key(path, data, whole))
    at = place(path, data, whole)
    if kind == "missing":
        return Mistake(path, f"missing; wanted: {wanted(at)}")
    found = entry(data, path)
    if kind in ("too_short", "too_long"):
        return _wrong_length(error, path, found)
    tag = tag_of(at.node)
    if kind in _NAMING and isinstance(found, dict) and tag:
        return _wrong_tag(path, tag, tag_names(at.node), found)
    return Mistake(path, _wrong_value(kind, error, found, at))


def too_large(data: Any) -> Iterator[Mistake]:
    """Whole numbers that TOML does not promise to hold, and that not every program could read back."""
    for path in _oversized(data, ()):
        yield Mistake(path, f"a whole number beyond 64 bits; allowed: {allowed_range(place(path, data))}")


def _oversized(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _oversized(inner, (*path, key))


_TAGS = frozenset(("number", "schedule", "switch", "network", "same", *GENERATORS, *DISTRIBUTIONS))
"""Names of the kinds a value is validated as; no key that a scenario knows is called so."""
_NAMING = ("name_missing", "name_unknown", "union_tag_invalid", "union_tag_not_found")


def written_path(error: ErrorDetails, data: Any) -> Path:
    """The path as the user wrote it: an error's place without the names of the kinds it was validated as."""
    path: Path = ()
    parts = error["loc"]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part in _TAGS and not (last and error["type"] == "extra_forbidden"):
            continue
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


def _unknown_key(path: Path, data: Any, whole: Node | None) -> str:
    allowed = place(path[:-1], data, whole).node.get("properties", {})
    return f"unknown key{hint(str(path[-1]), allowed)}"


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
    if kind == "literal_error" and type(found) is int and not _texts(at.node):
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
