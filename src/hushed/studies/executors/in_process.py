"""Units one after the other, in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout

from hushed.studies.work import Job, Report, Work


class InProcessExecutor:
    """Runs every unit here; the simplest executor, and the one to look for faults with."""

    workers = 1

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        """Run every job in turn."""
        for job in jobs:
            # As from a worker: the output belongs to the command, not to what a user's model prints.
            with redirect_stdout(sys.stderr):
                report = work(job)
            yield report
