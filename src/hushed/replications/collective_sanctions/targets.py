"""What the rebuilt model of collective sanctions is measured against: shapes that the articles' abstracts tell of.

Each shape is judged over a grid, by sweeps over monitoring that describe and seek nothing. Where costs are alike, so
are all orders of turns from a like start, and one run tells all; where they are spread, 10 runs a cell. How deep a
collapse must be, and how far apart two equilibria, is ours: no published number could be had.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from hushed.replications.collective_sanctions.model import CITATION, NAME, Floats, Measures, Settings, settled
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.targets import Docked, Docking, Level, Target

MONITORING: Floats = np.linspace(0.0, 1.0, 11)
APART, ALIKE, FALL = 0.3, 0.05, 0.15
"""Two equilibria differ by more than the first; ends agree within the second; a collapse is deeper than the third."""
_ELABORATED = (
    "Sociological Perspectives 47(1), from page 109 (2004, doi 10.1525/sop.2004.47.1.109), abstract: a bifurcation "
    "into two equilibria for intermediate monitoring, over a range of parameters and production functions."
)
_1990 = f"{CITATION} Abstract of 1990, and of doi 10.1525/sop.2004.47.1.109 (2004), which restates it."
_1988 = f"{CITATION} Abstracts of 1988 and 1990."


class Cell(NamedTuple):
    """A group and an agent; monitoring is swept."""

    revolt_power: float
    oppose_cost: float
    police_cost: float
    collective: float
    curvature: float


class Sweep(NamedTuple):
    """Compliance over `MONITORING`, from universal defection and from universal compliance with policing."""

    up: Floats
    down: Floats


def cells(quick: bool) -> list[Cell]:
    """The grid: without opposition (no power to revolt, and dear), and with it."""
    police, shares, powers = ((0.1, 0.3), (0.7, 0.8, 1.0), (0.5, 1.0, 2.0))
    revolts, costs = ((0.4,), (0.2, 0.4)) if quick else ((0.2, 0.4, 0.6), (0.2, 0.4, 0.8))
    free = [Cell(0.0, 5.0, *rest) for rest in itertools.product(police, shares, powers)]
    return free + [Cell(*cell) for cell in itertools.product(revolts, costs, police, shares, powers)]


def sweep(cell: Cell, **fixed: Any) -> Sweep:
    """Compliance at each level of monitoring from both starts, a mean over the settings' replicates."""
    return Sweep(*(compliance(cell, start, **fixed) for start in ("defection", "policing")))


def compliance(cell: Cell, start: str, **fixed: Any) -> Floats:
    """Compliance at each level of monitoring from one start."""
    base: dict[str, Any] = {**cell._asdict(), "start": start, "replicates": 1, **fixed}
    settings = [Settings.model_validate({**base, "monitoring": float(level)}) for level in MONITORING]
    runs = [[settled(one, replicate).compliance for replicate in range(one.replicates)] for one in settings]
    means: Floats = np.array(runs).mean(axis=1)
    return means


def has_fold(found: Sweep) -> bool:
    """Whether both starts end alike without monitoring and with full monitoring, and far apart somewhere between."""
    gap = np.abs(found.up - found.down)
    return bool(gap[1:-1].max() > APART and max(gap[0], gap[-1]) < ALIKE)


def collapse(curve: Floats) -> float:
    """How far compliance falls, at one level of monitoring, below both a lower and a higher level."""
    inner = range(1, curve.size - 1)
    return float(max(0.0, *(min(curve[:k].max(), curve[k + 1 :].max()) - curve[k] for k in inner)))


def dock_monitoring(request: Request) -> Docking:
    """Compliance rises with monitoring where none oppose; there are folds, and collapses at intermediate monitoring."""
    grid, swept = cells(request.quick), {}
    for number, cell in enumerate(grid):
        swept[cell] = sweep(cell)
        if request.progress is not None:
            request.progress(number + 1, len(grid))
    free = [found for cell, found in swept.items() if cell.revolt_power == 0]
    folds = [cell for cell, found in swept.items() if has_fold(found)]
    fallen = [cell for cell, found in swept.items() if max(collapse(found.up), collapse(found.down)) > FALL]
    docked = (
        _rises(free),
        _somewhere("two equilibria at intermediate monitoring, one at its ends", _ELABORATED, folds, len(grid)),
        _fold_with_spread(request.quick, request.seed or 0),
        _somewhere("compliance collapses at intermediate monitoring", _1990, fallen, len(grid)),
    )
    results = {"folds": [list(cell) for cell in folds], "collapses": [list(cell) for cell in fallen]}
    return Docking(NAME, "monitoring", docked, results, (_fold_panel(), _collapse_panel()))


def _rises(found: Sequence[Sweep]) -> Docked:
    curves = [curve for one in found for curve in one]
    holds = sum(bool(np.diff(curve).min() >= -1e-9 and curve[-1] - curve[0] > APART) for curve in curves)
    test = f"no step down and more than {APART} in all, without opposition, from both starts, in every cell"
    target = Target("compliance as monitoring rises", "rises", _1990, Level.RELATION, test=test)
    return target.judged(f"{holds} of {len(curves)} sweeps", passed=holds == len(curves))


def _somewhere(name: str, source: str, found: Sequence[Cell], of: int) -> Docked:
    powers = {cell.curvature for cell in found}
    test = "in 5 or more cells, of two or more production functions"
    target = Target(name, "under certain conditions", source, Level.RELATION, test=test)
    shown = f"{len(found)} of {of} cells, curvatures {', '.join(f'{power:g}' for power in sorted(powers)) or 'none'}"
    return target.judged(shown, passed=len(found) >= 5 and len(powers) >= 2)


def _fold_with_spread(quick: bool, seed: int) -> Docked:
    """Costs up to a fifth above or below their mean: the mean over runs still has a fold."""
    grid = [Cell(0.0, 5.0, *rest) for rest in itertools.product((0.1, 0.3), (0.7, 0.8, 1.0), (2.0,))]
    grid = grid[:1] if quick else grid
    found = [sweep(cell, spread=0.2, replicates=3 if quick else 10, seed=seed) for cell in grid]
    holds = sum(bool(np.abs(one.up - one.down)[1:-1].max() > APART) for one in found)
    test = f"starts end more than {APART} apart at some level, curvature 2 and costs spread by 0.2, in every cell"
    target = Target("two equilibria where people differ", "yes", _ELABORATED, Level.RELATION, test=test)
    return target.judged(f"{holds} of {len(found)} cells", passed=holds == len(found))


def dock_enforcers(request: Request) -> Docking:
    """People police others while they defect, wherever the group's sanction pays for policing but not for complying."""
    refuse_seed(request, NAME, "enforcers")
    sizes, sanctions = ((10,), (3.0, 8.0)) if request.quick else ((6, 10, 20), (3.0, 5.0, 8.0))
    pays: list[Measures] = []
    not_pays: list[Measures] = []
    rest = 0
    for people, sanction, cost, level in itertools.product(sizes, sanctions, (0.1, 0.3, 0.6), (0.1, 0.3, 0.5, 0.7)):
        settings = Settings(
            people=people, sanction=sanction, police_cost=cost, monitoring=level, oppose_cost=5.0, collective=1.0
        )
        lost = sanction * level
        if lost / people > settings.comply_cost:
            rest += 1
            continue
        found = settled(settings)
        worth = lost * settings.police_power * (people - 1) / people > cost
        (pays if worth else not_pays).append(found)
    docked = (
        _all("hypocritical enforcers where policing pays and complying does not", "some", pays, _some_hypocrites),
        _all("compliance that they bring about", "+", pays, lambda one: one.compliance > 0.05),
        _all("enforcers where policing does not pay", "none", not_pays, lambda one: one.hypocrites == 0),
    )
    return Docking(NAME, "enforcers", docked, {"cells_left_out": rest}, (_enforcers_panel(),))


def _some_hypocrites(found: Measures) -> bool:
    return found.hypocrites > 0 and found.full_cooperators == 0 and found.willing == 0


def _all(name: str, published: str, found: Sequence[Measures], holds: Any, test: str = "in every cell") -> Docked:
    passed = sum(bool(holds(one)) for one in found)
    target = Target(name, published, _1988, Level.RELATION, test=test)
    return target.judged(f"{passed} of {len(found)} cells", passed=bool(found) and passed == len(found))


def opposition(sanction: float, oppose_cost: float, start: str, revolt_power: float = 0.3) -> Measures:
    """A group under full monitoring whose opposition can wear the agent down."""
    given = {"sanction": sanction, "oppose_cost": oppose_cost, "start": start, "revolt_power": revolt_power}
    return settled(Settings.model_validate({"monitoring": 1.0, **given}))


def dock_opposition(request: Request) -> Docking:
    """Strong sanctions with cheap opposition end in an opposition norm; weak ones, or dear opposition, do not."""
    refuse_seed(request, NAME, "opposition")
    powers = (0.3,) if request.quick else (0.3, 0.4, 0.6)
    starts, cheap = ("defection", "opposition"), (0.05, 0.1, 0.2)
    strong = [opposition(s, c, b, r) for s, c, b, r in itertools.product((3.0, 6.0, 12.0), cheap, starts, powers)]
    weak = [opposition(0.05, c, b, r) for c, b, r in itertools.product(cheap, starts, powers)]
    dear = [opposition(s, 8.0, b, r) for s, b, r in itertools.product((3.0, 6.0, 12.0), starts, powers)]
    docked = (
        _all(
            "opposition norm: strong sanctions, cheap opposition",
            "some oppose, next to none comply",
            strong,
            _norm,
            "in every cell, from universal defection and from universal opposition",
        ),
        _all("opposition: weak sanctions", "none", weak, lambda one: one.opposers == 0),
        _all("opposition: strong sanctions, dear opposition", "none", dear, lambda one: one.opposers == 0),
        _all("compliance: strong sanctions, dear opposition", "+", dear, lambda one: one.compliance > APART),
    )
    return Docking(NAME, "opposition", docked, panels=(_opposition_panel(),))


def _norm(found: Measures) -> bool:
    return found.opposers > 0 and found.compliance < ALIKE and found.hypocrites == 0 and found.full_cooperators == 0


_MONITORED = "monitoring, the chance of being noticed"
_COMPLYING = "compliance, share of the group"


def _fold_panel() -> Panel:
    cell = Cell(0.0, 5.0, 0.3, 1.0, 2.0)
    found = sweep(cell)
    levels = MONITORING.tolist()
    series = (
        Series("from universal defection", levels, found.up.tolist()),
        Series("from universal compliance and policing", levels, found.down.tolist()),
    )
    return Panel("Between little and much monitoring a group may comply or not", _MONITORED, _COMPLYING, series)


def _collapse_panel() -> Panel:
    levels = MONITORING.tolist()
    series = tuple(
        Series(label, levels, compliance(cell, "defection").tolist())
        for label, cell in (
            ("opposition wears the agent down", Cell(0.4, 0.8, 0.3, 0.7, 1.0)),
            ("opposition is out of reach", Cell(0.0, 5.0, 0.3, 0.7, 1.0)),
        )
    )
    return Panel("With opposition, more monitoring can undo compliance", _MONITORED, _COMPLYING, series)


def _enforcers_panel() -> Panel:
    found = [settled(Settings(monitoring=float(level), oppose_cost=5.0)) for level in MONITORING]
    levels = MONITORING.tolist()
    names = ("hypocrites", "willing", "compliance")
    labels = ("defect and police others", "comply of themselves", "compliance")
    series = tuple(
        Series(label, levels, [float(getattr(one, name)) for one in found])
        for name, label in zip(names, labels, strict=True)
    )
    return Panel("Those who police others need not comply themselves", _MONITORED, "share of the group", series)


def _opposition_panel() -> Panel:
    sanctions = np.linspace(0.0, 12.0, 25).tolist()
    series = tuple(
        Series(
            f"opposition costs {cost:g}", sanctions, [opposition(one, cost, "defection").opposers for one in sanctions]
        )
        for cost in (0.1, 0.4, 8.0)
    )
    return Panel(
        "Cheap opposition grows with the sanction", "sanction, in utility", "share of the group who oppose", series
    )
