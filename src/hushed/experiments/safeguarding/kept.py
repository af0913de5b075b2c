"""Everything that was measured, as one labelled dataset."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from hushed.experiments.safeguarding.arms import Arm
from hushed.experiments.safeguarding.measuring import Measurements, rounds_counted
from hushed.experiments.safeguarding.sets import cost_of
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.provenance import provenance
from hushed.scenario.schema import Scenario

_MEANING: dict[str, tuple[str, str, str]] = {
    "restored": (
        "share of free speech",
        "mean over the last quarter of rounds of V / V left free",
        "How much of what the same people say when left free is said under these safeguards.",
    ),
    "dose": ("dose", "", "Dose of each safeguard, from 0 (absent) to 1 (complete)."),
    "reacts": ("", "", "1 where the authority adapts its policy, 0 where it holds to its first one."),
    "cost": ("cost", "sum of the costs declared", "What the set costs; NaN where a dose is not complete."),
    "left_free": ("share of desired dissent", "V left free", "Voice share of the same society without any regime."),
    "people": ("people", "N", "How many people there are."),
    "ties": ("ties", "", "How many friendships there are online at the start."),
}


def measured_dataset(scenario: Scenario, measurements: Measurements, *, replicates: int) -> xr.Dataset:
    """Every arm with what it restores, dimensions (policy, replicate); NaN where a replicate was not played."""
    arms, worlds = list(measurements.restored), measurements.worlds
    costs = scenario.costs.model_dump()
    free = [world.free for world in worlds] + [math.nan] * (replicates - len(worlds))
    ties = [world.society.online.ties for world in worlds] + [0] * (replicates - len(worlds))
    data = {
        "restored": xr.Variable(("policy", "replicate"), np.array([measurements.restored[arm] for arm in arms])),
        "dose": xr.Variable(("policy", "safeguard"), [_doses(arm) for arm in arms]),
        "reacts": xr.Variable(("policy",), np.array([int(arm.adapts) for arm in arms])),
        "cost": xr.Variable(("policy",), [_cost(arm, costs) for arm in arms]),
        "left_free": xr.Variable(("replicate",), free),
        "people": xr.Variable((), np.int64(worlds[0].society.size)),
        "ties": xr.Variable(("replicate",), ties),
    }
    for name, variable in data.items():
        unit, formula, sentence = _MEANING[name]
        variable.attrs = {"units": unit, "long_name": name, "formula": formula, "sentence": sentence}
    labels = {
        "policy": np.array([arm.label for arm in arms]),
        "replicate": np.arange(replicates),
        "safeguard": np.array(list(SAFEGUARDS)),
    }
    origin = provenance(scenario, experiment="safeguards", replicates=replicates, society=worlds[0].society)
    return xr.Dataset(data, coords=labels, attrs={**origin, "rounds_counted": rounds_counted(scenario.rounds)})


def _doses(arm: Arm) -> list[float]:
    given = dict(arm.doses)
    return [given.get(name, 0.0) for name in SAFEGUARDS]


def _cost(arm: Arm, costs: dict[str, float]) -> float:
    complete = all(dose == 1.0 for _, dose in arm.doses)
    return cost_of((name for name, _ in arm.doses), costs) if complete else math.nan
