"""Changes to a scenario made outside its file: `--set path=value` and the options that stand for one."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from hushed.errors import hint, shortened
from hushed.scenario.positions import Path
from hushed.scenario.shape import paths, place
from hushed.scenario.wording import described_value

_LONGEST_LABEL = 80


class Change(NamedTuple):
    """A value for one path, and the words that the user wrote it with."""

    label: str
    path: Path
    value: Any


class Refused(Exception):
    """A change that cannot be made; the text says why."""


def read_change(written: str) -> Change:
    """The change that `path=value` asks for; the value is TOML, or text if it is not. Refused without an '='."""
    label = shortened(f"--set {written}", _LONGEST_LABEL)
    target, equals, value = written.partition("=")
    if not equals or not target.strip():
        raise Refused(f"{label}: write it as path=value, for example regime.scoring.severity=0.5")
    path = tuple(int(part) if part.isdecimal() else part for part in target.strip().split("."))
    return Change(label, path, _value(value.strip()))


def _value(text: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return parsed["value"] if len(parsed) == 1 else text


def apply_change(change: Change, data: dict[str, Any], complete: dict[str, Any] | None) -> None:
    """Sets the value in the data in place; tables not written yet are taken from the complete scenario, if given.

    Raises Refused for a path that leads nowhere.
    """
    table: Any = data
    full: Any = complete
    for depth, part in enumerate(change.path[:-1]):
        _check_known(change, depth, data)
        full = _entry(full, part)
        if isinstance(table, dict) and part not in table:
            table[part] = full if isinstance(full, dict | list) else {}
        table = _stepped(change, depth, table)
    last = len(change.path) - 1
    _check_known(change, last, data)
    _check_element(change, last, table)
    table[change.path[-1]] = change.value


def _entry(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _stepped(change: Change, depth: int, table: Any) -> Any:
    _check_element(change, depth, table)
    inner = table[change.path[depth]]
    if not isinstance(inner, dict | list):
        outer = dotted(change.path[: depth + 1])
        raise Refused(f"{change.label}: {outer} is {described_value(inner)}, and has no parts; set {outer} as a whole")
    return inner


def _check_element(change: Change, depth: int, table: Any) -> None:
    """Refuses an index where there is no such element, and a name where an index is due."""
    part, outer = change.path[depth], dotted(change.path[:depth])
    if isinstance(table, dict):
        if isinstance(part, int):
            raise Refused(f"{change.label}: {outer or 'the scenario'} is a table; name its key in place of {part}")
    elif not isinstance(part, int):
        raise Refused(f"{change.label}: {outer} is an array; give the number of an element, from 0")
    elif part >= len(table):
        allowed = f"the last is {len(table) - 1}" if table else "it is empty"
        raise Refused(f"{change.label}: {outer} has no element {part}; {allowed}")


def _check_known(change: Change, depth: int, data: dict[str, Any]) -> None:
    """Refuses a name that no table there can have, with the nearest valid path."""
    part, outer = change.path[depth], change.path[:depth]
    node = place(outer, data).node
    known = node.get("properties")
    if known is None or isinstance(part, int) or part in known:
        return
    raise Refused(f"{change.label}: unknown key{nearest_path(change.path, depth, known)}")


def nearest_path(path: Path, depth: int, known: Sequence[str]) -> str:
    """A hint with the nearest path that exists: one key corrected, else the same key elsewhere, else what is near."""
    whole, last = dotted(path), str(path[-1])
    every = list(paths())
    near = get_close_matches(str(path[depth])[:_LONGEST_LABEL], known, n=1, cutoff=0.55)
    if near:
        return f"; did you mean '{dotted((*path[:depth], near[0], *path[depth + 1 :]))}'?"
    same = [candidate for candidate in every if candidate.rpartition(".")[2] == last and candidate != whole]
    if same:
        return f"; did you mean '{same[0]}'?"
    return hint("", known)


def dotted(path: Path) -> str:
    """A path as it is written: its parts joined by dots."""
    return shortened(".".join(str(part) for part in path), _LONGEST_LABEL)
