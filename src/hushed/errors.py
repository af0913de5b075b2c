"""Mistakes in what a user handed over, told apart from bugs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any
from unicodedata import bidirectional, category

LARGEST_WHOLE = 2**63 - 1
"""The largest whole number that TOML promises to hold."""
_LONGEST_ECHO = 60
_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class InputError(Exception):
    """What the user gave is wrong; the text says where, what, what is allowed, and the nearest valid name.

    Commands print it and exit with 2. Several mistakes found at once are one error with one line each. What could
    take hold of a terminal or hide what is said (control characters, marks that turn the direction of writing) is
    shown as �.
    """

    def __init__(self, *lines: str) -> None:
        lines = tuple(harmless(line) for line in lines)
        self.lines = lines
        super().__init__("\n".join(lines))


def harmless(line: str) -> str:
    """A line that stays one line, and does nothing to the terminal it is read on."""
    flat = line.replace("\n", " ")
    return flat if flat.isprintable() else "".join("�" if _acts(character) else character for character in flat)


def _acts(character: str) -> bool:
    """Whether a character does something rather than being read: a control, or a mark of direction."""
    kind = category(character)
    return kind in ("Cc", "Cs") or (kind == "Cf" and bidirectional(character) in _DIRECTIONS)


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """A closing hint: the nearest allowed name, or the whole list if nothing is near; empty when nothing is allowed."""
    names = list(allowed)
    near = get_close_matches(word, names, n=1, cutoff=0.55)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; allowed: {', '.join(names)}" if names else ""


def hint(word: str, allowed: Iterable[str]) -> str:
    """The nearest allowed name or all of them; words too long to be a slip are not compared."""
    names = list(allowed)
    return did_you_mean(word if len(word) <= _LONGEST_ECHO else "", names)


def shortened(text: str, most: int) -> str:
    """Text on one line, cut with an ellipsis beyond a length."""
    flat = "".join(character if character.isprintable() else "�" for character in text[: most + 1])
    return flat if len(text) <= most else flat[: most - 1] + "…"


def echo(value: Any) -> str:
    """A value as the user wrote it, as far as a short line allows."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return "a whole number beyond 64 bits"
    if isinstance(value, str):
        return f"'{shortened(value, _LONGEST_ECHO)}'"
    return shortened(str(value), _LONGEST_ECHO)
