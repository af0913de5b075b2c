"""Where a parameter goes in a hysteresis scan: up in even steps and down again, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.results.provenance import Provenance, Value
from hushed.scenario.changes import Change
from hushed.scenario.reader import changed_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import paths

STEPS = 9
HOLD = 26
"""Rounds for which a value is held by default: half a year where a round is a week."""


@dataclass(frozen=True)
class Way:
    """Where a parameter goes: from a value to another in even steps and back again, each held for some rounds."""

    path: str
    start: float
    end: float
    steps: int = STEPS
    "Values on the way there, both ends among them."
    hold: int = HOLD

    @property
    def there(self) -> NDArray[np.float64]:
        """The values on the way there, in order; shape (steps,)."""
        return np.linspace(self.start, self.end, self.steps)

    @property
    def values(self) -> NDArray[np.float64]:
        """All values in order, the turning point once; shape (2 steps - 1,)."""
        return np.concatenate((self.there, self.there[-2::-1]))

    @property
    def rounds(self) -> int:
        """Rounds of the whole scan."""
        return len(self.values) * self.hold

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario whose schedule is the scan; InputError where the parameter cannot change within a run."""
        path = tuple(int(part) if part.isdecimal() else part for part in self.path.split("."))
        label = f"--scan {self.path[:80]}"
        _check_scannable(self.path)
        for option, end in (("--from", self.start), ("--to", self.end)):
            changed_scenario(scenario, [Change(f"{option} {end:g}", path, _written(end))])
        at = [step * self.hold for step in range(len(self.values))]
        schedule = {"at": at, "value": list(map(_written, self.values.tolist())), "between": "step"}
        return changed_scenario(scenario, [Change(label, path, schedule), Change("--hold", ("rounds",), self.rounds)])

    def recorded(self) -> Provenance:
        """The scan as part of a provenance."""
        ends = {"scan_from": self.start, "scan_to": self.end}
        return {"scan": self.path, **ends, "scan_steps": self.steps, "scan_hold": self.hold}


def _written(number: float) -> float:
    """A number as a file would hold it: whole ones without a point, for some parameters are counts."""
    return int(number) if number.is_integer() else number


def recorded_way(attributes: Mapping[str, Value]) -> Way:
    """The scan that a stored result was made with."""
    start, end = float(attributes["scan_from"]), float(attributes["scan_to"])
    return Way(str(attributes["scan"]), start, end, int(attributes["scan_steps"]), int(attributes["scan_hold"]))


def scannable() -> list[str]:
    """Every path whose number may change within a run, elements of arrays as 0."""
    return [path.removesuffix(".at") for path in paths() if path.endswith(".at")]


def _check_scannable(path: str) -> None:
    """Raises InputError unless the parameter can change within a run, with the nearest that can."""
    known = scannable()
    if re.sub(r"\.\d+(?=\.)", ".0", path) in known:
        return
    near = get_close_matches(path[:80], known, n=1, cutoff=0.55)
    hint = f"did you mean '{near[0]}'?" if near else "name one such as regime.scoring.severity"
    raise InputError(f"--scan {path[:80]}: names no number that can change within a run; {hint}")
