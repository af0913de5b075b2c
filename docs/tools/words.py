"""Words, figures and tables as Markdown: what every made page needs."""

from __future__ import annotations

import re
from typing import Any

from hushed.results.markdown import WIDTH, escaped, filled, table

__all__ = ["DIGITS", "WIDTH", "anchor", "cited", "escaped", "filled", "plain", "table"]

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
