"""Where expected costs depart from the exact model of Daymude, Axelrod & Forrest 2025, and which step is to blame.

Between the two stand three approximations, taken back one by one: infinitely many people and no chance; the noise of
punishment; the people of the trial, counted in columns. What is left is who exactly is seen in a round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from hushed.cores import usable_cores
from hushed.replications.daymude.people import Floats
from hushed.replications.daymude.sweep_agreement import FIELDS, SOURCE
from hushed.replications.daymude.sweep_cells import Cell
from hushed.replications.daymude.sweep_plan import (
    BOLDNESSES,
    DISSENTS,
    Plan,
    limiting_trial,
    prepared,
    time_to_suppression,
)
from hushed.replications.daymude.sweep_published import READING, published_uniform
from hushed.replications.targets import Docked, Level, Target

_TOLERANT = 0.5


class Rung(NamedTuple):
    """One approximation of a cell: its time to suppression, and the final tolerance of each trial."""

    name: str
    suppression: int
    tolerances: Floats


def docked_exactly(plan: Plan, cells: Mapping[tuple[int, int], Cell]) -> Iterator[Docked]:
    """The exact model's cells against the published ones.

    Its trials are those of the published program to the last bit, but a figure shows less than that: a mean of fifty.
    """
    if plan.punishment != "uniform":
        return
    published = published_uniform()
    for (row, column), cell in cells.items():
        where = f"mean desire {DISSENTS[row]:.3f}, mean boldness {BOLDNESSES[column]:.2f}"
        time = Target(
            f"exact model, {where}: time to suppression",
            float(published["suppression"][row, column]),
            SOURCE,
            Level.DISTRIBUTION,
            tolerance=1.0,
            test="the same round, read from the figure to within one",
        )
        yield time.dock(float(cell.suppression))
        for name in FIELDS:
            target = Target(
                f"exact model, {where}: final {name.replace('_', ' ')}",
                float(published[name][row, column]),
                SOURCE,
                Level.DISTRIBUTION,
                tolerance=READING[name],
                test="the same mean, as far as the figure can be read",
            )
            yield target.dock(cell.mean(name))


def ladder(plan: Plan, place: tuple[int, int], threads: int | None = None) -> tuple[Rung, ...]:
    """A cell with infinitely many people: without chance, and with the noise of punishment."""
    row, column = place
    suppressed = plan.suppressed_cost(row)
    rungs = []
    with ThreadPoolExecutor(threads or usable_cores()) as pool:
        trials = list(pool.map(lambda trial: prepared(plan, row, trial), range(plan.trials)))
        for name, noisy in (("infinitely many people", False), ("with the noise of punishment", True)):
            runs = list(pool.map(lambda one: limiting_trial(plan, one, row, column, noisy=noisy), trials))  # noqa: B023
            mean = np.mean([run.voices for run in runs], axis=0)
            time = time_to_suppression(mean, suppressed)
            rungs.append(Rung(name, time, np.array([run.levers[0, -1] for run in runs])))
    return tuple(rungs)


def explained(plan: Plan, expected: Cell, exact: Cell, rungs: tuple[Rung, ...]) -> dict[str, Any]:
    """What each step did in one cell, and a sentence that says it."""
    steps = [*rungs, _rung("with the trial's own people", expected), _rung("exact", exact)]
    tolerant = [step.tolerances > _TOLERANT for step in steps]
    differing = int(np.sum(tolerant[-2] != tolerant[-1]))
    told: dict[str, Any] = {
        "dissent": float(DISSENTS[exact.row]),
        "boldness": float(BOLDNESSES[exact.column]),
        "steps": [
            {
                "step": step.name,
                "suppression": step.suppression,
                "tolerance": float(step.tolerances.mean()),
                "tolerant_trials": int(high.sum()),
                "trials_unlike_exact": int(np.sum(high != tolerant[-1])),
            }
            for step, high in zip(steps, tolerant, strict=True)
        ],
        "final": {name: {"expected": expected.mean(name), "exact": exact.mean(name)} for name in FIELDS},
    }
    if plan.punishment == "uniform":
        maps = published_uniform()
        published = {name: float(maps[name][exact.row, exact.column]) for name in ("suppression", *FIELDS)}
        told["published"] = published
    told["why"] = _why(differing, plan.trials, expected, exact)
    return told


def _rung(name: str, cell: Cell) -> Rung:
    return Rung(name, cell.suppression, np.array([trial[0] for trial in cell.final]))


def _why(differing: int, trials: int, expected: Cell, exact: Cell) -> str:
    apart = abs(expected.mean("tolerance") - exact.mean("tolerance"))
    if differing:
        return (
            f"{differing} of {trials} trials end on the other side of tolerance one half: they pass where the cost is "
            "nearly flat, and who happens to be seen decides whether the authority stays there or turns to suppression"
        )
    if abs(expected.suppression - exact.suppression) > 0.1 * exact.suppression:
        return (
            f"every trial ends on the same side; the mean turns {expected.suppression - exact.suppression:+d} rounds "
            "apart, for it waits for the last stragglers: trials that wander where only the most desirous few exceed "
            "tolerance, and single people seen decide their moves"
        )
    return f"every trial ends on the same side, after about as long; mean final tolerance differs by {apart:.4f}"
