"""The core form of Tirole 2021 by itself: every equilibrium of image, and closed forms it is measured against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from hushed.replications.digital_dystopia.model import CITATION, NAME, Settings
from hushed.replications.digital_dystopia.values import Values
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

CLOSE = 1e-6
"""Largest difference from a closed form that passes."""
_CORE = f"{CITATION} Core form; derived for this distribution."


class Equilibrium(NamedTuple):
    """A threshold of value above which people act, whether nearby beliefs lead back to it, and the share who act."""

    threshold: float
    stable: bool
    compliance: float


def net_gain(threshold: float, settings: Settings, values: Values) -> float:
    """What the person at a threshold gains by acting: e t - c + mu (M+(t) - M-(t)). 0 at an inner equilibrium."""
    return settings.externality * threshold - settings.cost + settings.image * values.gap(threshold)


def equilibria(settings: Settings, *, cells: int = 4000) -> tuple[Equilibrium, ...]:
    """Every equilibrium of the core form, by threshold: inner ones, and corners where all or none act.

    Inner ones are found to the last bits by bisection in each of `cells` cells where the gain changes sign; a pair
    that shares a cell is missed. For a uniform there is one, at (c - mu (high - low) / 2) / e clipped to the support.
    """
    values = settings.distribution
    edges = np.linspace(values.low, values.high, cells + 1)
    gains = [net_gain(float(edge), settings, values) for edge in edges]
    found = [Equilibrium(values.low, True, 1.0)] if gains[0] > 0 else []
    for left, right, before, after in zip(edges[:-1], edges[1:], gains[:-1], gains[1:], strict=True):
        if (before > 0) != (after > 0):
            threshold = _bisect(float(left), float(right), settings, values)
            found.append(Equilibrium(threshold, bool(after > before), 1.0 - float(values.below(threshold))))
    return (*found, Equilibrium(values.high, True, 0.0)) if gains[-1] <= 0 else tuple(found)


def _bisect(left: float, right: float, settings: Settings, values: Values) -> float:
    rising = net_gain(left, settings, values) <= 0
    while True:
        middle = (left + right) / 2
        if middle in (left, right):
            return middle
        left, right = (middle, right) if (net_gain(middle, settings, values) <= 0) == rising else (left, middle)


def dock_image(request: Request) -> Docking:
    """Thresholds found by bisection on the general form, against closed forms for three distributions."""
    refuse_seed(request, NAME, "image")
    docked = [*_uniform_thresholds(), *_tilted_thresholds(), *_three_equilibria(), *_gap_slopes()]
    return Docking(NAME, "image", tuple(docked), panels=(_gap_panel(), _compliance_panel()))


def _analytic(name: str, closed: float, ours: float) -> Docked:
    return Target(name, closed, _CORE, Level.ANALYTIC, tolerance=CLOSE).dock(ours)


def _uniform_thresholds() -> Iterator[Docked]:
    """The Beta(1, 1) takes the general road to what is a uniform: v* = (c - mu/2) / e, clipped to [0, 1]."""
    for e, c, mu in ((1.0, 0.6, 0.4), (2.0, 0.9, 0.5), (0.5, 0.4, 0.1), (1.0, 1.4, 0.2), (1.0, 0.3, 1.0)):
        found = equilibria(Settings(externality=e, cost=c, image=mu, values="beta"))
        closed = min(max((c - mu / 2) / e, 0.0), 1.0)
        yield _analytic(f"threshold v*, v ~ U[0, 1], e {e:g}, c {c:g}, mu {mu:g}", closed, found[0].threshold)
        yield _analytic(f"compliance, v ~ U[0, 1], e {e:g}, c {c:g}, mu {mu:g}", 1.0 - closed, found[-1].compliance)


def _tilted_thresholds() -> Iterator[Docked]:
    """Gap 2/3 / (1 + t) for the density 2v, 2/3 / (2 - t) for 2(1 - v): v* solves a quadratic."""
    e, c, mu = 1.0, 0.8, 0.6
    rising = equilibria(Settings(externality=e, cost=c, image=mu, values="beta", value_first=2.0))
    closed = ((c - e) + ((c - e) ** 2 + 4 * e * (c - 2 * mu / 3)) ** 0.5) / (2 * e)
    yield _analytic("threshold v*, density 2v, e 1, c 0.8, mu 0.6", closed, rising[0].threshold)
    falling = equilibria(Settings(externality=e, cost=c, image=mu, values="beta", value_second=2.0))
    closed = ((2 * e + c) - ((2 * e + c) ** 2 - 4 * e * (2 * c - 2 * mu / 3)) ** 0.5) / (2 * e)
    yield _analytic("threshold v*, density 2(1 - v), e 1, c 0.8, mu 0.6", closed, falling[0].threshold)


def _three_equilibria() -> Iterator[Docked]:
    """e 1, c 2, mu 3.24 and density 2v: t^2 - t + .16 = 0, and a corner where everybody acts."""
    found = equilibria(Settings(cost=2.0, image=3.24, values="beta", value_first=2.0))
    places = [one.threshold for one in found] + [float("nan")] * 3
    for place, closed, kind in zip(places, (0.0, 0.2, 0.8), ("corner", "unstable", "stable"), strict=False):
        yield _analytic(f"threshold of the {kind} equilibrium, density 2v, e 1, c 2, mu 3.24", closed, place)


def _gap_slopes() -> Iterator[Docked]:
    """Where the density falls, the gap rises with the threshold; where it rises, the gap falls (Jewitt's lemma)."""
    places = np.linspace(0.01, 0.99, 99)
    cases: list[tuple[str, Values, float]] = [
        ("density 2(1 - v): the gap rises", Values("beta", first=1.0, second=2.0), 1.0),
        ("density 2v: the gap falls", Values("beta", first=2.0, second=1.0), -1.0),
        ("normal falling on [0, 1]: the gap rises", Values("truncated-normal", first=-0.2, second=0.4), 1.0),
    ]
    for name, values, sign in cases:
        slopes = sign * np.diff([values.gap(float(place)) for place in places])
        target = Target(
            name, "everywhere", _CORE, Level.RELATION, test="sign of 98 differences on a grid of thresholds"
        )
        yield target.judged(f"{int((slopes > 0).sum())} of {slopes.size}", passed=bool((slopes > 0).all()))


def _gap_panel() -> Panel:
    places = np.linspace(0.0, 1.0, 101)
    shapes = (
        ("uniform", 1.0, 1.0, 0.5 + 0 * places),
        ("density 2v", 2.0, 1.0, 2 / 3 / (1 + places)),
        ("density 2(1 - v)", 1.0, 2.0, 2 / 3 / (2 - places)),
    )
    series: list[Series] = []
    for label, first, second, closed in shapes:
        values = Values("beta", first=first, second=second)
        series.append(Series(label, places.tolist(), [values.gap(float(place)) for place in places]))
        series.append(Series(f"{label}, closed form", places[::10].tolist(), closed[::10].tolist(), "points", True))
    title = "The image gap is one half for uniform values, falls with a rising density and rises with a falling one"
    return Panel(title, "threshold, in value", "image gap, in value", tuple(series))


def _compliance_panel() -> Panel:
    weights = np.linspace(0.0, 1.2, 25)
    ours = [equilibria(Settings(image=float(mu)))[-1].compliance for mu in weights]
    closed = np.clip(1.0 - (0.6 - weights / 2), 0.0, 1.0)
    series = (
        Series("hushed", weights.tolist(), ours),
        Series("1 - (c - mu/2)/e, clipped", weights.tolist(), closed.tolist(), "points", True),
    )
    return Panel(
        "The more image weighs, the more people act",
        "weight of image, utility per value",
        "share of people who act",
        series,
    )
