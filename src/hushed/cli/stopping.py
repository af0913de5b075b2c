"""Ctrl-C and SIGTERM: end at the next moment at which nothing is half done that cannot be."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Any, Self

_INTERRUPTED, _TERMINATED = 130, 143
_AGAIN = 0.05
"""Seconds until asking again whether it is safe to stop."""
_UNSAFE = ("numba.", "llvmlite.")
_STORING = ("hushed.results.store",)


class Stop:
    """Turns the first request to stop into a KeyboardInterrupt, and remembers which signal it was.

    An exception inside the compiler would come out as an error of the compiler, so there it waits; where Python lets no
    exception through, as when it tidies up an object, it is passed over, and comes again. A second request
    does nothing but say that finished rounds are being stored; a third ends that too. What is being stored when the
    first comes is stored.
    """

    def __init__(self) -> None:
        self.code = _INTERRUPTED
        self.raised = False
        "Whether a KeyboardInterrupt was raised, whatever a library has made of it."
        self._requests = 0
        self._waiting = False
        self._alarmed = False
        self._over = False
        self._before: dict[int, Any] = {}
        self._hook = sys.unraisablehook

    def __enter__(self) -> Self:
        with suppress(ValueError):  # Only the main thread may do this; elsewhere signals keep their meaning.
            for name, handler in (("SIGINT", self._asked), ("SIGTERM", self._asked), ("SIGALRM", self._try)):
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                    self._before[number] = signal.signal(number, handler)
            sys.unraisablehook = self._passed_over
        return self

    def __exit__(self, *_: object) -> None:
        # A request that still waits has nothing left to stop; its alarm would end the process after its work is done.
        self._over = True
        if self._alarmed:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._hook

    def _passed_over(self, error: Any) -> None:
        if self._requests and issubclass(error.exc_type, KeyboardInterrupt) and hasattr(signal, "setitimer"):
            self._ask_again()
        else:
            self._hook(error)

    def _ask_again(self) -> None:
        self._alarmed = True
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._requests += 1
        if self._requests == 1 and number == getattr(signal, "SIGTERM", None):
            self.code = _TERMINATED
        if self._requests == 1 and _is_within(frame, _STORING):
            self._requests = 2
        if self._requests == 2 and not self._waiting:
            print("hushed: storing the finished rounds; once more to give them up", file=sys.stderr, flush=True)
            return
        self._try(number, frame)

    def _try(self, _number: int, frame: FrameType | None) -> None:
        if self._over:
            return
        if hasattr(signal, "setitimer") and _is_within(frame, _UNSAFE):
            if not self._waiting:
                print("hushed: stopping as soon as the compiler lets go", file=sys.stderr, flush=True)
            self._waiting = True
            self._ask_again()
            return
        self.raised = True
        raise KeyboardInterrupt


def _is_within(frame: FrameType | None, modules: tuple[str, ...]) -> bool:
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith(modules):
            return True
        frame = frame.f_back
    return False
