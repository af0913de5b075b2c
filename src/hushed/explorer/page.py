"""The built page, and how what it is to open is put into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

_PLACE = '<script type="application/json" id="handed">{}</script>'
_EMPTY = _PLACE.format("null")
_OPENING = _PLACE.partition("{")[0]
_TITLE = "<title>hushed explorer</title>"
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<\u2028\u2029"}
"""What could end the element, or a line of script, from within a text."""

_EXACT = 2.0**53
"""Below it every whole number is one of JavaScript's."""


def built_page() -> str:
    """The page as it was built, empty: opened like that it tells the story."""
    return (files(__package__) / "page.html").read_text(encoding="utf-8")


def filled(page: str, handed: Mapping[str, Any], *, title: str | None = None) -> str:
    """The page with what it is to open inside it, and with a title of its own; the same input gives the same text.

    Numbers must be finite: JSON knows no others.
    """
    text = json.dumps(_short(handed), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    parts = {_EMPTY: _PLACE.format(text), _TITLE: f"<title>{escape(title)} · hushed</title>" if title else _TITLE}
    for empty, full in parts.items():
        before, found, after = page.partition(empty)
        if not found or empty in after:
            raise ValueError(f"the page must hold {empty} once")
        page = before + full + after
    return page


def _short(value: Any) -> Any:
    """The same for JavaScript, to which 1.0 and 1 are one number, in fewer characters."""
    if isinstance(value, Mapping):
        return {key: _short(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_short(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT and str(value) != "-0.0":
        return int(value)
    return value


def is_page(file: Path) -> bool:
    """Whether a file is an explorer's page."""
    try:
        return _OPENING in file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
