"""From replicates to a verdict: intervals over independent societies, and the three kinds of test used on patterns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from hushed.replications.panels import Panel, Series
from hushed.replications.targets import Docked, Docking, Level, Target

NAME = "patterns"
ERROR_RATE = 0.05
"""Chance that any interval of one pattern misses, whatever its number of tests (Bonferroni)."""


class Interval(NamedTuple):
    """A mean over replicates and a t-interval around it."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.4g} [{self.low:.4g}, {self.high:.4g}]"


class Found(NamedTuple):
    """What one pattern came to: targets, plain results, pictures, and whether the relation itself holds."""

    docked: tuple[Docked, ...]
    results: Mapping[str, Any]
    panels: tuple[Panel, ...] = ()

    def docking(self, item: str) -> Docking:
        """The docking of the item."""
        return Docking(NAME, item, self.docked, _told(self.results), self.panels)

    @property
    def relations_hold(self) -> bool:
        """Whether every target of level relation passed."""
        return all(one.passed for one in self.docked if one.target.level is Level.RELATION)


def _told(value: Any) -> Any:
    """Plain results, with null for what is no number: JSON has no other word."""
    if isinstance(value, Mapping):
        return {name: _told(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_told(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def interval(values: Sequence[float], *, tests: int = 1) -> Interval:
    """Mean and t-interval of independent replicates at confidence 1 - 0.05 / tests; NaN ends with fewer than two."""
    from scipy.special import stdtrit

    known = np.asarray(values, dtype=np.float64)
    if len(known) < 2 or not np.isfinite(known).all():
        return Interval(float(known.mean()) if len(known) else math.nan, math.nan, math.nan)
    reach = float(stdtrit(len(known) - 1, 1.0 - ERROR_RATE / tests / 2.0))
    margin = reach * float(known.std(ddof=1)) / math.sqrt(len(known))
    mean = float(known.mean())
    return Interval(mean, mean - margin, mean + margin)


def interval_of_share(share: float, people: int, *, tests: int = 1) -> float:
    """Half the width of the normal interval around a share found among some people, at confidence 1 - 0.05 / tests."""
    from scipy.special import ndtri

    return float(ndtri(1.0 - ERROR_RATE / tests / 2.0)) * math.sqrt(share * (1.0 - share) / people)


def has_sign(name: str, published: str, source: str, values: Sequence[float], *, positive: bool, tests: int) -> Docked:
    """A relation: the interval over replicates lies wholly above 0, or wholly below."""
    found = interval(values, tests=tests)
    passed = found.low > 0.0 if positive else found.high < 0.0
    side = "above" if positive else "below"
    words = f"{_confidence(tests)} t-interval over {len(values)} replicates lies {side} 0"
    return Target(name, published, source, Level.RELATION, test=words).judged(str(found), passed=bool(passed))


def holds(
    name: str, published: float, source: str, values: Sequence[float], *, tests: int, people: int | None = None
) -> Docked:
    """A figure: |mean - published| is within both samplings' errors; `people` were asked for the published share."""
    found = interval(values, tests=tests)
    margin = (found.high - found.low) / 2.0
    words = f"published figure in the {_confidence(tests)} t-interval over {len(values)} replicates"
    if people is not None:
        margin = math.hypot(margin, interval_of_share(published, people, tests=tests))
        words += f", widened by the sampling error of the {people} people asked"
    passed = bool(abs(found.mean - published) <= margin)
    return Target(name, published, source, Level.DISTRIBUTION, test=words).judged(str(found), passed=passed)


def within_grid(name: str, published: float, source: str, means: Sequence[float], *, grid: str) -> Docked:
    """Whether a published figure can be produced at all: it lies between the least and the largest of a grid."""
    low, high = min(means), max(means)
    words = f"lies between the means over {grid}, which change without a jump"
    ours = f"{low:.4g} to {high:.4g}"
    return Target(name, published, source, Level.RELATION, test=words).judged(ours, passed=low <= published <= high)


def claim(name: str, published: str, source: str, test: str, ours: str, *, passed: bool) -> Docked:
    """A relation judged in another way than by one interval."""
    return Target(name, published, source, Level.RELATION, test=test).judged(ours, passed=passed)


def where_crossed(x: Sequence[float], y: Sequence[float], value: float) -> float:
    """The first x, by straight lines between points, at which y has a value; NaN where it never has."""
    for place in range(len(x) - 1):
        here, there = y[place] - value, y[place + 1] - value
        if here == 0.0:
            return float(x[place])
        if here * there < 0.0:
            return float(x[place] + (x[place + 1] - x[place]) * here / (here - there))
    return float(x[-1]) if y[-1] == value else math.nan


def banded(label: str, x: Sequence[float], found: Sequence[Interval]) -> Series:
    """A line with its intervals."""
    mean, low, high = zip(*found, strict=True)
    return Series(label, list(x), list(mean), low=list(low), high=list(high))


def level_line(label: str, x: Sequence[float], value: float) -> Series:
    """A published figure drawn across a panel."""
    return Series(label, [min(x), max(x)], [value, value], published=True)


def rows(x: Sequence[float], found: Sequence[Interval]) -> list[dict[str, float]]:
    """Plain rows of a grid: value, mean and interval."""
    return [{"value": float(one), **each._asdict()} for one, each in zip(x, found, strict=True)]


def _confidence(tests: int) -> str:
    return f"{100.0 * (1.0 - ERROR_RATE / tests):.4g} %"
