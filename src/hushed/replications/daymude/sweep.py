"""The whole published sweep of Daymude, Axelrod & Forrest 2025 (arXiv 2509.03731), in minutes.

Its 1.25e14 person-rounds are run on expected costs: every trial's own people, counted once, and the trial's own choices
and proposals; only who is seen in a round is drawn otherwise. Level reached: relation for shapes and boundaries,
distribution for final policies and costs where the statistics say so. The exact model then runs in the cells that
differ most, and there the two can be told apart: in all that were run it gives the published time to within a round.

Known departures: single trials that wander where only some dozens of people exceed tolerance turn at other times than
in the exact model; and under proportional punishment mean final surveillance in cells at the boundary, where it costs
next to nothing either way, is .02 to .13 above that of the exact model, for a reason not found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from hushed.errors import InputError
from hushed.parameters import Parameters, described, settings_from
from hushed.replications.daymude.rule import Punishment
from hushed.replications.daymude.sweep_agreement import (
    FIELDS,
    Maps,
    agreement,
    maps_of,
    published_maps,
    strangeness,
    suppressed_up_to,
    tolerant_from,
)
from hushed.replications.daymude.sweep_cells import exact_cells, expected_cells
from hushed.replications.daymude.sweep_departures import docked_exactly, explained, ladder
from hushed.replications.daymude.sweep_plan import BOLDNESSES, DISSENTS, SWEEP_SEED, Plan
from hushed.replications.replication import Request
from hushed.replications.targets import Docking

_QUICK_ROWS, _QUICK_COLUMNS = (5, 12, 25, 37, 49), tuple(range(0, 50, 4))
_INCUMBENT_PITCH = 3
_QUICK_INCUMBENT_ROW = 25
_STEPS_OF_EXACT = 20
"""A cell of the exact model takes about as long as so many cells on expected costs."""


class SweepSettings(Parameters):
    """Settings of the sweep."""

    punishment: Punishment = described("uniform", "form of punishment")
    folder: str | None = described(
        None, "where finished cells are kept, to go on from; 'results/daymude-2025-sweep-FORM' if not given"
    )
    threads: Annotated[int, Field(ge=1, le=1024)] | None = described(None, "threads; all usable cores if not given")
    exact_cells: Annotated[int, Field(ge=0, le=2500)] = described(
        6, "cells in which the exact model runs, those that differ most; none in a quick sweep", "cells"
    )


def dock_sweep(request: Request) -> Docking:
    """Run the sweep, or go on with it, and compare every cell with what was published."""
    if request.seed is not None:
        raise InputError(
            f"daymude-2025 sweep: the published figures belong to seed {SWEEP_SEED}; no other can be given"
        )
    settings = settings_from(SweepSettings, request.settings)
    plan, beside = _plans(settings, quick=request.quick)
    folder = _folder(settings, quick=request.quick)
    exact = 0 if request.quick else settings.exact_cells
    told = _counter(request, _cells(plan) + _cells(beside) + _STEPS_OF_EXACT * exact)
    shared: dict[str, Any] = {"folder": folder, "threads": settings.threads}
    cells = expected_cells(plan, told=told, **shared)
    incumbent = expected_cells(beside, acceptance="incumbent", told=told, **shared)
    maps = maps_of(cells)
    places = _telling(plan, maps, exact)
    exactly = exact_cells(plan, places, told=_repeated(told, _STEPS_OF_EXACT), **shared)
    docked = (*agreement(plan, maps), *docked_exactly(plan, exactly))
    results = _results(plan, maps, maps_of(incumbent))
    if folder is not None:
        results["folder"] = str(folder)
    results["exact"] = [
        explained(plan, cells[place], exactly[place], ladder(plan, place, shared["threads"])) for place in places
    ]
    return Docking("daymude-2025", "sweep", docked, results)


def _plans(settings: SweepSettings, *, quick: bool) -> tuple[Plan, Plan]:
    """What is swept under the published rule of acceptance, and the coarser grid swept under the other."""
    if quick:
        plan = Plan(settings.punishment, _QUICK_ROWS, _QUICK_COLUMNS)
        return plan, Plan(settings.punishment, (_QUICK_INCUMBENT_ROW,), _QUICK_COLUMNS[::2])
    plan = Plan(settings.punishment)
    return plan, Plan(settings.punishment, plan.rows[1::_INCUMBENT_PITCH], plan.columns[::_INCUMBENT_PITCH])


def _folder(settings: SweepSettings, *, quick: bool) -> Path | None:
    if settings.folder is not None:
        return Path(settings.folder)
    return None if quick else Path("results") / f"daymude-2025-sweep-{settings.punishment}"


def _cells(plan: Plan) -> int:
    return len(plan.rows) * len(plan.columns)


def _counter(request: Request, total: int) -> Callable[[], None]:
    done = 0

    def told() -> None:
        nonlocal done
        done += 1
        if request.progress is not None:
            request.progress(done, total)

    return told


def _repeated(told: Callable[[], None], times: int) -> Callable[[], None]:
    def all_told() -> None:
        for _ in range(times):
            told()

    return all_told


def _telling(plan: Plan, maps: Maps, count: int) -> list[tuple[int, int]]:
    """The cells where the exact model has most to tell: those furthest from the published values.

    Where none are published, those whose trials disagree most about tolerance.
    """
    score = strangeness(maps) if plan.punishment == "uniform" else maps.errors["tolerance"]
    worst = np.argsort(-score, axis=None)[:count]
    return [
        (int(maps.rows[row]), int(maps.columns[column]))
        for row, column in np.transpose(np.unravel_index(worst, score.shape))
    ]


def _results(plan: Plan, maps: Maps, incumbent: Maps) -> dict[str, Any]:
    """The maps and boundaries as plain lists, for pictures and further work."""
    results: dict[str, Any] = {
        "punishment": plan.punishment,
        "previous_round": _listed(plan, maps, maps.means),
        "incumbent": _listed(plan, incumbent, incumbent.means),
        "standard_errors": {name: values.tolist() for name, values in maps.errors.items()},
    }
    if plan.punishment == "uniform":
        results["published"] = _listed(plan, maps, published_maps(maps))
    return results


def _listed(plan: Plan, maps: Maps, means: Mapping[str, Any]) -> dict[str, Any]:
    shown = maps._replace(means=means)
    told: dict[str, Any] = {name: means[name].tolist() for name in ("suppression", *FIELDS)}
    told["dissent"], told["boldness"] = DISSENTS[maps.rows].tolist(), BOLDNESSES[maps.columns].tolist()
    for name, boundary in (
        ("suppressed_up_to", suppressed_up_to(plan, shown)),
        ("tolerant_from", tolerant_from(shown)),
    ):
        told[name] = [None if np.isnan(bold) else float(bold) for bold in boundary]
    return told
