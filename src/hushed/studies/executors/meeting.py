"""Meeting a Dask cluster: where it is, whether it answers, and whether its workers run the same hushed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hushed.errors import InputError

_ANSWER_WITHIN = 5
"""Seconds in which a scheduler answers, and has a worker."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Which hushed runs somewhere."""

    version: str
    digest: str
    "Of all sources that a unit's numbers depend on."

    def __str__(self) -> str:
        return f"hushed {self.version} (sources {self.digest})"


@cache
def here() -> Sources:
    """Which hushed runs in this process."""
    from hushed.studies.study import model_digest

    return Sources(version("hushed"), model_digest()[:16])


def there() -> Sources:
    """Which hushed runs on a worker that is asked."""
    return here()


def located(address: str) -> str:
    """The address of a scheduler, given as such or as a scheduler file.

    Raises InputError for what is neither.
    """
    if "://" in address:
        return address
    try:
        found = json.loads(Path(address).read_text(encoding="utf-8"))["address"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it cannot be read as one"
        raise InputError(
            f"'{address}' is neither an address like tcp://127.0.0.1:8786 nor a scheduler file: {reason}"
        ) from None
    return str(found)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A connection to the scheduler at an address, closed at the end.

    Raises InputError where Dask is not installed or nobody answers within a few seconds.
    """
    try:
        import distributed
    except ImportError:
        raise InputError('a cluster needs Dask; install it with: pip install "hushed[cluster]"') from None
    # Dask's annotations stop half-way.
    make: Any = distributed.Client
    try:
        client = make(address, timeout=_ANSWER_WITHIN, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"no scheduler answers at {address} ({_first_line(error)}); start one with: dask scheduler"
        ) from None
    try:
        yield client
    finally:
        client.close()


def meet(client: Any, address: str) -> int:
    """How many units the cluster runs at the same time.

    Raises InputError if it has no workers, or one of them runs another hushed, or none.
    """
    try:
        client.wait_for_workers(1, timeout=_ANSWER_WITHIN)
    except TimeoutError:
        raise InputError(
            f"the cluster at {address} has no workers; start one with: dask worker {address} --nthreads 1"
        ) from None
    found: dict[str, Any] = client.run(there, on_error="return")
    wrong = [f"the worker at {worker} {_said(sources)}" for worker, sources in found.items() if sources != here()]
    if wrong:
        raise InputError(*wrong, f"here is {here()}: install the same on all workers and start them again")
    return sum(client.nthreads().values())


def _said(sources: Any) -> str:
    return f"runs {sources}" if isinstance(sources, Sources) else f"cannot load this hushed ({sources})"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
