"""What passes between a study's coordinator and whoever does its work: plain data, never a closure.

A study is cut into units: one design point with some of its replicates. A worker is handed a `Job` and hands back a
`Report`; what it does in between is a pure function of the job, so a unit may be run twice, anywhere, and give the
same bytes. Only the coordinator touches the study's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

Status = Literal["done", "failed", "quarantined"]
"""How a unit ended: with results; with an error of its own; or by killing its worker time and again."""


@dataclass(frozen=True, slots=True)
class Job:
    """One unit to be run."""

    recipe: str
    "What this unit plays, in canonical JSON: all a worker needs to know, on any machine."
    unit: int
    "The unit's number in the study, from 0."
    attempt: int = 1
    "How often it has been handed out, this time included."


@dataclass(frozen=True, slots=True)
class Report:
    """How a unit went."""

    unit: int
    status: Status
    stage: str = ""
    "Where it failed: reading, society, playing, worker."
    message: str = ""
    "Why it failed, in one line."
    seconds: float = 0.0
    "Time it took, on the machine that ran it."
    host: str = ""
    attempt: int = 1
    payload: bytes = b""
    "The unit's chunk, ready to be stored; the same bytes whenever and wherever the unit is run."


Work = Callable[[Job], Report]
"""Runs a unit; never raises but for an interrupt (KeyboardInterrupt): errors of a unit are in its report."""


class Executor(Protocol):
    """Somewhere units can be run."""

    def run(self, work: Work, jobs: Iterable[Job]) -> Iterator[Report]:
        """Run every job and hand back each report as soon as it is there, in any order.

        `work` is a function of a module, found by name where the work is done. Jobs are taken from the iterable as
        workers become free, a few ahead, never all at once. A job whose worker dies is run again, a few times; one
        that keeps killing its worker comes back as quarantined. Closing the iterator (or an interrupt) ends all
        workers and waits for them.
        """
        ...

    @property
    def workers(self) -> int:
        """How many units run at the same time."""
        ...
