"""The course of a sweep: units are handed out, what comes back is stored at once, and it is told how far all is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, cast

from hushed.experiments.progress import Progress, Step
from hushed.studies.folder import StudyFolder
from hushed.studies.unit import run_unit
from hushed.studies.work import Executor, Job, Report

_RATE_EVERY = 2.0
"""Seconds between two statements of the rate."""


@dataclass
class Course:
    """How far a sweep is, in units of this call."""

    total: int
    done: int = 0
    failed: int = 0
    began: float = field(default_factory=time.monotonic)
    _said: str = "starting"
    _due: float = 0.0

    @property
    def seconds(self) -> float:
        """Time since the first unit was handed out."""
        return time.monotonic() - self.began

    @property
    def rate(self) -> str:
        """Units ended in a unit of time, in words."""
        rate = (self.done + self.failed) / max(1e-9, self.seconds)
        return f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"

    def count(self, report: Report) -> None:
        """Count a unit that has ended."""
        self.done += report.status == "done"
        self.failed += report.status != "done"

    def step(self) -> Step:
        """Units ended and to be run, the rate, and how many failed."""
        ended = self.done + self.failed
        now = time.monotonic()
        if now >= self._due or ended == self.total:
            self._due = now + _RATE_EVERY
            rate = f"playing, {self.rate}" if ended else "playing"
            self._said = rate + (f", {self.failed} failed" if self.failed else "")
        return Step(ended, self.total, self._said)


def pursue(
    folder: StudyFolder, executor: Executor, units: Sequence[int], *, progress: Progress | None = None
) -> Course:
    """Run units and store each as soon as it has ended; one that fails is written down, and the rest go on.

    Interrupted (KeyboardInterrupt) or out of disk (InputError), what is stored stays, and only the units in flight
    are lost.
    """
    course = Course(len(units))
    jobs = (Job(folder.study.recipe(unit), unit) for unit in units)
    _tell(course, progress)
    # Closing ends all workers, also after an interrupt or where nothing more can be stored.
    with closing(cast("Any", executor.run(run_unit, jobs))) as reports:
        for report in reports:
            folder.store(report)
            course.count(report)
            _tell(course, progress)
    return course


def _tell(course: Course, progress: Progress | None) -> None:
    if progress is not None:
        progress(course.step())
