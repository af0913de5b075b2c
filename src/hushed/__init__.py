"""hushed: a laboratory for the chilling effects of social scoring, on invented societies.

import hushed

scenario = hushed.read_scenario("sesame-credit", population=10_000)
result = hushed.run(scenario)
print(float(result["voice_share"][0, -1]))

print(hushed.compare(scenario, without="association", replicates=10).sentence)
print(hushed.attribute(scenario, replicates=10).sentence)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hushed import figures as figures
    from hushed.errors import InputError as InputError
    from hushed.experiments.attribution.attribute import attribute as attribute
    from hushed.experiments.attribution.shares import Attribution as Attribution
    from hushed.experiments.compare import compare as compare
    from hushed.experiments.effects import Comparison as Comparison
    from hushed.experiments.recovery.answer import Recovery as Recovery
    from hushed.experiments.recovery.arms import recover as recover
    from hushed.experiments.recovery.loop import Loops as Loops
    from hushed.experiments.recovery.scan import scan as scan
    from hushed.experiments.run import run as run
    from hushed.experiments.safeguarding.restoring import Restoration as Restoration
    from hushed.experiments.safeguarding.restoring import what_restores as what_restores
    from hushed.explorer.writing import explore as explore
    from hushed.models.checking import check_model as check_model
    from hushed.results.store import load as load
    from hushed.results.store import save as save
    from hushed.scenario.reader import parse_scenario as parse_scenario
    from hushed.scenario.reader import read_scenario as read_scenario
    from hushed.scenario.schema import Scenario as Scenario
    from hushed.studies.opening import open_study as open_study
    from hushed.studies.sensitivity import sensitivity as sensitivity
    from hushed.studies.sweep import sweep as sweep

    __version__: str

_HOMES = {
    "Attribution": "hushed.experiments.attribution.shares",
    "Comparison": "hushed.experiments.effects",
    "InputError": "hushed.errors",
    "Loops": "hushed.experiments.recovery.loop",
    "Recovery": "hushed.experiments.recovery.answer",
    "Restoration": "hushed.experiments.safeguarding.restoring",
    "Scenario": "hushed.scenario.schema",
    "attribute": "hushed.experiments.attribution.attribute",
    "check_model": "hushed.models.checking",
    "compare": "hushed.experiments.compare",
    "explore": "hushed.explorer.writing",
    "load": "hushed.results.store",
    "open_study": "hushed.studies.opening",
    "parse_scenario": "hushed.scenario.reader",
    "read_scenario": "hushed.scenario.reader",
    "recover": "hushed.experiments.recovery.arms",
    "run": "hushed.experiments.run",
    "save": "hushed.results.store",
    "scan": "hushed.experiments.recovery.scan",
    "what_restores": "hushed.experiments.safeguarding.restoring",
    "sensitivity": "hushed.studies.sensitivity",
    "sweep": "hushed.studies.sweep",
}

__all__ = [
    "Attribution",
    "Comparison",
    "InputError",
    "Loops",
    "Recovery",
    "Restoration",
    "Scenario",
    "__version__",
    "attribute",
    "check_model",
    "compare",
    "explore",
    "load",
    "open_study",
    "parse_scenario",
    "read_scenario",
    "recover",
    "run",
    "save",
    "scan",
    "sensitivity",
    "sweep",
    "what_restores",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room when it is first used, so that importing hushed stays light."""
    if name == "__version__":
        from importlib.metadata import version

        return version("hushed")
    if name == "figures":
        # A room of functions, imported like any other.
        return import_module("hushed.figures")
    if name not in _HOMES:
        raise AttributeError(f"module 'hushed' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
