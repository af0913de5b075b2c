"""The people of a trial of Daymude, Axelrod & Forrest 2025: how they are drawn, what they do, and what it sums to."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.replications.daymude.rule import (
    Punishment,
    published_voice_proportional,
    published_voice_uniform,
)

Floats = NDArray[np.float64]

_MEAN_PRECISION = 1e-9
_SUM_BLOCK = 8192


class Crowd:
    """The fixed people of a trial, and room to write down what they do in a round."""

    def __init__(self, rng: np.random.Generator, desires: Floats, boldnesses: Floats, punishment: Punishment) -> None:
        self._rng = rng
        self._people = desires, boldnesses
        self._proportional = punishment == "proportional"
        self._watch, self._actions, self._punishments = np.empty((3, desires.size))

    def costs(self, tolerance: float, severity: float, surveillance: float) -> tuple[float, float]:
        """Sum of actions and sum of punishments, with observation drawn anew."""
        self._rng.random(out=self._watch)
        written = self._watch, self._actions, self._punishments
        _act(*self._people, *written, tolerance, severity, surveillance, self._proportional)
        return published_sum(self._actions), published_sum(self._punishments)


@compiled
def _act(
    desires: Floats,
    boldnesses: Floats,
    watch: Floats,
    actions: Floats,
    punishments: Floats,
    tolerance: float,
    severity: float,
    surveillance: float,
    proportional: bool,
) -> None:
    """Fill in the actions and punishments of everyone; `watch` holds a uniform draw for each."""
    policy = tolerance, severity, surveillance
    for i in range(np.uint64(desires.size)):
        if proportional:
            action = published_voice_proportional(desires[i], boldnesses[i], *policy)
            penalty = severity * (action - tolerance)
        else:
            action = published_voice_uniform(desires[i], boldnesses[i], *policy)
            penalty = severity
        seen = watch[i] < surveillance + (1.0 - surveillance) * action
        actions[i] = action
        punishments[i] = penalty if seen and action > tolerance else 0.0


def truncated_exponential(rng: np.random.Generator, *, mean: float, size: int) -> Floats:
    """Draws from the exponential distribution truncated to [0, 1] with this *truncated* mean, 0 < mean < 1/2.

    By rejection, in batches of `size`: those above 1 are passed over and the order of the rest is kept.
    """
    scale = _scale_for(mean)
    batches: list[Floats] = []
    found = 0
    while found < size:
        batch = rng.exponential(scale=scale, size=size)
        batches.append(batch[batch <= 1.0])
        found += batches[-1].size
    return np.concatenate(batches)[:size]


def _scale_for(mean: float) -> float:
    """The scale s that solves s - 1 / (e^(1/s) - 1) = mean, by bisection to a relative 1e-9 of the mean.

    Identity with the published runs needs the same stopping point, so brackets are the doublings of the mean.
    """
    low, high = mean, 2.0 * mean
    while _truncated_mean(high) < mean:
        low, high = high, 2.0 * high
    while True:
        scale = 0.5 * (low + high)
        reached = _truncated_mean(scale)
        if math.isclose(reached, mean, rel_tol=_MEAN_PRECISION) or scale in (low, high):
            return scale
        low, high = (scale, high) if reached < mean else (low, scale)


def _truncated_mean(scale: float) -> float:
    # Past 700 the exponential overflows and what truncation takes off is below 1e-300.
    return scale - 1.0 / math.expm1(1.0 / scale) if scale > 1.0 / 700.0 else scale


def published_sum(values: Floats) -> float:
    """Sum rounded as in the published runs: NumPy's pairwise sum of each block of 8192 values, added up in order.

    NumPy 2.2, with which the trials were published, sums whole arrays so; NumPy 2.4 does not. Rounding
    decides between costs that are equal in exact arithmetic, as those of two rounds with equally many punished are:
    in round 2162 of the published uniform trial with boldness 2, NumPy 2.4's sum accepts what was published as
    rejected.
    """
    total = 0.0
    for start in range(0, values.size, _SUM_BLOCK):
        total += float(np.sum(values[start : start + _SUM_BLOCK]))
    return total
