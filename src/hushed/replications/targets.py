"""What a replication is measured against: published figures, how close is close enough, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hushed.replications.panels import Panel


class Level(StrEnum):
    """How strong an agreement a target claims (after Axtell, Axelrod, Epstein & Cohen 1996, with `analytic` added)."""

    IDENTITY = "identity"
    "The same numbers, to the printed digits."
    ANALYTIC = "analytic"
    "The value of a closed form or a theorem."
    DISTRIBUTION = "distribution"
    "The same distribution, by a statistical test or an interval."
    RELATION = "relation"
    "The same sign, order or shape."


@dataclass(frozen=True)
class Docked:
    """A target, what hushed gives for it, and whether that is close enough."""

    target: Target
    ours: float | str
    passed: bool

    def as_json(self) -> dict[str, Any]:
        """Plain dictionary: target, published, ours, level, passed, source, and the tolerance or the test."""
        return {
            "target": self.target.name,
            "published": self.target.published,
            "ours": self.ours,
            "level": str(self.target.level),
            "passed": self.passed,
            "tolerance": self.target.tolerance,
            "test": self.target.test,
            "source": self.target.source,
        }


@dataclass(frozen=True)
class Target:
    """A published figure or claim.

    `tolerance` is the largest absolute difference that passes; None where `test` says in words what is compared.
    """

    name: str
    published: float | str
    source: str
    level: Level
    tolerance: float | None = None
    test: str = "absolute difference within the tolerance"

    @classmethod
    def as_printed(cls, name: str, printed: str, *, source: str, level: Level) -> Target:
        """A target that passes when it rounds to the figure as printed: within half a unit of its last digit."""
        exponent = Decimal(printed).as_tuple().exponent
        if not isinstance(exponent, int):
            raise ValueError(f"a printed figure must be a finite number; this is {printed}")
        # A hair wider than half a unit, for printed figures have no exact binary form.
        half_unit = 0.5 * 10.0**exponent * (1.0 + 1e-9)
        return cls(name, float(printed), source, level, half_unit, "rounds to the printed figure")

    def dock(self, ours: float) -> Docked:
        """Compare a number with the published one; a number that is not finite fails.

        Raises ValueError where the target has no tolerance: then the caller tests, and uses `judged`.
        """
        if self.tolerance is None or isinstance(self.published, str):
            raise ValueError(f"target '{self.name}' has no tolerance: {self.test}")
        return Docked(self, float(ours), bool(abs(ours - self.published) <= self.tolerance))

    def judged(self, ours: float | str, *, passed: bool) -> Docked:
        """Record the outcome of a test that is more than a difference of two numbers."""
        # Plain numbers, whatever array they came out of.
        return Docked(self, ours if isinstance(ours, str) else float(ours), bool(passed))


@dataclass(frozen=True)
class Docking:
    """What one item of one replication gave: targets docked, results that no published figure exists for, a picture.

    `results` is of plain dictionaries, lists, strings and numbers; what it holds under "final" is shown on a terminal,
    each with the unit and the sentence that stand under "meanings" (`meanings.ended` makes both).
    """

    replication: str
    item: str
    docked: tuple[Docked, ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)
    panels: tuple[Panel, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every target passed; true where there is none."""
        return all(one.passed for one in self.docked)

    def as_json(self) -> dict[str, Any]:
        """One JSON object of plain dictionaries, lists, strings and numbers."""
        return {
            "replication": self.replication,
            "item": self.item,
            "passed": self.passed,
            "targets": [one.as_json() for one in self.docked],
            **self.results,
        }
