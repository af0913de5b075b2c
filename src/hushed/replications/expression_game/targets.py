"""The published points of rest of the expression game, and the points found."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hushed.replications.expression_game.dynamics import Forces
from hushed.replications.expression_game.rests import Rest, rests
from hushed.replications.expression_game.settings import CITATION, NAME
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

PUBLISHED_POINTS: tuple[tuple[float, float, float, tuple[tuple[str, str], ...]], ...] = (
    (5.0, 0.5, 0.5, ((".108", ".752"), (".752", ".108"))),
    (5.0, 0.6, 0.6, ((".145", ".855"), (".855", ".145"))),
    (5.0, 0.8, 0.8, ((".900", ".900"),)),
    (5.0, 0.4, 0.8, ((".035", ".965"),)),
    (1.0, 0.5, 0.5, ((".475", ".475"),)),
)
"""Rate beta, cohesions gamma and delta, and the chances of speaking at the stable points of rest, at cost .1."""


def dock_points(request: Request) -> Docking:
    """The published points of rest, and that there are no other stable ones."""
    refuse_seed(request, NAME, "points")
    docked: list[Docked] = []
    for beta, gamma, delta, printed in PUBLISHED_POINTS:
        where = f"beta {beta:g}, gamma {gamma:g}, delta {delta:g}"
        stable = [one for one in rests(Forces(gamma, delta, (0.1, 0.1), beta)) if one.kind == "stable"]
        number = Target(f"{where}: stable points of rest", float(len(printed)), CITATION, Level.ANALYTIC, tolerance=0.0)
        docked.append(number.dock(float(len(stable))))
        for pair in printed:
            docked += _nearest(where, pair, stable)
    return Docking(NAME, "points", tuple(docked), panels=(_points_panel(),))


def _nearest(where: str, pair: tuple[str, str], stable: list[Rest]) -> Iterator[Docked]:
    published = float(pair[0]), float(pair[1])
    ours = min((one.voices for one in stable), key=lambda voices: math.dist(voices, published))
    for name, printed, value in zip(("p1", "p2"), pair, ours, strict=True):
        target = Target.as_printed(
            f"{where}: {name} at ({pair[0]}, {pair[1]})", printed, source=CITATION, level=Level.ANALYTIC
        )
        yield target.dock(value)


def _points_panel() -> Panel:
    ours = [
        one.voices
        for beta, g, d, _ in PUBLISHED_POINTS
        for one in rests(Forces(g, d, (0.1, 0.1), beta))
        if one.kind == "stable"
    ]
    published = [(float(a), float(b)) for *_, printed in PUBLISHED_POINTS for a, b in printed]
    return Panel(
        "Where neither group is cohesive, one of them falls silent",
        "chance of speaking, first group",
        "chance of speaking, second group",
        (
            Series("hushed", [p for p, _ in ours], [p for _, p in ours], "points"),
            Series("published", [p for p, _ in published], [p for _, p in published], "points", published=True),
        ),
        y_range=(0.0, 1.0),
    )
