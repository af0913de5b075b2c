"""How long work says where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Step(NamedTuple):
    """Rounds, or whole runs, played and to be played in all, and what is being done."""

    done: int
    total: int
    doing: str


Progress = Callable[[Step], None]
"""Called after every round or run, and before work that is neither."""


class Counter:
    """Counts rounds over all runs of an experiment, or the runs, and passes them on."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress, self._doing = 0, total, progress, ""

    def doing(self, what: str) -> None:
        """Say what comes next."""
        self._doing = what
        self._report()

    def round_played(self, _: int = 0) -> None:
        """Count one round."""
        self._done += 1
        self._report()

    def run_played(self) -> None:
        """Count one run, in an experiment of so many that rounds are not told."""
        self._done += 1
        self._report()

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(Step(self._done, self._total, self._doing))
