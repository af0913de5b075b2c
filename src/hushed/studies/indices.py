"""How much each parameter matters to an outcome: Morris's effects and Sobol's indices, with bootstrap intervals.

Everything here works on plain arrays: values of one outcome at the points of a design, in the design's order.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.random import Channel, uniforms
from hushed.results.statistics import t_quantile
from hushed.studies.sensitivity_designs import RESAMPLING, rows_of

Floats = NDArray[np.float64]
Method = Literal["morris", "sobol"]
RESAMPLES = 1000
"""Bootstrap resamples of trajectories or cross-samples."""
FEWEST = 4
"""Trajectories or cross-samples from which there are intervals."""
MEASURES: dict[Method, dict[str, str]] = {
    "morris": {
        "effect": "mu*: how far the outcome moves, either way, as the parameter goes through its range",
        "mean_effect": "mu: the same with its sign",
        "spread": "sigma: how far that differs from place to place, for bends and for other parameters",
    },
    "sobol": {
        "total": "S_T: share of the outcome's variance that would be gone were all but this parameter known",
        "first": "S_1: share of the outcome's variance that would be gone were this parameter known",
    },
}
"""What each method gives of a parameter, the one it is ranked by first."""
NEVER_BELOW_ZERO = ("effect", "spread", "total")
"""Measures that are means of squares or of absolute values, so that their intervals end at zero."""


class Index(NamedTuple):
    """One number for one parameter with its 95 % interval; the ends are NaN where there is none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Indices:
    """What matters to one outcome."""

    method: Method
    samples: int
    "Trajectories or cross-samples that they rest on."
    measures: dict[str, tuple[Index, ...]]
    "By name of the measure, one for each parameter."
    noise: float
    "Share of the variance over points that is luck of the replicates; NaN with one replicate."


def indices(
    method: Method, shares: Floats, values: Floats, *, seed: int, common: bool, samples: int | None = None
) -> Indices:
    """The indices of one outcome from its values at all points, shape (points, replicates).

    `shares` are the points in the unit cube, shape (points, parameters); `common` says whether all points met the same
    luck. `samples` takes the first so many trajectories or cross-samples only. Intervals are normal, with the bootstrap
    standard error over trajectories or cross-samples and, where luck is common, the jackknife error over replicates:
    what is common to all points is not seen by the bootstrap. Raises ValueError if a value is missing.
    """
    parameters = shares.shape[1]
    rows = rows_of(method, parameters)
    count = len(values) // rows if samples is None else samples
    shares, values = shares[: count * rows], values[: count * rows]
    if np.isnan(values).any():
        raise ValueError("every point needs a value; none may be dropped")
    measure = _morris(shares, rows) if method == "morris" else _sobol(rows)
    found = measure(values.mean(axis=1).reshape(count, rows), np.arange(count)[:, None])
    spread = _bootstrap_error(measure, values.mean(axis=1).reshape(count, rows), seed)
    luck = _jackknife_error(measure, values, count, rows) if common else {name: np.zeros(parameters) for name in found}
    margins = {name: np.hypot(_NORMAL_QUANTILE * spread[name], luck[name]) for name in found}
    measures = {name: _with_margins(name, found[name][:, 0], margins[name]) for name in found}
    return Indices(method, count, measures, noise_share(values, common=common))


_NORMAL_QUANTILE = 1.959963984540054
Measures = dict[str, Floats]
"""By name, shape (parameters, resamples)."""
_Measure = Callable[[Floats, NDArray[np.int64]], Measures]


def _with_margins(name: str, values: Floats, margins: Floats) -> tuple[Index, ...]:
    least = 0.0 if name in NEVER_BELOW_ZERO else -math.inf
    lows = np.maximum(values - margins, least)
    return tuple(Index(*each) for each in zip(values.tolist(), lows.tolist(), (values + margins).tolist(), strict=True))


# The measures -----------------------------------------------------------------------------------


def elementary_effects(shares: Floats, values: Floats, rows: int) -> Floats:
    """Each step's change of the outcome over its change of the parameter, shape (parameters, trajectories).

    For a step over the whole range: Morris (1991), Technometrics 33(2), equation 1.
    """
    parameters = shares.shape[1]
    steps = np.diff(shares.reshape(-1, rows, parameters), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    changes = np.diff(values.reshape(-1, rows), axis=1) / np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty((parameters, len(steps)))
    effects[moved, np.arange(len(steps))[:, None]] = changes
    return effects


def _morris(shares: Floats, rows: int) -> _Measure:
    """Means and spread of elementary effects; mu* is Campolongo, Cariboni & Saltelli (2007), Env. Model. Softw. 22."""

    def measure(values: Floats, chosen: NDArray[np.int64]) -> Measures:
        drawn = elementary_effects(shares, values.ravel(), rows)[:, chosen]
        spread = drawn.std(axis=1, ddof=1) if len(chosen) > 1 else np.full(drawn.shape[::2], math.nan)
        return {"effect": np.abs(drawn).mean(axis=1), "mean_effect": drawn.mean(axis=1), "spread": spread}

    return measure


def _sobol(rows: int) -> _Measure:
    """First-order and total indices: Saltelli et al. (2010), table 2, equations (b) and (f), as SALib computes them."""
    from SALib.analyze import sobol

    def measure(values: Floats, chosen: NDArray[np.int64]) -> Measures:
        spread = values.std()
        scaled = (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
        drawn = scaled[chosen]
        a, b = drawn[..., 0], drawn[..., -1]
        crossed = [drawn[..., place] for place in range(1, rows - 1)]
        return {
            "total": np.array([_quietly(sobol.total_order, a, each, b) for each in crossed]),
            "first": np.array([_quietly(sobol.first_order, a, each, b) for each in crossed]),
        }

    return measure


def _quietly(estimator: Callable[..., Any], *arrays: Floats) -> Any:
    """SALib warns of an outcome that is the same everywhere; here its indices are zero, and that is said elsewhere."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.atleast_1d(estimator(*arrays))


# How sure they are ------------------------------------------------------------------------------


def _bootstrap_error(measure: _Measure, values: Floats, seed: int) -> Measures:
    """Standard error over resamples of whole trajectories or cross-samples: Archer, Saltelli & Sobol (1997)."""
    count = len(values)
    if count < FEWEST:
        return {
            name: np.full(len(found), math.nan) for name, found in measure(values, np.arange(count)[:, None]).items()
        }
    subjects = np.arange(count * RESAMPLES)
    drawn = uniforms(seed=seed, replicate=0, round=RESAMPLING, subjects=subjects, channel=Channel.DESIGN)
    chosen = (drawn * count).astype(np.int64).reshape(count, RESAMPLES)
    return {name: found.std(axis=1, ddof=1) for name, found in measure(values, chosen).items()}


def _jackknife_error(measure: _Measure, values: Floats, count: int, rows: int) -> Measures:
    """Half the width of the interval that leaving out one replicate in turn gives: Efron & Stein (1981)."""
    replicates, whole = values.shape[1], np.arange(count)[:, None]
    if replicates < 2:
        return {name: np.zeros(len(found)) for name, found in measure(values.reshape(count, rows), whole).items()}
    left = (values.sum(axis=1, keepdims=True) - values) / (replicates - 1)
    each = [measure(left[:, place].reshape(count, rows), whole) for place in range(replicates)]
    errors = {}
    for name in each[0]:
        found = np.array([one[name][:, 0] for one in each])
        squares = ((found - found.mean(axis=0)) ** 2).sum(axis=0)
        errors[name] = t_quantile(replicates) * np.sqrt((replicates - 1) / replicates * squares)
    return errors


def noise_share(values: Floats, *, common: bool) -> float:
    """Share of the variance of points' means that is luck: s^2 / replicates over it; shape (points, replicates).

    With common luck s^2 is the variance that is left once points and replicates are taken out (the interaction of a
    two-way layout: Scheffé 1959, chapter 4), for what hits all points alike moves none against another; else it is
    that within points. NaN with one replicate or point; 0 where all points are alike.
    """
    points, replicates = values.shape
    if replicates < 2 or points < 2:
        return math.nan
    over_points = float(values.mean(axis=1).var(ddof=1))
    left = values - values.mean(axis=1, keepdims=True)
    freedom = points * (replicates - 1)
    if common:
        left = left - left.mean(axis=0, keepdims=True)
        freedom = (points - 1) * (replicates - 1)
    luck = float((left**2).sum()) / freedom / replicates
    return min(1.0, luck / over_points) if over_points > 0 else 0.0


# Convergence ------------------------------------------------------------------------------------


def growing(samples: int) -> list[int]:
    """Sample sizes at which convergence is looked at: all, and half of them again and again, down to a few."""
    sizes = [samples]
    while sizes[-1] // 2 >= FEWEST:
        sizes.append(sizes[-1] // 2)
    return sizes[::-1]
