"""Words, figures and tables as Markdown: what every made page needs."""

from __future__ import annotations

import re
from typing import Any

from hushed.results.markdown import WIDTH, escaped, filled, table

__all__ = ["DIGITS", "WIDTH", "anchor", "escaped", "filled", "plain", "table"]

DIGITS = 6
"""Significant digits of a figure, unless more were printed."""


def plain(value: Any, digits: int = DIGITS) -> str:
    """A number to so many significant digits; words as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:.{digits}g}"


def anchor(heading: str) -> str:
    """The address of a heading on the page."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
