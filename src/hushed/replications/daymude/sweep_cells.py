"""Cells of the sweep of Daymude, Axelrod & Forrest 2025: run on all cores, kept on disk one file each, and resumed.

A cell's file is written under another name and renamed, so a run that is killed leaves whole files only and loses at
most the cells in flight.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hushed.cores import usable_cores
from hushed.errors import InputError
from hushed.replications.daymude.fast import Acceptance
from hushed.replications.daymude.people import Floats
from hushed.replications.daymude.sweep_plan import (
    Plan,
    exact_trial,
    expected_trial,
    prepared,
    time_to_suppression,
)
from hushed.results.flushing import replace_flushed

LEVERS = ("tolerance", "severity", "surveillance")
COSTS = ("political_cost", "punishment_cost")
_FORMAT = 2
"""Raised when cells kept by an earlier version no longer mean the same."""

Told = Callable[[], None]


@dataclass(frozen=True)
class Cell:
    """What the trials of a cell came to: the time to suppression of their mean, and each trial's last round.

    `final` holds, for each trial, tolerance, severity and surveillance kept, political and punishment cost.
    """

    row: int
    column: int
    suppression: int
    final: tuple[tuple[float, ...], ...]

    def mean(self, name: str) -> float:
        """Mean over trials of a lever or a cost in the last round."""
        return float(np.mean(self._values(name)))

    def standard_error(self, name: str) -> float:
        """Standard error of that mean."""
        values = self._values(name)
        return float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0

    def _values(self, name: str) -> Floats:
        return np.array([trial[(*LEVERS, *COSTS).index(name)] for trial in self.final])


class Folder:
    """Finished cells on disk; without a path, nothing is kept."""

    def __init__(self, path: Path | None, plan: Plan, kind: str) -> None:
        self._path = None if path is None else path / kind
        if self._path is not None and path is not None:
            try:
                self._path.mkdir(parents=True, exist_ok=True)
            except (OSError, ValueError) as error:
                raise InputError(f"folder: {path} cannot be written: {_reason(error)}; name another folder") from None
            _belongs(path / "plan.json", plan)

    def read(self, row: int, column: int) -> Cell | None:
        """The finished cell, if there is one."""
        if self._path is None or not self._file(row, column).exists():
            return None
        try:
            told = _checked(json.loads(self._file(row, column).read_text(encoding="utf-8")))
            final = tuple(tuple(map(float, one)) for one in told["final"])
            return Cell(int(told["row"]), int(told["column"]), int(told["suppression"]), final)
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(
                f"folder: {self._file(row, column)} is damaged; delete it, and that cell is run again"
            ) from None

    def keep(self, cell: Cell) -> None:
        """Write a finished cell."""
        if self._path is not None:
            told = asdict(cell)
            _write(self._file(cell.row, cell.column), told | {"sha256": _digest(told)})

    def _file(self, row: int, column: int) -> Path:
        assert self._path is not None
        return self._path / f"dissent-{row:02d}-boldness-{column:02d}.json"


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """What was told of a cell. Raises ValueError or KeyError if it is not what was written."""
    cell = {name: told[name] for name in told if name != "sha256"}
    if told["sha256"] != _digest(cell):
        raise ValueError("it is not what was written")
    return cell


def _belongs(file: Path, plan: Plan) -> None:
    """Whether the cells in a folder are those of this plan; rows and columns may differ."""
    ours: dict[str, Any] = {name: value for name, value in asdict(plan).items() if name not in ("rows", "columns")}
    ours["format"] = _FORMAT
    if not file.exists():
        _write(file, ours)
        return
    try:
        theirs: dict[str, Any] = dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise InputError(
            f"folder: {file} cannot be read, so whose cells there are is not known; name another folder"
        ) from None
    differing = [name for name in ours if theirs.get(name) != ours[name]]
    if differing:
        raise InputError(
            f"folder: {file.parent} holds cells of another sweep; "
            + ", ".join(f"{name} is {theirs.get(name)} there and {ours[name]} here" for name in differing)
            + "; name another folder"
        )


def _write(file: Path, told: dict[str, Any]) -> None:
    try:
        replace_flushed(file, json.dumps(told).encode())
    except OSError as error:
        raise InputError(f"folder: {file} cannot be written: {_reason(error)}; what is there already is kept") from None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def expected_cells(
    plan: Plan,
    *,
    acceptance: Acceptance = "previous_round",
    folder: Path | None = None,
    threads: int | None = None,
    told: Told = lambda: None,
) -> dict[tuple[int, int], Cell]:
    """Every cell of the plan on expected costs; `told` is called as each is done."""
    kept = Folder(folder, plan, acceptance)
    done: dict[tuple[int, int], Cell] = {}
    with ThreadPoolExecutor(threads or usable_cores()) as pool:
        try:
            for row in plan.rows:
                for cell in _row(plan, row, acceptance, kept, pool):
                    done[cell.row, cell.column] = cell
                    told()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


def _row(plan: Plan, row: int, acceptance: Acceptance, kept: Folder, pool: ThreadPoolExecutor) -> Iterator[Cell]:
    """The cells of one mean desire: its people are drawn and counted once."""
    found = {column: kept.read(row, column) for column in plan.columns}
    yield from (cell for cell in found.values() if cell is not None)
    missing = [column for column, cell in found.items() if cell is None]
    if not missing:
        return
    trials = list(pool.map(lambda trial: prepared(plan, row, trial), range(plan.trials)))
    suppressed = plan.suppressed_cost(row)

    def run(column: int) -> Cell:
        costs, final = np.zeros(plan.rounds), []
        for trial in trials:
            one = expected_trial(plan, trial, column, acceptance)
            costs += one.voices
            final.append((*one.levers[:, -1].tolist(), float(one.voices[-1]), float(one.penalties[-1])))
        cell = Cell(row, column, time_to_suppression(costs / plan.trials, suppressed), tuple(final))
        kept.keep(cell)
        return cell

    yield from pool.map(run, missing)


def exact_cells(
    plan: Plan,
    places: Sequence[tuple[int, int]],
    *,
    folder: Path | None = None,
    threads: int | None = None,
    told: Told = lambda: None,
) -> dict[tuple[int, int], Cell]:
    """Some cells (row, column) of the exact published model."""
    kept = Folder(folder, plan, "exact")
    done: dict[tuple[int, int], Cell] = {}
    with ThreadPoolExecutor(threads or usable_cores()) as pool:
        for row, column in places:
            cell = kept.read(row, column)
            if cell is None:
                cell = _exact_cell(plan, row, column, pool)
                kept.keep(cell)
            done[row, column] = cell
            told()
    return done


def _exact_cell(plan: Plan, row: int, column: int, pool: ThreadPoolExecutor) -> Cell:
    def run(trial: int) -> tuple[Floats, tuple[float, ...]]:
        one = exact_trial(plan, row, column, trial)
        return one.political_cost, tuple(float(getattr(one, name)[-1]) for name in (*LEVERS, *COSTS))

    results = list(pool.map(run, range(plan.trials)))
    mean = np.mean([costs for costs, _ in results], axis=0)
    suppression = time_to_suppression(mean, plan.suppressed_cost(row))
    return Cell(row, column, suppression, tuple(final for _, final in results))
