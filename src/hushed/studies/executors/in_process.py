"""Units one after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hushed.studies.work import Job, Report, Work


class InProcessExecutor:
    """Runs every unit here; the simplest executor, and the one to look for faults with."""

    workers = 1

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        """Run every job in turn."""
        for job in jobs:
            yield work(job)
