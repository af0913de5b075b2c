"""Runs units on the workers of a Dask cluster: on other machines, or wherever somebody started them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from hushed.errors import InputError
from hushed.studies.executors.handing import HandingOut
from hushed.studies.executors.meeting import Sources, connected, here, located, meet
from hushed.studies.work import Job, Report, Work

_AHEAD = 2
"""Jobs that lie ready on the cluster for each that is being run."""
_POLL = 0.01
_LOOK_EVERY, _PATIENCE = 10.0, 300.0
"""Seconds between looks whether there are workers at all, and for how long there may be none."""
_KEPT = "; what was done is stored: start the cluster again and go on with hushed resume"


class ClusterExecutor:
    """An `Executor` on a Dask cluster, which outlives it: whoever started the cluster ends it.

    A worker that dies is the scheduler's affair: it runs the job elsewhere, up to its `allowed-failures`, and blames
    all jobs that lay at that worker. So those it gives up are run once more, one at a time, before they are left out.
    """

    def __init__(self, address: str) -> None:
        """Meet the cluster; raises InputError where there is none, it has no workers, or they run another hushed."""
        self._address = located(address)
        with connected(self._address) as client:
            self._workers = meet(client, self._address)

    @property
    def workers(self) -> int:
        """How many units ran at the same time when the cluster was met."""
        return self._workers

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        """Run every job and hand back each report as soon as it is there; see `Executor`.

        When closed, jobs that wait are taken back; those that are being run end on the cluster and are not heard of.
        Raises InputError where the scheduler or all workers have gone, or a worker runs another hushed.
        """
        import distributed

        handing = HandingOut(jobs)
        with connected(self._address) as client:
            out: dict[Any, Job] = {}
            as_completed: Any = distributed.as_completed
            done = as_completed(loop=client.loop, with_results=True, raise_errors=False)
            try:
                while self._hand_out(client, handing, work, out, done):
                    for future, result in self._batch(client, done):
                        report = self._report(handing, future, out.pop(future), result)
                        if report is not None:
                            yield report
            finally:
                client.cancel(list(out))

    def _hand_out(self, client: Any, handing: HandingOut, work: Work, out: dict[Any, Job], done: Any) -> bool:
        while len(out) < self._workers * (1 + _AHEAD):
            job = handing.next(running=len(out))
            if job is None:
                break
            key = f"unit-{job.unit}-{job.attempt}-{client.id}"
            future = client.submit(run_as, here(), work, job, key=key, pure=False)
            out[future] = job
            done.add(future)
        return bool(out)

    def _batch(self, client: Any, done: Any) -> list[tuple[Any, Any]]:
        """What has come back, after waiting for the first; not for ever if there is nobody left to work."""
        since = looked = time.monotonic()
        while not done.has_ready():
            time.sleep(_POLL)
            now = time.monotonic()
            if now - looked > _LOOK_EVERY:
                looked, since = now, now if client.nthreads() else since
            if now - since > _PATIENCE:
                minutes = f"{_PATIENCE / 60:.0f} minutes"
                raise InputError(f"the cluster at {self._address} has had no workers for {minutes}{_KEPT}")
        batch: list[tuple[Any, Any]] = done.next_batch(block=False)
        return batch

    def _report(self, handing: HandingOut, future: Any, job: Job, result: Any) -> Report | None:
        from distributed import KilledWorker

        if isinstance(result, Report):
            # Whatever became of the worker since it handed this over.
            return result
        if future.status in ("lost", "pending"):
            return handing.lost(job, deaths=1, how="with the report it was about to hand over", host="")
        if future.status != "error":
            raise InputError(f"the connection to the cluster at {self._address} was lost{_KEPT}")
        error: Exception = result[1]
        if not isinstance(error, KilledWorker):
            raise error
        worker = error.last_worker
        deaths, host = error.allowed_failures + 1, worker.host
        return handing.lost(job, deaths=deaths, how=f"the last at {worker.address}", host=host)


def run_as(expected: Sources, work: Work, job: Job) -> Report:
    """Run a job on a worker; raises InputError if that runs another hushed than whoever asks.

    Workers may join at any time, so having met those at the start is not enough.
    """
    if here() != expected:
        raise InputError(f"a worker that joined the cluster runs {here()}; here is {expected}")
    return work(job)
