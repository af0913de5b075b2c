"""The published models that hushed rebuilds, by name."""

from __future__ import annotations

from hushed.errors import InputError, did_you_mean
from hushed.replications.daymude import DAYMUDE_2025
from hushed.replications.replication import Replication

REPLICATIONS: dict[str, Replication] = {model.name: model for model in (DAYMUDE_2025,)}
"""Every replication, by the name the command line uses."""


def replication(name: str) -> Replication:
    """The replication of that name; raises InputError with the nearest name if there is none."""
    if name not in REPLICATIONS:
        raise InputError(f"there is no replication '{name}'{did_you_mean(name, REPLICATIONS)}")
    return REPLICATIONS[name]
