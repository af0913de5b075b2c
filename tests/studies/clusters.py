"""A Dask cluster of real processes, started as a user would start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
_SOON = 30.0


@contextmanager
def scheduler(folder: Path, *, workers: int, allowed_failures: int = 3) -> Iterator[Path]:
    """A scheduler and workers of one thread each; the scheduler's file."""
    file = folder / "scheduler.json"
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures)}
    where = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    started = [_started(["distributed.cli.dask_scheduler", *where, "--port", "0"], folder, settings)]
    try:
        _written(file)
        place = ["--nthreads", "1", "--local-directory", str(folder)]
        started += [_started(["distributed.cli.dask_worker", *where, *place], folder, {}) for _ in range(workers)]
        yield file
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            _ended(process)


def _started(module: Sequence[str], folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, **settings, "PYTHONPATH": path},
        )


def _written(file: Path) -> None:
    end = time.monotonic() + _SOON
    while time.monotonic() < end:
        try:
            json.loads(file.read_text())["address"]
        except (OSError, ValueError):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"no scheduler wrote {file}")


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
