"""Pictures of results, one function for each: a dataset or a result in, matplotlib axes out.

import hushed

result = hushed.run(hushed.read_scenario("sesame-credit", population=5_000), replicates=5)
axes = hushed.figures.speech(result)
axes.figure.savefig("speech.svg")

Each takes what an experiment returned, or the dataset of a stored result, and draws on axes of its own or on those it
is given. Whole sheets, as commands store them, are made of the same functions in the modules of this room.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hushed.figures.loop import hysteresis as hysteresis
    from hushed.figures.own import course as course
    from hushed.figures.panels import losses as losses
    from hushed.figures.panels import scores as scores
    from hushed.figures.recovery_picture import recovery as recovery
    from hushed.figures.restoring import doses as doses
    from hushed.figures.restoring import safeguards as safeguards
    from hushed.figures.sensitivity_picture import sensitivity as sensitivity
    from hushed.figures.speech_picture import speech as speech
    from hushed.figures.study import sweep as sweep
    from hushed.figures.waterfall_picture import waterfall as waterfall

_HOMES = {
    "course": "hushed.figures.own",
    "doses": "hushed.figures.restoring",
    "hysteresis": "hushed.figures.loop",
    "losses": "hushed.figures.panels",
    "recovery": "hushed.figures.recovery_picture",
    "safeguards": "hushed.figures.restoring",
    "scores": "hushed.figures.panels",
    "sensitivity": "hushed.figures.sensitivity_picture",
    "speech": "hushed.figures.speech_picture",
    "sweep": "hushed.figures.study",
    "waterfall": "hushed.figures.waterfall_picture",
}

__all__ = [
    "course",
    "doses",
    "hysteresis",
    "losses",
    "recovery",
    "safeguards",
    "scores",
    "sensitivity",
    "speech",
    "sweep",
    "waterfall",
]


def __getattr__(name: str) -> Any:
    """Fetch a picture from its module when it is first used, so that importing this room stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hushed.figures' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
