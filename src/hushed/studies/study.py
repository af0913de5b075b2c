"""A study, read and checked: a scenario, the points at which it is played, and how it falls into units of work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hushed.models.chosen import Chosen
from hushed.models.model import Outcome as OwnOutcome
from hushed.outcomes import OUTCOMES, Outcome
from hushed.random import LARGEST_SEED
from hushed.results.provenance import with_network
from hushed.scenario.schema import Scenario
from hushed.studies.designs import Axis, Point
from hushed.studies.own import as_data, without_place
from hushed.studies.spec import StudyFile

LARGEST_UNIT = 2e8
"""Person-rounds that one unit of work plays at most, if it plays more than one replicate."""
_PACKAGE = Path(__file__).parents[1]
_MODEL_ROOMS = (
    "*.py",
    "society/**/*.py",
    "regime/*.py",
    "engine/*.py",
    "scenario/*.py",
    "models/*.py",
    "studies/unit.py",
)


@dataclass(frozen=True, eq=False)
class Study:
    """Everything that the results of a study depend on, and nothing else."""

    file: StudyFile
    scenario: Scenario
    "With the changes that hold at every point."
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    outcomes: tuple[str, ...]
    people: int
    network_shape: str = ""
    "The digest of the shape of a loaded network; empty without one."
    own: Chosen | None = None
    "The user's own model that is studied, in place of hushed's."

    @property
    def replicates(self) -> int:
        """How often each point is played."""
        return self.file.replicates

    @property
    def measures(self) -> Mapping[str, Outcome | OwnOutcome]:
        """What the study's outcomes measure, by name."""
        return OUTCOMES if self.own is None else self.own.outcomes

    @cached_property
    def per_unit(self) -> int:
        """Replicates that one unit plays."""
        if self.file.replicates_per_unit is not None:
            return min(self.file.replicates_per_unit, self.replicates)
        fitting = int(LARGEST_UNIT // (self.people * self.scenario.rounds))
        return max(1, min(fitting, self.replicates))

    @property
    def blocks(self) -> int:
        """Units that play one point."""
        return -(-self.replicates // self.per_unit)

    @property
    def units(self) -> int:
        """Units of work in all; unit u plays block u % blocks of point u // blocks."""
        return len(self.points) * self.blocks

    @cached_property
    def rounds(self) -> tuple[int, ...] | None:
        """The rounds of which every outcome is kept; None if one number stands for all of them."""
        last, keep = self.scenario.rounds - 1, self.file.keep
        if keep in ("last", "mean"):
            return None
        if keep == "all":
            return tuple(range(last + 1))
        assert not isinstance(keep, str)
        return tuple(sorted({*range(keep.every - 1, last + 1, keep.every), last}))

    @property
    def chunk_shape(self) -> tuple[int, ...]:
        """Replicates, rounds (if they are kept apart) and outcomes in one unit's chunk."""
        rounds = () if self.rounds is None else (len(self.rounds),)
        return (self.per_unit, *rounds, len(self.outcomes))

    def place(self, unit: int) -> tuple[int, int]:
        """The point and the block of replicates that a unit plays."""
        return divmod(unit, self.blocks)

    def recipe(self, unit: int) -> str:
        """A unit in canonical JSON: all that a worker needs to know, on any machine."""
        return self._recipe(unit, self._common)

    def key(self, unit: int) -> str:
        """SHA-256 of all that a unit's results depend on, wherever a network file lies: the unit's identity."""
        return _digest(self._recipe(unit, self._placeless) + model_digest())

    def fingerprint(self) -> str:
        """SHA-256 of all that the results of the study depend on: its identity."""
        return _digest(canonical([self._placeless, self.points, self._keys, self.per_unit]) + model_digest())

    @property
    def placeless_scenario(self) -> str:
        """The scenario's canonical TOML, in which a network file stands by the digest of its shape."""
        if self.scenario.society.file is None:
            return self.scenario.to_toml()
        return with_network(self.scenario, f"shape:{self.network_shape}")

    @property
    def _keys(self) -> list[Any]:
        return [self.replicates, self.file.seeds]

    def _recipe(self, unit: int, common: str) -> str:
        point, block = self.place(unit)
        first = block * self.per_unit
        key = first if self.file.seeds == "common" else point * self.replicates + first
        count = min(self.per_unit, self.replicates - first)
        return canonical(
            {"study": common, "set": self.points[point], "first": key, "count": count, "room": self.per_unit}
        )

    @cached_property
    def _common(self) -> str:
        own = {} if self.own is None else {"model": as_data(self.own)}
        return self._described(self.scenario.table(), own)

    @cached_property
    def _placeless(self) -> str:
        own = {} if self.own is None else {"model": without_place(self.own)}
        return self._described({"scenario": self.placeless_scenario}, own)

    def _described(self, scenario: Mapping[str, Any], own: Mapping[str, Any]) -> str:
        keep = self.file.keep if isinstance(self.file.keep, str) else "some"
        kept = {"outcomes": self.outcomes, "keep": keep, "rounds": self.rounds}
        return canonical({"scenario": scenario, **kept, **own})


def largest_key(study_file: StudyFile, points: int) -> int:
    """The largest random key that a replicate of the study needs."""
    return study_file.replicates * (points if study_file.seeds == "independent" else 1) - 1


KEYS = LARGEST_SEED + 1
"""How many random keys there are."""


def canonical(value: Any) -> str:
    """JSON in which equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def model_digest() -> str:
    """SHA-256 of hushed's version and of every source file on which a unit's numbers depend."""
    digest = hashlib.sha256(version("hushed").encode())
    for source in sorted(source for room in _MODEL_ROOMS for source in _PACKAGE.glob(room)):
        digest.update(source.relative_to(_PACKAGE).as_posix().encode() + source.read_bytes())
    return digest.hexdigest()


def columns(points: Sequence[Point], path: str) -> list[Any]:
    """The value of one parameter at every point."""
    return [point[path] for point in points]
