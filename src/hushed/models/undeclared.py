"""Seeing whether a model draws its chance, or reads a clock, behind hushed's back.

This is the one place that touches the generators of Python and NumPy. It draws nothing from them: it sets them to a
known state, sees afterwards whether anybody drew, and puts them back as they were.
"""

from __future__ import annotations

import os
import random as python_random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

_LATER = 86_400.0
"""Seconds by which the clock is put forward for each disturbance."""
_CLOCKS = ("time", "monotonic", "perf_counter", "process_time")


@contextmanager
def disturbed(number: int) -> Iterator[dict[str, None]]:
    """A world in which the global generators, the clock and what the system calls random differ with `number`.

    Gives the sources that were drawn from while it lasted, in the order of their first use, as keys; complete at its
    end. Reading a clock is no fault by itself, so the clock only runs differently. Not for several threads at once.
    """
    used: dict[str, None] = {}
    kept_python, kept_numpy = python_random.getstate(), np.random.get_state()  # noqa: NPY002
    python_random.seed(number)
    np.random.seed(number)  # noqa: NPY002
    before_python, before_numpy = python_random.getstate(), _legacy_state()
    try:
        with _replaced(_substitutes(number, used)):
            yield used
        if python_random.getstate() != before_python:
            used["Python's random"] = None
        if _legacy_state() != before_numpy:
            used["numpy.random"] = None
    finally:
        python_random.setstate(kept_python)
        np.random.set_state(kept_numpy)  # noqa: NPY002


def _legacy_state() -> tuple[Any, ...]:
    name, words, *rest = np.random.get_state()  # noqa: NPY002
    return (name, bytes(np.asarray(words)), *rest)


def _substitutes(number: int, used: dict[str, None]) -> list[tuple[Any, str, Callable[..., Any]]]:
    watched: list[tuple[Any, str, str]] = [
        (np.random, "default_rng", "numpy.random.default_rng"),
        (os, "urandom", "the system's own random numbers (os.urandom)"),
        (python_random, "_urandom", "the system's own random numbers (os.urandom)"),
    ]
    made = [(home, name, _noting(getattr(home, name), source, used)) for home, name, source in watched]
    later = [(time, name, _later(getattr(time, name), _LATER * number)) for name in _CLOCKS]
    nanoseconds = int(1e9 * _LATER) * number
    later += [(time, f"{name}_ns", _later(getattr(time, f"{name}_ns"), nanoseconds)) for name in _CLOCKS]
    return made + later


def _noting(function: Callable[..., Any], what: str, used: dict[str, None]) -> Callable[..., Any]:
    def noted(*given: Any, **named: Any) -> Any:
        used[what] = None
        return function(*given, **named)

    return noted


def _later(clock: Callable[[], float], by: float) -> Callable[[], float]:
    return lambda: clock() + by


@contextmanager
def _replaced(substitutes: list[tuple[Any, str, Callable[..., Any]]]) -> Iterator[None]:
    kept = [(home, name, getattr(home, name)) for home, name, _ in substitutes]
    try:
        for home, name, function in substitutes:
            setattr(home, name, function)
        yield
    finally:
        for home, name, function in kept:
            setattr(home, name, function)
