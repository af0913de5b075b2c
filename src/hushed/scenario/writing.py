"""TOML text from nested tables, always laid out the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

HEADED = 2
"""Tables down to this depth get a header of their own; deeper ones are written inline."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: Mapping[str, Any], *, headed: int = HEADED) -> str:
    """TOML of nested tables of numbers, text, truth values and lists; plain values come before tables with headers.

    `headed` is how deep tables get a header.
    """
    return "\n".join(_lines(table, (), headed)) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...], depth: int) -> Iterator[str]:
    headed = {key: value for key, value in table.items() if len(path) < depth and isinstance(value, Mapping)}
    listed = {key: value for key, value in table.items() if _lists_tables(value)}
    for key, value in table.items():
        if key not in headed and key not in listed:
            yield f"{_key(key)} = {toml_value(value)}"
    for key, value in headed.items():
        if not _opened_by_its_tables(value, depth - len(path) - 1):
            yield from ("", f"[{_header(*path, key)}]")
        yield from _lines(value, (*path, key), depth)
    for key, tables in listed.items():
        for each in tables:
            yield from ("", f"[[{_header(*path, key)}]]")
            yield from _inline(each)


def _opened_by_its_tables(table: Mapping[str, Any], levels: int) -> bool:
    return levels > 0 and bool(table) and all(isinstance(inner, Mapping) for inner in table.values())


def _inline(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_key(key)} = {toml_value(value)}"


def _header(*keys: str) -> str:
    return ".".join(map(_key, keys))


def _key(key: str) -> str:
    """A key as TOML writes it: in quotes where it holds more than letters, digits, '_' and '-'."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _lists_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, Mapping) for each in value)


def toml_value(value: Any) -> str:
    """One value as TOML on one line."""
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character JSON leaves bare.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_inline(value))} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(each) for each in value)}]"
    return repr(value)
