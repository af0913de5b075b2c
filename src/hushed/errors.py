"""Mistakes in what a user handed over, told apart from bugs."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(Exception):
    """What the user gave is wrong; the text says where, what, what is allowed, and the nearest valid name.

    Commands print it and exit with 2. Several mistakes found at once are one error with one line each.
    """

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """A closing hint: the nearest allowed name, or the whole list if nothing is near; empty when nothing is allowed."""
    names = list(allowed)
    near = get_close_matches(word, names, n=1, cutoff=0.55)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; allowed: {', '.join(names)}" if names else ""
