"""What is estimated of invented people and of series: correlations, breaks, matched differences, elasticities.

Each is an aggregate: arrays over people go in, and single numbers come out.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark
from hushed.society.network import Network

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def correlation(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Pearson's correlation of two arrays of the same shape; 0 where one of them does not vary, or is empty."""
    if np.size(one) == 0:
        return 0.0
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    a, b = a - a.mean(), b - b.mean()
    spread = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / spread if spread > 0.0 else 0.0


class Segments(NamedTuple):
    """A line with a break: y = level + trend t + [t >= break] (step + bend (t - break)), t in rounds from 0."""

    level: float
    trend: float
    step: float
    "How far the series jumps at the break, against where it would have been."
    bend: float
    "By how much the trend changes."
    relative_step: float
    "The jump as a share of where the series would have been."


def segmented(series: Floats, break_at: int) -> Segments:
    """Ordinary least squares of an interrupted time series (Wagner, Soumerai, Zhang & Ross-Degnan 2002).

    Raises ValueError unless there are two rounds or more on both sides of the break.
    """
    if not 2 <= break_at <= len(series) - 2:
        raise ValueError(f"a break at {break_at} leaves fewer than two of {len(series)} rounds on one side")
    t = np.arange(len(series), dtype=np.float64)
    after = (t >= break_at).astype(np.float64)
    columns = np.column_stack([np.ones_like(t), t, after, after * (t - break_at)])
    level, trend, step, bend = np.linalg.lstsq(columns, series, rcond=None)[0].tolist()
    expected = level + trend * break_at
    return Segments(level, trend, step, bend, step / expected if expected else math.nan)


def trend_of(series: Floats) -> float:
    """The slope of the least-squares line through a series, per round."""
    t = np.arange(len(series)) - (len(series) - 1) / 2.0
    return float(t @ series) / float(t @ t)


def elasticity(x: Floats, y: Floats) -> float:
    """The slope of ln y on ln x over the points where both are above 0; NaN with fewer than two of them."""
    both = (x > 0.0) & (y > 0.0)
    if both.sum() < 2:
        return math.nan
    a, b = np.log(x[both]), np.log(y[both])
    a = a - a.mean()
    return float(a @ b) / float(a @ a)


def matched_difference(outcome: Floats, treated: Flags, control: Flags, strata: NDArray[np.int64]) -> float:
    """Mean outcome of the treated less that of the controls in the same stratum, weighted by the treated.

    Strata without a control are left out; NaN where none is left.
    """
    cells = int(strata.max()) + 1
    here = [np.bincount(strata[who], minlength=cells).astype(np.float64) for who in (treated, control)]
    sums = [np.bincount(strata[who], weights=outcome[who], minlength=cells) for who in (treated, control)]
    both = (here[0] > 0) & (here[1] > 0)
    if not both.any():
        return math.nan
    apart = sums[0][both] / here[0][both] - sums[1][both] / here[1][both]
    return float(np.average(apart, weights=here[0][both]))


def live_ties(run: Simulation) -> Flags:
    """Which entries of the online layer's rows still stand."""
    entries = run.society.online.friends.size
    if len(run.state.cut) == 0:
        return np.ones(entries, dtype=np.bool_)
    live: Flags = np.unpackbits(run.state.cut, count=entries, bitorder="little") == 0
    return live


def over_friends(network: Network, values: NDArray[Any], live: Flags) -> Floats:
    """The sum of a value over everybody's friends on live ties."""
    told = np.where(live, np.asarray(values, dtype=np.float64)[network.friends], 0.0)
    ends = np.concatenate(([0.0], np.cumsum(told)))
    offsets = network.offsets.astype(np.int64)
    sums: Floats = ends[offsets[1:]] - ends[offsets[:-1]]
    return sums


def shares(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def loud(run: Simulation) -> Flags:
    """Who spoke above the line in the round just played."""
    spoke: Flags = (run.state.mark & np.uint8(Mark.LOUD)) != 0
    return spoke


def dissenters(run: Simulation) -> Flags:
    """Who has something to say that lies beyond the line."""
    return run.society.people.desire > np.float32(run.terms.tolerance)


def curbed(run: Simulation) -> Flags:
    """Who said less than she wished to in the round just played."""
    return run.state.voice < run.society.people.desire
