"""Where in a TOML text each key is written; the standard parser does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
Positions = dict[Path, int]

MOST_LINES = 20_000
"""Texts longer than this get no line numbers: finding them would take longer than the mistake deserves."""
_MOST_ATTEMPTS = 200
_DEEPEST = 32


def positions(text: str) -> Positions:
    """The line, from 1, of the statement that first names each path; empty for a text above MOST_LINES.

    Needs valid TOML. A statement spread over several lines counts as its first line.
    """
    found: Positions = {}
    if text.count("\n") > MOST_LINES:
        return found
    table: Path = ()
    counts: dict[Path, int] = {}
    for line, statement, header in _statements(text.replace("\r\n", "\n")):
        if header:
            table = _opened(statement, counts)
            paths: Iterator[Path] = (table[:end] for end in range(1, len(table) + 1))
        else:
            paths = _paths(statement, table)
        for path in paths:
            found.setdefault(path, line)
    return found


def line_of(found: Positions, path: Path) -> int | None:
    """The line of a path, or of the nearest table around it that is written; None if there is none."""
    return next((found[path[:end]] for end in range(len(path), 0, -1) if path[:end] in found), None)


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """Each statement's first line, its parsed content, and whether it opens a table.

    A statement is the shortest run of lines that parses by itself: TOML ends one at the first line end that it can.
    """
    pending: list[str] = []
    start, attempts = 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            start, attempts = number, 0
        pending.append(line)
        if len(pending) > 1 and not _may_close(line):
            continue
        attempts += 1
        if attempts > _MOST_ATTEMPTS:
            return
        try:
            parsed = tomllib.loads("\n".join(pending))
        except ValueError:
            continue
        yield start, parsed, pending[0].lstrip().startswith("[")
        pending = []


def _may_close(line: str) -> bool:
    """Whether a line could end a statement that began on an earlier one."""
    return any(mark in line for mark in ("]", "}", '"""', "'''"))


def _opened(header: dict[str, Any], counts: dict[Path, int]) -> Path:
    """The path that a table header opens; an array of tables opens its next element."""
    path: Path = ()
    inner: Any = header
    while isinstance(inner, dict) and inner:
        key, inner = next(iter(inner.items()))
        path = (*path, key)
        if isinstance(inner, list):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _paths(value: Any, path: Path) -> Iterator[Path]:
    """Every path inside a value, from the outermost in."""
    if len(path) > _DEEPEST:
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _paths(inner, (*path, key))
