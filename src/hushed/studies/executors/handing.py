"""Which job is handed out next, and what becomes of one whose worker died."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import replace

from hushed.studies.work import Job, Report

ATTEMPTS = 3
"""How often a unit may lose its worker before it is left out; the last of these attempts is made alone."""
KEPT = "; what was done is stored: go on with hushed resume"
_KILLED = {
    "SIGKILL": "ended from outside, most often because memory ran out",
    "SIGSEGV": "a crash in compiled code",
    "SIGABRT": "a crash in compiled code",
    "SIGBUS": "a crash in compiled code, or a full disk",
}


class HandingOut:
    """Jobs in the order in which they are handed out: those that lost their worker, then new ones, then last tries.

    Memory that runs out ends whichever process the system picks, not the one that asked for most. So a unit is only
    left out after it lost its worker while nothing else was running: last tries wait until all others are done, and
    are then made one at a time.
    """

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._new = iter(jobs)
        self._again: deque[Job] = deque()
        self._last_tries: deque[Job] = deque()
        self._deaths: Counter[int] = Counter()
        self._one_by_one = False

    def next(self, *, running: int) -> Job | None:
        """The job to hand out now, with so many others out; None if there is none, or none yet."""
        if self._one_by_one and running:
            return None
        if self._again:
            return self._again.popleft()
        job = next(self._new, None)
        if job is None and self._last_tries and not running:
            self._one_by_one = True
            return self._last_tries.popleft()
        return job

    def take_back(self, jobs: Iterable[Job]) -> None:
        """Take jobs back that were handed out and never begun."""
        self._again.extendleft(reversed(list(jobs)))

    def lost(self, job: Job, *, deaths: int, how: str, host: str) -> Report | None:
        """Note that a job's worker died, this time so often and in this way; its report, if it is to be left out."""
        self._deaths[job.unit] += deaths
        total = self._deaths[job.unit]
        if self._one_by_one:
            times = f"its worker died {total} times, the last time with no other unit running"
            message = f"{times} ({_explained(how)})"
            return Report(job.unit, "quarantined", "worker", message, host=host, attempt=job.attempt + deaths - 1)
        (self._again if total < ATTEMPTS - 1 else self._last_tries).append(replace(job, attempt=job.attempt + deaths))
        return None


def _explained(how: str) -> str:
    return f"{how}: {_KILLED[how]}" if how in _KILLED else how
