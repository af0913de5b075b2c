"""One worker process as its parent sees it: started when first needed, given jobs, listened to, and replaced."""

from __future__ import annotations

import os
import platform
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from hushed.errors import InputError
from hushed.studies.executors.handing import KEPT, HandingOut
from hushed.studies.executors.serving import ONE_THREAD, Answer, serve
from hushed.studies.work import Job, Report, Work

_AHEAD, _MOST_AHEAD = 0.5, 3
"""Seconds of work that lie ready at a worker besides the job it is at, and how many jobs that is at most."""
_LONG_RECIPE = 1 << 14
"""Characters; so many times as lie ready, and far more, fit into the connection unread."""
_FAILED_STARTS = 3
_PATIENCE = 2.0
"""Seconds that a worker has to end when told to."""


class WorkerProcess:
    """A process that runs one job at a time, and the jobs it was given: the oldest is the one it is at.

    Each worker has a connection of its own, so when one dies it is known which job it was at, and no other worker
    notices. Loky starts the process: afresh, not as a copy, and without running the user's script again.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._process: Any = None
        self._ready = False
        self._failed_starts = 0
        self._ahead = 0
        self._sent = 0
        self.given: deque[Job] = deque()

    @property
    def connection(self) -> Any:
        """The end of a pipe at which it can be heard; None while there is no process."""
        return self._parent_end if self._process is not None else None

    @property
    def has_room(self) -> bool:
        """Whether it should be given another job: the shorter they are, the more lie ready."""
        return len(self.given) <= (self._ahead if self._ready else 0)

    def give(self, job: Job) -> None:
        """Hand a job to it, starting it if need be."""
        if self._process is None:
            self._start()
        self.given.append(job)
        self._send()

    def hear(self, handing: HandingOut) -> Report | None:
        """What it says, now that there is something: perhaps a report; if it has died, its jobs go back."""
        try:
            answer: Answer = self._parent_end.recv()
        except (EOFError, OSError):
            return self._ended(handing)
        if isinstance(answer, str):
            raise RuntimeError(f"a worker met an error that is none of its unit's:\n{answer}")
        if answer is None:
            self._ready, self._failed_starts = True, 0
            self._send()
            return None
        self.given.popleft()
        self._sent -= 1
        self._send()
        self._ahead = min(_MOST_AHEAD, int(_AHEAD / max(answer.seconds, 1e-3)))
        return answer

    def close(self) -> None:
        """End it, whatever it is doing."""
        if self._process is None:
            return
        process, self._process, self._ready = self._process, None, False
        self._parent_end.close()
        process.terminate()
        process.join(_PATIENCE)
        if process.exitcode is None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            process.join()

    def _start(self) -> None:
        from loky.backend import get_context

        context = get_context("loky")
        self._parent_end, child_end = context.Pipe()
        self._ahead = self._sent = 0
        arguments = (child_end, self._work, os.getpid())
        # Daemon: should starting be interrupted half-way, Python ends it on leaving.
        process = context.Process(target=serve, args=arguments, env=ONE_THREAD, daemon=True)
        with _deaf_children():
            process.start()
        self._process = process
        child_end.close()

    def _send(self) -> None:
        """Send what it was given; long recipes only when it waits for them, lest each wait for the other to read."""
        while self._ready and self._sent < len(self.given):
            job = self.given[self._sent]
            if self._sent and len(job.recipe) > _LONG_RECIPE:
                return
            self._sent += 1
            with suppress(OSError):  # It has died; that will be heard.
                self._parent_end.send(job)

    def _ended(self, handing: HandingOut) -> Report | None:
        began, how = self._ready, self._exit()
        jobs, self.given = list(self.given), deque()
        if not began:
            self._failed_starts += 1
            handing.take_back(jobs)
            if self._failed_starts == _FAILED_STARTS:
                raise InputError(f"workers end as soon as they start ({how}); fewer of them need less memory{KEPT}")
            return None
        handing.take_back(jobs[1:])
        return handing.lost(jobs[0], deaths=1, how=how, host=platform.node()) if jobs else None

    def _exit(self) -> str:
        """Let go of a process that has died, or at least closed its connection; how it ended."""
        process = self._process
        process.join(_PATIENCE)
        code = process.exitcode
        self.close()
        if code is None:
            return "it stopped answering"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started meanwhile never hear Ctrl-C, not even before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
