"""Moments in a command's work that can be met for sure: its calls to the disk, counted, each before, in or after it."""

from __future__ import annotations

import builtins
import mmap
import os
import random
import signal
import struct
import time
from collections.abc import Callable
from typing import IO, Any

Act = Callable[[], object]
_CALLS = ("fsync", "replace", "rename", "mkdir")


class Calls:
    """Counts the calls to the disk of a process that was forked after it was made, and acts at them."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)

    @property
    def count(self) -> int:
        """How many there have been."""
        number: int = struct.unpack("q", self._shared[:8])[0]
        return number

    def install(self, act: Callable[[int], object]) -> None:
        """From now on, in this process, count, and call `act` with the number of each moment."""

        def moment() -> None:
            number = self.count + 1
            self._shared[:8] = struct.pack("q", number)
            act(number)

        from hushed.results import flushing
        from hushed.studies.ledger import Ledger

        for name in _CALLS:
            setattr(os, name, _around(getattr(os, name), moment))
        Ledger.record = _around(Ledger.record, moment)  # type: ignore[method-assign]
        real = builtins.open
        flushing.open = lambda *where: _Halved(real(*where), moment)  # type: ignore[attr-defined]


def _around(real: Callable[..., Any], moment: Act) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        moment()
        answer = real(*arguments, **named)
        moment()
        return answer

    return call


class _Halved:
    """A file of which there is a moment when half of what is written has been."""

    def __init__(self, file: IO[bytes], moment: Act) -> None:
        self._file, self._moment = file, moment

    def write(self, content: bytes) -> None:
        half = len(content) // 2
        self._file.write(content[:half])
        self._file.flush()
        self._moment()
        self._file.write(content[half:])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Halved:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def signalled(calls: Calls, number: int, at: int) -> Act:
    """What makes a process send itself a signal at a moment."""
    return lambda: calls.install(lambda moment: os.kill(os.getpid(), number) if moment == at else None)


def killed(calls: Calls, at: int) -> Act:
    """What makes a process die at a moment, as of SIGKILL."""
    return signalled(calls, signal.SIGKILL, at)


def refused(calls: Calls, error: int, since: int) -> Act:
    """What makes the disk refuse everything from a moment on."""

    def act(moment: int) -> None:
        if moment >= since:
            raise OSError(error, os.strerror(error))

    return lambda: calls.install(act)


def slowed(calls: Calls, chance: random.Random, most: float) -> Act:
    """What makes the disk answer late, now and then very late."""
    return lambda: calls.install(lambda _: time.sleep(most * chance.random() ** 4))
