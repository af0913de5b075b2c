"""What restores speech, told again from the dataset that was kept: everything found follows from what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hushed.experiments.safeguarding.acting import acting_safeguards
from hushed.experiments.safeguarding.arms import Arm
from hushed.experiments.safeguarding.findings import members, responses
from hushed.experiments.safeguarding.measuring import Floats
from hushed.experiments.safeguarding.restoring import Restoration
from hushed.experiments.safeguarding.sets import Seen, Sifting
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.statistics import estimate
from hushed.scenario.reader import parse_scenario

if TYPE_CHECKING:
    import xarray as xr


def restoration_of(dataset: xr.Dataset) -> Restoration:
    """What the dataset of a safeguards experiment says, as `what_restores` said it when it was measured."""
    attributes = dataset.attrs
    scenario = parse_scenario(str(attributes["scenario"]))
    names = acting_safeguards(scenario.without("authority"))
    doses = tuple(float(dose) for dose in str(attributes["doses"]).split(","))
    restored = _restored(dataset)
    sifting = Sifting(names, scenario.costs.model_dump(), float(attributes["restore"]), int(attributes["largest"]))
    sifting.seen = {
        frozenset(name for name, _ in arm.doses): Seen(float(np.nanmean(values)), not bool(np.isnan(values).any()))
        for arm, values in restored.items()
        if not arm.adapts and all(dose == 1.0 for _, dose in arm.doses)
    }
    alone = restored.get(Arm(adapts=True))
    return Restoration(
        dataset=dataset,
        scenario=scenario,
        share=sifting.share,
        as_is=estimate(restored[Arm()]),
        altogether=estimate(restored.get(Arm.of(names), np.array([]))),
        idle=tuple(name for name in SAFEGUARDS if name not in names),
        responses=responses(restored, names, doses),
        members=members(restored, sifting),
        reacting_alone=None if alone is None else estimate(alone),
        sifting=sifting,
        missing=tuple(str(attributes.get("missing", "")).split(",")) if not attributes["complete"] else (),
    )


def _restored(dataset: xr.Dataset) -> dict[Arm, Floats]:
    """Every arm of which anything was measured; shape (replicates,) each."""
    names = [str(name) for name in dataset["safeguard"].values]
    rows = zip(dataset["dose"].values, dataset["reacts"].values, dataset["restored"].values, strict=True)
    found = {}
    for doses, reacts, values in rows:
        given = tuple((name, float(dose)) for name, dose in zip(names, doses, strict=True) if dose > 0.0)
        found[Arm(given, bool(reacts))] = values
    return {arm: values for arm, values in found.items() if not np.isnan(values).all()}
