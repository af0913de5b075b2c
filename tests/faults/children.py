"""Commands as processes that can be disturbed: forked from one that has everything loaded, or started afresh."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, NoReturn

PATIENCE = 900.0
"""Seconds after which a command counts as hanging."""


class Failure(Exception):
    """What was promised did not hold; says what, and what the command said."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    "Its exit code; the number of the signal that ended it, below zero."
    out: str
    err: str

    def __str__(self) -> str:
        return f"exit code {self.code}; {self.out[-300:]!r}; {self.err[-600:]!r}"


class Child:
    """A command at work."""

    def __init__(self, arguments: tuple[str, ...], folder: Path, *, before: Callable[[], object] | None = None) -> None:
        """Fork this process and run the command in the copy, after whatever is to be done to it `before`."""
        self._out, self._err = folder / f"out-{time.monotonic_ns()}", folder / f"err-{time.monotonic_ns()}"
        # A signal that came before the copy knows what it is would go through all of the campaign above it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        self.process = os.fork()
        if self.process == 0:
            _run(arguments, self._out, self._err, before, mask)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def signal(self, number: int) -> bool:
        """Send a signal; whether there was still somebody to hear it."""
        if self.ended_already:
            return False
        os.kill(self.process, number)
        return True

    @property
    def ended_already(self) -> bool:
        """Whether it has ended by itself; it is not collected yet."""
        found = os.waitid(os.P_PID, self.process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return found is not None

    def wait(self) -> Ended:
        """How it ended. Raises Failure if it does not."""
        end = time.monotonic() + PATIENCE
        while not self.ended_already:
            if time.monotonic() > end:
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
                raise Failure(f"it did not end within {PATIENCE:.0f} s")
            time.sleep(0.002)
        _, status = os.waitpid(self.process, 0)
        ended = Ended(os.waitstatus_to_exitcode(status), _read(self._out), _read(self._err))
        self._out.unlink(missing_ok=True)
        self._err.unlink(missing_ok=True)
        return ended


def _run(
    arguments: tuple[str, ...], out: Path, err: Path, before: Callable[[], object] | None, mask: Iterable[int]
) -> NoReturn:
    code = 70
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for stream, place in ((1, out), (2, err)):
            os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        from hushed.cli.start import run_command

        if before is not None:
            before()
        code = run_command(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _read(place: Path) -> str:
    return place.read_text(encoding="utf-8", errors="replace") if place.exists() else ""


def run(*arguments: object, folder: Path, before: Callable[[], object] | None = None) -> Ended:
    """Run a command to its end."""
    return Child(tuple(map(str, arguments)), folder, before=before).wait()


def started_afresh(*arguments: object) -> subprocess.Popen[str]:
    """The command as a user starts it, with all there is to load."""
    order = [sys.executable, "-m", "hushed", *map(str, arguments)]
    return subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def check(true: object, what: str, ended: Ended | None = None) -> None:
    """Raises Failure unless something holds."""
    if not true:
        raise Failure(what if ended is None else f"{what} ({ended})")
