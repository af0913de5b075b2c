"""What a round of a society without ties is expected to bring, in closed form and for any number of people.

Desired dissent delta is exponential with rate r truncated to [0, 1], boldness exponential with mean m, the line clear,
the penalty uniform, misreading absent. Who desires more than the line tau, and is watched, says all of it if
beta (delta - tau) >= psi p(delta) with p(a) = nu + (1 - nu) a, so with chance exp(-psi p(delta) / ((delta - tau) m)),
and else says tau. Expectations over people are integrals over delta (Gauss and Legendre's rule).

The chill is a ratio of sums over N people, and its expectation no ratio of expectations. With 1/D the integral of
exp(-t D) over t > 0, and people independent,
E[sum a / sum delta] = N integral E[a exp(-t delta)] E[exp(-t delta)]^(N-1).

Nothing here calls the engine, the rules or the random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NODES, _FEW_NODES = 96, 20
_PIECES, _FARTHEST = 24, 60.0
"""Into how many pieces the integral over t is cut, and where it ends, in units of one over the sum of desires."""


@dataclass(frozen=True)
class Untied:
    """People whose choices nobody else moves, and a policy; `feared` is the severity they reckon with."""

    people: int
    rate: float
    "Of desired dissent."
    boldness: float
    "Mean."
    tolerance: float
    surveillance: float
    severity: float
    "What a case costs."
    feared: float
    "What people take it to cost, all told."
    watched: float = 1.0
    "Share of people whose platform reports."

    def outcome(self, name: str) -> float:
        """The expectation of an outcome of `hushed.outcomes`, by its name; KeyError for one that is not derived."""
        return _OUTCOMES[name](self)


def truncated_mean(rate: float) -> float:
    """Mean of an exponential with this rate truncated to [0, 1]."""
    return 1.0 / rate - 1.0 / math.expm1(rate)


@cache
def _rule(nodes: int) -> tuple[Floats, Floats]:
    """Nodes in (-1, 1) and weights of Gauss and Legendre's rule."""
    at, weights = np.polynomial.legendre.leggauss(nodes)
    return at, weights


def _over_desire(society: Untied, low: float, high: float) -> tuple[Floats, Floats]:
    """Desires between two values, and weights that integrate over their density."""
    at, weights = _rule(_NODES)
    desire = low + (high - low) * 0.5 * (at + 1.0)
    density = society.rate * np.exp(-society.rate * desire) / -math.expm1(-society.rate)
    return desire, 0.5 * (high - low) * weights * density


def _defiant(society: Untied, desire: Floats) -> Floats:
    """Share of the watched with a desire above the line who say all of it."""
    seen = society.surveillance + (1.0 - society.surveillance) * desire
    share: Floats = np.exp(-society.feared * seen / ((desire - society.tolerance) * society.boldness))
    return share


def _mean_over_people(society: Untied, value: Callable[[Floats, Floats, bool], Floats]) -> float:
    """Expectation of a function of desire, voice and whether one is watched."""
    lawful, of_lawful = _over_desire(society, 0.0, society.tolerance)
    more, of_more = _over_desire(society, society.tolerance, 1.0)
    at_line, share = np.full_like(more, society.tolerance), _defiant(society, more)
    watched = float(
        (of_lawful * value(lawful, lawful, True)).sum()
        + (of_more * (share * value(more, more, True) + (1.0 - share) * value(more, at_line, True))).sum()
    )
    free = float((of_lawful * value(lawful, lawful, False)).sum() + (of_more * value(more, more, False)).sum())
    return society.watched * watched + (1.0 - society.watched) * free


def _voice_share(society: Untied) -> float:
    """Expectation of the ratio of sums, by Laplace's transform."""
    people, mean = society.people, truncated_mean(society.rate)
    at, weights = _rule(_FEW_NODES)
    edges = np.linspace(0.0, _FARTHEST ** (1 / 3), _PIECES + 1) ** 3
    total = 0.0
    for low, high in pairwise(edges.tolist()):
        for place, weight in zip(low + (high - low) * 0.5 * (at + 1.0), 0.5 * (high - low) * weights, strict=True):
            total += weight * _laplace(society, place / (people * mean))
    return total / mean


def _laplace(society: Untied, t: float) -> float:
    """E[a exp(-t delta)] E[exp(-t delta)]^(N-1)."""
    spoken = _mean_over_people(society, lambda desire, voice, _: voice * np.exp(-t * desire))
    rate = society.rate
    others = rate / (rate + t) * -math.expm1(-(rate + t)) / -math.expm1(-rate)
    return spoken * others ** (society.people - 1)


def _seen(society: Untied) -> float:
    def chance(_: Floats, voice: Floats, watched: bool) -> Floats:
        return (society.surveillance + (1.0 - society.surveillance) * voice) * watched

    return _mean_over_people(society, chance)


def _punished(society: Untied) -> float:
    def chance(_: Floats, voice: Floats, watched: bool) -> Floats:
        seen = society.surveillance + (1.0 - society.surveillance) * voice
        return seen * watched * (voice > society.tolerance)

    return _mean_over_people(society, chance)


_OUTCOMES: dict[str, Callable[[Untied], float]] = {
    "voice_share": _voice_share,
    "chill": lambda society: 1.0 - _voice_share(society),
    "silenced": lambda society: _mean_over_people(society, lambda desire, voice, _: (voice < desire).astype(float)),
    "political_cost": lambda society: _mean_over_people(society, lambda _, voice, __: voice),
    "seen": _seen,
    "punished": _punished,
    "own_loss": lambda society: society.severity * _punished(society),
}
