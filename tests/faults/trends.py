"""Whether memory grows: the slope of a straight line through what was measured, in shares of the level an hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Trend(NamedTuple):
    """A straight line through numbers measured over time."""

    measured: int
    level: float
    "Mean of the numbers."
    slope: float
    "Change in an hour, as a share of the level."
    error: float
    "Standard error of that slope, if each number erred by itself."


def trend(seconds: Sequence[float], values: Sequence[float]) -> Trend | None:
    """The line of least squares; None if there are fewer than eight numbers, or none that are apart in time."""
    if len(seconds) < 8 or max(seconds) == min(seconds):
        return None
    hours, level = np.array(seconds) / 3600, float(np.mean(values))
    apart = hours - hours.mean()
    slope = float(apart @ np.array(values) / (apart @ apart))
    rest = np.array(values) - level - slope * apart
    error = float(np.sqrt(rest @ rest / (len(values) - 2) / (apart @ apart)))
    return Trend(len(values), level, slope / level, error / level)


def later(seconds: Sequence[float], values: Sequence[float], *, share: float, length: float) -> Trend | None:
    """The trend of what was measured in the last share of a time of that length, which began at 0."""
    kept = [(when, value) for when, value in zip(seconds, values, strict=True) if when >= (1 - share) * length]
    return trend([when for when, _ in kept], [value for _, value in kept])
