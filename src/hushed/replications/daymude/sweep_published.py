"""The published sweep of Daymude, Axelrod & Forrest 2025 as read from its figures; see data/SOURCES.md."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from hushed.replications.daymude.people import Floats
from hushed.replications.daymude.sweep_plan import BOLDNESSES, DISSENTS

READING = {
    "tolerance": 0.004,
    "severity": 0.09,
    "surveillance": 0.004,
    "political_cost": 190.0,
    "punishment_cost": 190.0,
}
"""How far a value read from a heat map may be off."""
_COLUMNS = {
    "tolerance": "tau",
    "severity": "psi",
    "surveillance": "nu",
    "political_cost": "pol",
    "punishment_cost": "pun",
}


@cache
def published_uniform() -> Mapping[str, Floats]:
    """Time to suppression (`suppression`) and final means under uniform punishment: float64 (desires, boldnesses).

    10000 rounds to suppression stand for never.
    """
    folder = files("hushed.replications.daymude") / "data"
    times = list(csv.reader((folder / "daymude_suppression_uniform.csv").read_text().splitlines()))[1:]
    cells = list(csv.DictReader((folder / "daymude_sweep_uniform.csv").read_text().splitlines()))
    maps = {"suppression": np.array([[float(number) for number in row[1:]] for row in times])}
    for name, column in _COLUMNS.items():
        maps[name] = np.array([float(cell[column]) for cell in cells]).reshape(DISSENTS.size, BOLDNESSES.size)
    return maps
