"""What the bundled and the graph-inclusive score of Tirole 2021 are measured against: the signs of the abstract.

Claims are judged in every cell of a grid of societies where dissenters are a minority: image .2 .4 .8, cost .5 .6 .8,
guilt .25 .5 1, resolve .25 .5 1, share of dissenters .05 .1 .2 .3, share of strong ties .2 .5 .8. Where half of society
dissents and guilt is full, the graph can lower conformity instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from hushed.replications.digital_dystopia.model import CITATION, NAME, Settings, settled, ties_broken
from hushed.replications.digital_dystopia.values import Floats
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

_CORE = f"{CITATION} Core form; the score tells nothing but the act."
_CLAIM = f"{CITATION} Abstract."
CLOSE = 1e-6
"""Largest difference from a closed form that passes."""

AXES: dict[str, tuple[float, ...]] = {
    "image": (0.2, 0.4, 0.8),
    "cost": (0.5, 0.6, 0.8),
    "guilt": (0.25, 0.5, 1.0),
    "resolve": (0.25, 0.5, 1.0),
    "dissenters": (0.05, 0.1, 0.2, 0.3),
    "strong_ties": (0.2, 0.5, 0.8),
}
"""The grid on which claims are judged: societies in which those who would rather not conform are a minority."""


def _over_grid(
    axes: dict[str, tuple[float, ...]], measure: Callable[[Settings], float], request: Request, **fixed: Any
) -> Floats:
    """The measure in every cell of a grid, one axis of the result for each axis of the grid."""
    points = list(itertools.product(*axes.values()))
    found = np.empty(len(points))
    for number, point in enumerate(points):
        found[number] = measure(Settings.model_validate({**dict(zip(axes, point, strict=True)), **fixed}))
        if request.progress is not None and number % 50 == 0:
            request.progress(number, len(points))
    return found.reshape([len(axis) for axis in axes.values()])


def conforming(settings: Settings) -> float:
    """Share of dissenters who conform once beliefs have settled."""
    return 1.0 - settled(settings).open / settings.dissenters


def _everywhere(name: str, published: str, holds: Any, test: str) -> Docked:
    holds = np.asarray(holds)
    target = Target(name, published, _CLAIM, Level.RELATION, test=f"{test}, in every cell of the grid")
    return target.judged(f"{int(holds.sum())} of {holds.size} cells", passed=bool(holds.all()))


def _axes(request: Request, *left_out: str) -> dict[str, tuple[float, ...]]:
    """The grid without some axes; a quick docking keeps the ends and the middle of what matters most."""
    kept = {name: axis for name, axis in AXES.items() if name not in left_out}
    return {name: axis[:: len(axis) - 1] for name, axis in kept.items()} if request.quick else kept


def dock_bundling(request: Request) -> Docking:
    """Bundling political conduct with the valued act raises conformity, most so with weak ties and docile people."""
    refuse_seed(request, NAME, "bundling")
    axes = _axes(request, "guilt")
    bundled = _over_grid(axes, conforming, request, score="bundled")
    separate = _over_grid(axes, conforming, request, score="separate")
    gain = bundled - separate
    docked = (
        _everywhere("dissenters who conform: bundled less separate", "+", gain > 0, "sign of the difference"),
        _everywhere("gain of bundling as strong ties grow", "falls", np.diff(gain, axis=-1) < 0, "sign"),
        _everywhere("gain of bundling as the share of dissenters grows", "falls", np.diff(gain, axis=-2) < 0, "sign"),
        _everywhere("gain of bundling as resolve grows", "falls", np.diff(gain, axis=-3) < 0, "sign"),
    )
    everyone = Settings(score="bundled", dissenters=0.0, strong_ties=0.0)
    core = Target("share who act, bundled score and nobody who minds", 0.6, _CORE, Level.ANALYTIC, tolerance=CLOSE)
    only_strong = settled(Settings(score="bundled", strong_ties=1.0)).open
    unmoved = Target("open dissent, bundled score and strong ties only", 0.3, _CORE, Level.ANALYTIC, tolerance=CLOSE)
    exact = (core.dock(settled(everyone).acting), unmoved.dock(only_strong))
    results = {"axes": axes, "gain": gain.tolist()}
    return Docking(NAME, "bundling", (*docked, *exact), results, (_ties_panel(("separate", "bundled")),))


def dock_graph(request: Request) -> Docking:
    """A score that includes the social graph raises control further, and breaks ties between people."""
    refuse_seed(request, NAME, "graph")
    axes = _axes(request)
    bundled = _over_grid(axes, conforming, request, score="bundled")
    graph = _over_grid(axes, conforming, request, score="graph")
    broken = _over_grid(axes, lambda settings: ties_broken(settled(settings), settings), request, score="graph")
    gain = graph - bundled
    falls = [np.diff(graph, axis=axis) < 0 for axis in (-1, -2, -3)]
    steps = dict(zip(("strong_ties", "dissenters", "resolve"), (-1, -2, -3), strict=True))
    gain_falls = {
        name: f"{(np.diff(gain, axis=a) < 0).sum()} of {falls[-1 - a].size} steps" for name, a in steps.items()
    }
    docked = (
        _everywhere("dissenters who conform: graph less bundled", "+", gain > 0, "sign of the difference"),
        _everywhere("ties broken under the graph score", "+", broken > 0, "sign"),
        _everywhere("dissenters who conform under the graph score as strong ties grow", "falls", falls[0], "sign"),
        _everywhere("the same, as the share of dissenters grows", "falls", falls[1], "sign"),
        _everywhere("the same, as resolve grows", "falls", falls[2], "sign"),
    )
    results = {"axes": axes, "gain": gain.tolist(), "ties_broken": broken.tolist(), "gain_falls": gain_falls}
    panels = (_ties_panel(("separate", "bundled", "graph")), _fabric_panel())
    return Docking(NAME, "graph", docked, results, panels)


def _ties_panel(scores: tuple[str, ...]) -> Panel:
    shares = np.linspace(0.0, 1.0, 21)
    series = tuple(
        Series(score, shares.tolist(), [conforming(Settings(score=score, strong_ties=float(x))) for x in shares])  # type: ignore[arg-type]
        for score in scores
    )
    return Panel(
        "A score moves dissenters most where ties are weak",
        "share of ties that are strong",
        "share of dissenters who conform",
        series,
    )


def _fabric_panel() -> Panel:
    weights = np.linspace(0.0, 1.0, 21)
    societies = [Settings(score="graph", guilt=float(weight)) for weight in weights]
    broken = [ties_broken(settled(one), one) for one in societies]
    series = (Series("ties broken", weights.tolist(), broken),)
    return Panel(
        "Guilt by association breaks ties", "guilt of a tie, as a share of the score's worth", "share of ties", series
    )
