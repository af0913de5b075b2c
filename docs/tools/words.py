"""Words, figures and tables as Markdown: what every made page needs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

WIDTH = 120
"""Characters of a line of text; tables are as wide as they are."""
DIGITS = 6
"""Significant digits of a figure, unless more were printed."""
_AUTHOR = r"(?:[\w'-]+ )*[\w'-]+, (?:[A-Z]\.[ -]?)+"
_AUTHORS = re.compile(rf"((?:{_AUTHOR}(?:, |& |, & )*)+(?:et al\. )?)\((\d{{4}})\)")


def plain(value: Any, digits: int = DIGITS) -> str:
    """A number to so many significant digits; words as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.{digits}g}"


def cited(citation: str) -> str:
    """Authors and year of every work in a citation: 'Castillo & Cozzo 2025; Ross et al. 2019'."""
    works = []
    for authors, year in _AUTHORS.findall(citation):
        names = [name.split(",")[0] for name in re.findall(_AUTHOR, authors)]
        many = len(names) > 2 or "et al." in authors
        works.append(f"{names[0]} et al. {year}" if many else f"{' & '.join(names)} {year}")
    return "; ".join(works)


def anchor(heading: str) -> str:
    """The address of a heading on the page."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


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
