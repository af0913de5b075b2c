"""Runs units in processes of this machine, one core each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hushed.studies.executors.handing import HandingOut
from hushed.studies.executors.worker import WorkerProcess
from hushed.studies.work import Job, Report, Work


class LocalExecutor:
    """An `Executor` of worker processes, each started once and kept, at most one for every job."""

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError(f"workers must be at least 1; this is {workers}")
        self._workers = workers

    @property
    def workers(self) -> int:
        """How many units run at the same time."""
        return self._workers

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        """Run every job and hand back each report as soon as it is there; see `Executor`.

        Raises InputError where workers cannot be started.
        """
        workers = [WorkerProcess(work) for _ in range(self._workers)]
        handing = HandingOut(jobs)
        try:
            while _hand_out(handing, workers):
                for worker in _heard(workers):
                    report = worker.hear(handing)
                    # Whoever is idle is given work before the report is stored.
                    _hand_out(handing, workers)
                    if report is not None:
                        yield report
        finally:
            for worker in workers:
                worker.close()


def _hand_out(handing: HandingOut, workers: list[WorkerProcess]) -> bool:
    """Give jobs to all that have room, idle ones first; whether anything is being done."""
    running = sum(len(worker.given) for worker in workers)
    while True:
        free = min((worker for worker in workers if worker.has_room), key=lambda w: len(w.given), default=None)
        job = handing.next(running=running) if free is not None else None
        if free is None or job is None:
            return running > 0
        free.give(job)
        running += 1


def _heard(workers: list[WorkerProcess]) -> Iterator[WorkerProcess]:
    """Those that have something to say, after waiting for the first."""
    from multiprocessing.connection import wait

    listening: dict[Any, WorkerProcess] = {w.connection: w for w in workers if w.connection is not None}
    for connection in wait(list(listening)):
        yield listening[connection]
