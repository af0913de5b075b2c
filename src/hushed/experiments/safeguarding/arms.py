"""An arm of the experiment: which safeguards are in force, at which doses, and whether the authority reacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.table import spoken
from hushed.scenario.schema import Scenario


class Arm(NamedTuple):
    """Safeguards with their doses, in the order of all safeguards, and the authority they face."""

    doses: tuple[tuple[str, float], ...] = ()
    "Names and doses above 0."
    adapts: bool = False
    "Whether the authority reacts to them."

    @classmethod
    def of(cls, names: Iterable[str], *, dose: float = 1.0, adapts: bool = False) -> Arm:
        """The arm with these safeguards at one dose."""
        inside = set(names)
        return cls(tuple((name, dose) for name in SAFEGUARDS if name in inside and dose > 0.0), adapts)

    @property
    def label(self) -> str:
        """The arm in words; no two arms have the same."""
        names = [spoken(name) + ("" if dose == 1.0 else f" at {dose:g}") for name, dose in self.doses]
        return (" + ".join(names) or "no safeguard") + (", authority reacts" if self.adapts else "")

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario with these safeguards; one that the scenario has at a higher dose keeps it."""
        for name, dose in self.doses:
            scenario = scenario.with_safeguard(name, max(dose, getattr(scenario.safeguards, name)))
        return scenario
