"""The society without ties in the limit of infinitely many people: a round's expected costs in about a microsecond.

One instrument (observation with scoring), desired dissent exponential truncated to [0, 1], boldness exponential: the
model of Daymude, Axelrod & Forrest 2025. Boldness is integrated in closed form, desire by Gauss-Legendre quadrature.
Symbols: delta desired dissent with rate r, density f and distribution F; beta boldness with mean m; tau tolerance, psi
severity, nu surveillance; a voice; p(a) = nu + (1 - nu) a chance of being seen.

Uniform form: who desires delta > tau defies iff beta >= psi p(delta) / (delta - tau), so a share
S(delta) = exp(-psi p(delta) / ((delta - tau) m)) does. The sum of voices is
N [int_0^tau (1 - F) + int_tau^1 (delta - tau) S f], that of penalties psi N int p S f in expectation, and given who
speaks its variance is psi^2 N int p (1 - p) S f.

Proportional form: the excess y = a - tau of who desires more than tau is (beta - psi p(tau)) / (2 (1 - nu) psi), held
to [0, delta - tau]. So a share Q exp(-k y) (1 - F(tau + y)) exceeds y, with Q = exp(-psi p(tau) / m) and
k = 2 (1 - nu) psi / m, and the sum of any g(y) with g(0) = 0 is N int g'(y) Q exp(-k y) (1 - F(tau + y)) dy.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.society.distributions import TruncatedExponential

Floats = NDArray[np.float64]

NODES = 48
_DECAYED = 40.0
"""Exponents beyond which nothing is left to add up."""
_LEAST_RATE = 1e-6
"""The uniform distribution of desire, to seven digits."""


class Expected(NamedTuple):
    """A round as it is expected to go, summed over people.

    Sum of voices; mean and variance of the sum of penalties, given who speaks; expected number of people punished,
    and number of those who speak above tolerance.
    """

    voices: float
    penalties: float
    variance: float
    punished: float
    speakers: float


class Limit(NamedTuple):
    """Infinitely many people, counted as if they were `people`; desire has this rate, boldness this mean."""

    people: float
    rate: float
    boldness: float
    nodes: Floats
    weights: Floats


def limit(*, people: float, dissent: float, boldness: float, nodes: int = NODES) -> Limit:
    """The limit of a population with mean desired dissent (truncated, in (0, 1/2]) and mean boldness (above 0)."""
    rate = max(_LEAST_RATE, 1.0 / TruncatedExponential(distribution="truncated-exponential", mean=dissent).scale)
    at, weights = np.polynomial.legendre.leggauss(nodes)
    cube_root = 0.5 * (at + 1.0)
    # Cubes crowd the nodes where desire just exceeds tolerance and the share defiant bends.
    return Limit(float(people), rate, boldness, cube_root**3, 1.5 * weights * cube_root**2)


@compiled
def limit_costs(society: Limit, tolerance: float, severity: float, surveillance: float, proportional: bool) -> Expected:
    """A round's expected costs: tolerance and surveillance in [0, 1], severity above 0."""
    if proportional:
        return _proportional(society, tolerance, severity, surveillance)
    return _uniform(society, tolerance, severity, surveillance)


@compiled
def _more_desirous(rate: float, desire: float) -> float:
    """Share of people who desire more: 1 - F."""
    return float(np.expm1(rate * (1.0 - desire)) / np.expm1(rate))


@compiled
def _lawful_voices(rate: float, tolerance: float) -> float:
    """Mean of min(delta, tau)."""
    return float((-np.expm1(-rate * tolerance) / rate - tolerance * np.exp(-rate)) / -np.expm1(-rate))


@compiled
def _uniform(society: Limit, tolerance: float, severity: float, surveillance: float) -> Expected:
    people, rate, boldness, nodes, weights = society
    reach = min(1.0 - tolerance, _DECAYED / rate)
    density = people * reach * rate * np.exp(-rate * tolerance) / -np.expm1(-rate)
    excess, punished, spread, speakers = 0.0, 0.0, 0.0, 0.0
    for j in range(np.uint64(nodes.size)):
        beyond = reach * nodes[j]
        seen = surveillance + (1.0 - surveillance) * (tolerance + beyond)
        share = weights[j] * np.exp(-severity * seen / (beyond * boldness) - rate * beyond) if beyond > 0.0 else 0.0
        excess += beyond * share
        speakers += share
        punished += seen * share
        spread += seen * (1.0 - seen) * share
    return Expected(
        people * _lawful_voices(rate, tolerance) + density * excess,
        severity * density * punished,
        severity * severity * density * spread,
        density * punished,
        density * speakers,
    )


@compiled
def _proportional(society: Limit, tolerance: float, severity: float, surveillance: float) -> Expected:
    people, rate, boldness, nodes, weights = society
    slope = 1.0 - surveillance
    at_line = surveillance + slope * tolerance
    decay = 2.0 * slope * severity / boldness
    reach = min(1.0 - tolerance, _DECAYED / (rate + decay))
    bold = people * np.exp(-severity * at_line / boldness)
    excess, fines, spread = 0.0, 0.0, 0.0
    for j in range(np.uint64(nodes.size)):
        y = reach * nodes[j]
        share = weights[j] * np.exp(-decay * y) * _more_desirous(rate, tolerance + y)
        seen = at_line + slope * y
        excess += share
        fines += (seen + slope * y) * share
        spread += y * (2.0 * seen * (1.0 - seen) + y * slope * (1.0 - 2.0 * seen)) * share
    speakers = bold * _more_desirous(rate, tolerance)
    return Expected(
        people * _lawful_voices(rate, tolerance) + bold * reach * excess,
        severity * bold * reach * fines,
        severity * severity * bold * reach * spread,
        at_line * speakers + slope * bold * reach * excess,
        speakers,
    )
