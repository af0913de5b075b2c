"""What a worker process does: take a job, run it, hand back the report, until nobody is left to ask."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from contextlib import suppress
from typing import Any

from hushed.studies.work import Job, Report, Work

_THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
ONE_THREAD = dict.fromkeys(_THREADS, "1")
"""Environment of a worker: as many threads as it has cores, so that workers do not fight for them."""
_LOOK_EVERY = 1.0
"""Seconds until a worker that is busy notices that its parent has died."""

Answer = Report | str | None
"""What a worker sends: None once it is ready; then reports, or the traceback of a bug."""


def serve(connection: Any, work: Work, parent: int) -> None:
    """Run the jobs that come through a pipe until its other end is closed, or the parent process is gone."""
    _settle(parent)
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            connection.send(_answer(work, connection.recv()))


def _settle(parent: int) -> None:
    # Ctrl-C in a terminal reaches every process; what is to end is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The output belongs to the command; what a user's model prints goes where its other messages go.
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """An idle worker sees its connection close; one in the middle of a long unit would go on for nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def _answer(work: Work, job: Job) -> Report | str:
    try:
        return work(job)
    except Exception:
        return traceback.format_exc()
