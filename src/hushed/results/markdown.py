"""Words and tables as Markdown: what every document that hushed writes needs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 120
"""Characters of a line of text; tables are as wide as they are."""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A table of cells that are Markdown already; columns in `right` are set to the right."""
    rule = ["---:" if column in right else "---" for column in range(len(headings))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))


def escaped(text: str) -> str:
    """Text whose bars, stars and angles mean themselves, on one line."""
    return re.sub(r"([|*<`])", r"\\\1", " ".join(text.split()))


def filled(text: str) -> str:
    """A paragraph filled to the width of the page."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
