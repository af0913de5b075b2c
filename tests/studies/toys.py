"""Work that stands in for units of a study: quick, and as ill-behaved as its recipe says."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hushed.studies.work import Job, Report


def recipe(**said: Any) -> str:
    return json.dumps(said)


def jobs(units: Iterable[int], **said: Any) -> Iterator[Job]:
    return (Job(recipe(**said), unit) for unit in units)


def expected(unit: int) -> bytes:
    return hashlib.sha256(b"%d" % unit).digest() * 1000


def work(job: Job) -> Report:
    """Do as the recipe says, then report; `bad` units do what is said, all others only take their time."""
    said = json.loads(job.recipe)
    if job.unit in said.get("bad", ()):
        _TRICKS[said["trick"]](Path(said.get("folder", ".")), job)
    began = time.perf_counter()
    time.sleep(said.get("seconds", 0.0))
    spent = time.perf_counter() - began
    return Report(
        job.unit, "done", seconds=spent, host=str(os.getpid()), attempt=job.attempt, payload=expected(job.unit)
    )


def environment(job: Job) -> Report:
    """Tell what a worker finds around it."""
    print("a model that talks")
    found = {name: os.environ.get(name) for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS")}
    found["deaf"] = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    return Report(job.unit, "done", payload=json.dumps(found).encode())


def broken(job: Job) -> Report:
    """Break the promise never to raise."""
    raise ZeroDivisionError(f"unit {job.unit}")


def _die(_folder: Path, _job: Job) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(folder: Path, job: Job) -> None:
    try:
        (folder / f"died-{job.unit}").touch(exist_ok=False)
    except FileExistsError:
        return
    _die(folder, job)


def _die_twice(folder: Path, job: Job) -> None:
    if job.attempt < 3:
        _die(folder, job)


def _leave(_folder: Path, _job: Job) -> None:
    sys.exit(3)


def _linger(_folder: Path, _job: Job) -> None:
    time.sleep(600)


_TRICKS = {
    "die": _die,
    "die once": _die_once,
    "die twice": _die_twice,
    "leave": _leave,
    "linger": _linger,
}


DEADLY = 5


def deadly(job: Job) -> Report:
    """A real unit, but for one that takes its worker with it."""
    if job.unit == DEADLY:
        _die(Path(), job)
    from hushed.studies.unit import run_unit

    return run_unit(job)
