"""What a check of this machine says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple


class Check(NamedTuple):
    """One check: what should hold, whether it does, and what was found if not."""

    name: str
    passed: bool
    detail: str
    figure: str = ""
    "What the statistic is; empty where the check only says yes or no."
    statistic: float | None = None
    low: float | None = None
    "The least the statistic may be, and"
    high: float | None = None
    "the most."
    part: str = ""
    "The part of hushed that it looks at."


def checked(name: str, check: Callable[[], str], *, part: str = "") -> Check:
    """Run a check that says what is wrong, or nothing; an error in it is its failure and stops no other."""
    try:
        detail = check()
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
    return Check(name, not detail, detail, part=part)


def within(
    name: str, figure: str, statistic: float, low: float | None = None, high: float | None = None, *, part: str
) -> Check:
    """A check of one figure, which must lie from `low` to `high`; NaN lies nowhere."""
    statistic = float(statistic)
    passed = (low is None or statistic >= low) and (high is None or statistic <= high) and not math.isnan(statistic)
    return Check(name, passed, "" if passed else f"{figure} {statistic:.4g}", figure, statistic, low, high, part)
