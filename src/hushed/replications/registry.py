"""The published models that hushed rebuilds, by name."""

from __future__ import annotations

from hushed.errors import InputError, did_you_mean
from hushed.replications.collective_sanctions import COLLECTIVE_SANCTIONS
from hushed.replications.daymude import DAYMUDE_2025
from hushed.replications.digital_dystopia import DIGITAL_DYSTOPIA
from hushed.replications.emperors_dilemma import EMPERORS_DILEMMA
from hushed.replications.expression_game import EXPRESSION_GAME
from hushed.replications.network_scoring import NETWORK_SCORING
from hushed.replications.patterns import PATTERNS
from hushed.replications.replication import Replication
from hushed.replications.silence_hysteresis import SILENCE_HYSTERESIS
from hushed.replications.spiral_of_silence import SPIRAL_OF_SILENCE
from hushed.replications.thresholds import THRESHOLDS

REPLICATIONS: dict[str, Replication] = {
    model.name: model
    for model in (
        DAYMUDE_2025,
        SPIRAL_OF_SILENCE,
        EXPRESSION_GAME,
        SILENCE_HYSTERESIS,
        EMPERORS_DILEMMA,
        DIGITAL_DYSTOPIA,
        COLLECTIVE_SANCTIONS,
        THRESHOLDS,
        NETWORK_SCORING,
        PATTERNS,
    )
}
"""Every replication, by the name the command line uses."""


def replication(name: str) -> Replication:
    """The replication of that name; raises InputError with the nearest name if there is none."""
    if name not in REPLICATIONS:
        raise InputError(f"there is no replication '{name}'{did_you_mean(name, (*REPLICATIONS, ALL))}")
    return REPLICATIONS[name]


ALL = "all"
"""The name that stands for every replication."""
