"""Sweeps: begun, gone on with after whatever stopped them, checked, and any single unit of them run again alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hushed import compiled
from hushed.errors import InputError
from hushed.experiments.progress import Progress
from hushed.studies.course import Course, pursue
from hushed.studies.executors import chosen
from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.folder import WHOLE, Shard, StudyFolder, create_folder, is_study
from hushed.studies.opening import open_study
from hushed.studies.reader import read_study
from hushed.studies.study import Study
from hushed.studies.unit import rehearse, run_unit
from hushed.studies.work import Executor, Job, Report

if TYPE_CHECKING:
    import xarray as xr

_KERNEL = "speaking.speak"


def sweep(
    study: str | Path | Study,
    folder: str | Path,
    *,
    executor: str | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Play every unit of a study (a file, or one that `read_study` gave) and return its results, opened lazily.

    Results are kept in `folder`, each unit as soon as it has ended; called again with the same study and folder, a
    sweep that was stopped goes on. `executor` is "loky" (processes; default, `workers` of them, one for each core) or
    "in-process"; `cluster` the address of a Dask scheduler. The numbers are the same for any. Raises InputError.
    """
    asked = study if isinstance(study, Study) else read_study(study)
    at_work = chosen(executor, workers=workers, cluster=cluster)
    with held(asked, folder) as opened:
        go_on(opened, at_work, progress=progress)
    return open_study(folder)


@contextmanager
def held(study: Study, folder: str | Path) -> Iterator[StudyFolder]:
    """The folder of a study, made if there is none yet. Raises InputError if it holds another study."""
    if not is_study(Path(folder)):
        create_folder(folder, study)
    with StudyFolder(folder) as opened:
        if opened.study.fingerprint() != study.fingerprint():
            raise InputError(f"{folder}: holds another study; choose another folder")
        yield opened


def begin(study: Study, folder: str | Path, *, shard: Shard = WHOLE) -> StudyFolder:
    """Make the folder of a study and hold it. Raises InputError if it exists, or cannot be made."""
    create_folder(folder, study, shard)
    return StudyFolder(folder)


def go_on(
    folder: StudyFolder, executor: Executor, *, only_failed: bool = False, progress: Progress | None = None
) -> Course:
    """Run the units that have not ended and those whose chunk is damaged; or only those that failed, once more.

    Raises KeyboardInterrupt and InputError as `pursue` does.
    """
    folder.restore_labels()
    folder.mark_damaged()
    units = [row.unit for row in folder.failed()] if only_failed else folder.unfinished()
    if units and not compiled.is_cached(_KERNEL) and not isinstance(executor, InProcessExecutor):
        # Else every worker would compile the same.
        rehearse(folder.study.recipe(units[0]))
    return pursue(folder, executor, units, progress=progress)


class Rerun(NamedTuple):
    """One unit run again alone: how it went, and whether it gave the bytes that are stored; None if none were."""

    report: Report
    same: bool | None


def rerun(folder: StudyFolder, unit: int) -> Rerun:
    """Run one unit again, here, and compare it with what is stored; a unit not stored yet is stored.

    Raises InputError if there is no such unit.
    """
    if not folder.units:
        raise InputError(f"--unit {unit}: part {folder.shard} of a study of {folder.study.units:,} units has none")
    if unit not in folder.units:
        raise InputError(f"--unit {unit}: this folder has units {folder.units.start} to {folder.units[-1]}")
    row = folder.ledger.row(unit)
    report = run_unit(Job(folder.study.recipe(unit), unit))
    if row is None or row.status != "done":
        folder.store(report)
        return Rerun(report, None)
    return Rerun(report, report.status == "done" and folder.chunks.content(unit) == report.payload)
