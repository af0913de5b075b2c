"""Where speech is possible in the expression game: boundaries found by search, against their closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import brentq

from hushed.replications.expression_game.dynamics import Forces
from hushed.replications.expression_game.rests import Rest, rests
from hushed.replications.expression_game.settings import CITATION, NAME
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

_DERIVED = "Derived from the equations of " + CITATION
_BETAS = (5.0, 10.0, 50.0)


def pitchfork(cost: float, beta: float, *, upper: bool) -> float:
    """Cohesion gamma = delta at which rest with equal values turns stable or unstable; beta from 4, branch by `upper`.

    The antisymmetric eigenvalue there is beta p (1 - p) - 1 = 0.
    """
    p = (1.0 + math.sqrt(1.0 - 4.0 / beta)) / 2.0
    logit = math.log(p / (4.0 / beta / (2.0 * (1.0 + math.sqrt(1.0 - 4.0 / beta)))))
    return 0.5 + (cost + logit / beta) / (2.0 * p) if upper else 0.5 + (cost - logit / beta) / (2.0 * (1.0 - p))


def lone_fold(cost: float, beta: float) -> float:
    """Least cohesion at which a group speaks while the other keeps silent altogether; cost above 0.

    There gamma = 1/(beta p (1 - p)) and cost = gamma p - ln(p/(1 - p))/beta, solved for the odds x = p/(1 - p).
    """
    odds = brentq(lambda x: (1.0 + x) - math.log(x) - cost * beta, 1.0, 2.0 + 2.0 * cost * beta, xtol=1e-12, rtol=1e-14)
    return float((1.0 + odds) ** 2 / odds / beta)


def dock_regions(request: Request) -> Docking:
    """Where speech is possible: boundaries found from the points of rest, against their closed forms."""
    refuse_seed(request, NAME, "regions")
    docked = [_pitchfork_at_four(), *_counts_around_four(), *_finite_boundaries(), *_limits(), _wrong_patterns(request)]
    return Docking(NAME, "regions", tuple(docked), panels=(_boundary_panel(),))


def _analytic(name: str, published: float, tolerance: float = 1e-6) -> Target:
    return Target(name, published, _DERIVED, Level.ANALYTIC, tolerance)


def _equal_rest(gamma: float, cost: float, beta: float, *, upper: bool) -> Rest:
    """The point of rest with equal values, the one that speaks most or least."""
    found = rests(Forces(gamma, gamma, (cost, cost), beta))
    equal = [one for one in found if abs(one.state.first - one.state.second) < 1e-3]
    return equal[-1] if upper else equal[0]


def _antisymmetric(rest: Rest, beta: float) -> float:
    """How fast a difference between equal groups grows: beta p (1 - p) - 1."""
    return beta * rest.voices[0] * (1.0 - rest.voices[0]) - 1.0


def _pitchfork_at_four() -> Docked:
    def growth(beta: float) -> float:
        return _antisymmetric(_equal_rest(0.6, 0.1, beta, upper=True), beta)

    target = _analytic("rate beta of the pitchfork at gamma = delta = 0.6, cost 0.1", 4.0)
    return target.dock(brentq(growth, 3.0, 5.0, xtol=1e-12))


def _counts_around_four() -> Iterator[Docked]:
    for beta, number in ((3.99, 1), (4.01, 3)):
        found = rests(Forces(0.6, 0.6, (0.1, 0.1), beta))
        yield _analytic(f"points of rest at beta {beta:g}, gamma = delta = 0.6, cost 0.1", number, 0.0).dock(len(found))


def _finite_boundaries() -> Iterator[Docked]:
    """Boundaries at some rates: found by bisection of what the search for points of rest says."""
    for beta in _BETAS:
        ours = _first_gamma(lambda gamma, b=beta: _both_speak(gamma, 0.1, b), 0.5, 1.0)  # type: ignore[misc]
        name = f"beta {beta:g}, cost 0.1: least gamma = delta at which both speak in equal measure"
        yield _analytic(name, pitchfork(0.1, beta, upper=True)).dock(ours)
    for cost, beta in ((0.3, 200.0), (0.5, 200.0)):
        ours = _first_gamma(lambda gamma, c=cost, b=beta: _alone_speaks(gamma, c, b), cost, 1.0)  # type: ignore[misc]
        yield _analytic(
            f"beta {beta:g}, cost {cost:g}: least gamma of a group that speaks alone", lone_fold(cost, beta)
        ).dock(ours)


def _first_gamma(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where a property that holds from some cohesion on begins, by bisection to 1e-8."""
    while high - low > 1e-8:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return (low + high) / 2


def _both_speak(gamma: float, cost: float, beta: float) -> bool:
    rest = _equal_rest(gamma, cost, beta, upper=True)
    return rest.voices[0] > 0.5 and _antisymmetric(rest, beta) < 0


def _alone_speaks(gamma: float, cost: float, beta: float) -> bool:
    found = rests(Forces(gamma, 0.2, (cost, cost), beta))
    return any(one.kind == "stable" and one.voices[0] > 0.5 > one.voices[1] for one in found)


def _limits() -> Iterator[Docked]:
    """What the boundaries tend to as the rate grows; at beta 1e9 what is left is ln(beta)/beta."""
    for cost in (0.05, 0.1, 0.3):
        both = _analytic(f"cost {cost:g}, beta 1e9: least gamma = delta at which both speak, (1 + c)/2", (1 + cost) / 2)
        yield both.dock(pitchfork(cost, 1e9, upper=True))
        alone = _analytic(f"cost {cost:g}, beta 1e9: least gamma at which one speaks alone, c", cost)
        yield alone.dock(lone_fold(cost, 1e9))


def stable_patterns(gamma: float, delta: float, costs: tuple[float, float]) -> frozenset[tuple[bool, bool]]:
    """Who can speak (True) for good, as beta grows without bound: every pattern that is its own best answer."""
    patterns = set()
    for first in (False, True):
        for second in (False, True):
            values = (
                gamma * first - (1 - gamma) * second - costs[0],
                delta * second - (1 - delta) * first - costs[1],
            )
            if all((value > 0) == speaks for value, speaks in zip(values, (first, second), strict=True)):
                patterns.add((first, second))
    return frozenset(patterns)


def _wrong_patterns(request: Request) -> Docked:
    """Cells of a grid, away from boundaries, whose stable points are not the limit's patterns."""
    grid = np.linspace(0.05, 0.95, 7 if request.quick else 19)
    cells = [(g, d, c) for c in (0.11, 0.32) for g in grid.tolist() for d in grid.tolist()]
    wrong = 0
    for gamma, delta, cost in cells:
        stable = [one for one in rests(Forces(gamma, delta, (cost, cost), 2000.0)) if one.kind == "stable"]
        wrong += {(p > 0.5, q > 0.5) for p, q in (one.voices for one in stable)} != stable_patterns(
            gamma, delta, (cost, cost)
        )
    target = _analytic(
        f"of {len(cells)} societies at beta 2000, those whose stable points are not the limit's", 0.0, 0.0
    )
    return target.dock(float(wrong))


def _boundary_panel() -> Panel:
    betas = np.geomspace(4.0, 400.0, 60).tolist()
    return Panel(
        "Both groups speak above the line, which tends to (1 + c)/2 as choice sharpens",
        "rate of choice, beta, per unit of praise",
        "cohesion of both groups, share of contacts",
        (
            Series("both begin to speak in equal measure", betas, [pitchfork(0.1, beta, upper=True) for beta in betas]),
            Series("(1 + c)/2", betas, [0.55] * len(betas), published=True),
            Series("pitchfork", [4.0], [0.6], "points", published=True),
        ),
        x_log=True,
    )
