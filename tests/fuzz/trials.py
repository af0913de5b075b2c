"""What every kind of input has in common: something to call, and what it may do."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from guarded import CANARY, Verdict, judged


@dataclass(frozen=True)
class Trial:
    """One hostile input, ready to be tried."""

    label: str
    "The command or function that meets it."
    call: Sequence[str] | Callable[[], object]
    writable: tuple[Path, ...] = ()
    secrets: tuple[str, ...] = (CANARY,)
    may_fail: bool = False
    typed: bool = False
    folder: Path | None = None
    "Where it is typed; where nothing is said, the folder that this process is in."
    untouched: Path | None = None
    "A folder outside of what the command was given, which must stay as it is."

    def verdict(self) -> Verdict:
        """How hushed ends on it."""
        if self.folder is not None:
            os.chdir(self.folder)
        before = self.untouched and _contents(self.untouched)
        verdict = self._judged()
        if self.untouched and _contents(self.untouched) != before:
            verdict = verdict._replace(wrong=(*verdict.wrong, f"changed what lies outside: {self.untouched.name}"))
        return verdict

    def _judged(self) -> Verdict:
        return judged(
            self.call,
            writable=self.writable,
            secrets=self.secrets,
            may_fail=self.may_fail,
            typed=self.typed,
        )


def _contents(folder: Path) -> dict[str, bytes | int]:
    """What every file holds; of one that damage made large through a link, only how large it is."""
    return {
        str(each): 0 if not each.is_file() else size if (size := each.stat().st_size) > _LARGE else each.read_bytes()
        for each in sorted(folder.rglob("*"))
    }


_LARGE = 1 << 24

Maker = Callable[[Random, Path, Path], Trial]
"""Makes an input from random numbers, in an empty folder; the third path is where dear material is kept."""


def drawn(kind: str, seed: int, number: int) -> Random:
    """The random numbers of one input: each can be made again alone."""
    return Random(f"{kind} {seed} {number}")


TINY = ("--population", "30", "--rounds", "1", "--replicates", "1", "--threads", "1")
"""Options that make a run as small as it can be."""
