"""hushed: a laboratory for the chilling effects of social scoring, on invented societies.

import hushed

scenario = hushed.read_scenario("sesame-credit", population=10_000)
result = hushed.run(scenario)
print(float(result["voice_share"][0, -1]))

print(hushed.compare(scenario, without="association", replicates=10).sentence)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hushed.errors import InputError as InputError
    from hushed.experiments.compare import compare as compare
    from hushed.experiments.effects import Comparison as Comparison
    from hushed.experiments.run import run as run
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
    "Comparison": "hushed.experiments.effects",
    "InputError": "hushed.errors",
    "Scenario": "hushed.scenario.schema",
    "check_model": "hushed.models.checking",
    "compare": "hushed.experiments.compare",
    "load": "hushed.results.store",
    "open_study": "hushed.studies.opening",
    "parse_scenario": "hushed.scenario.reader",
    "read_scenario": "hushed.scenario.reader",
    "run": "hushed.experiments.run",
    "save": "hushed.results.store",
    "sensitivity": "hushed.studies.sensitivity",
    "sweep": "hushed.studies.sweep",
}

__all__ = [
    "Comparison",
    "InputError",
    "Scenario",
    "__version__",
    "check_model",
    "compare",
    "load",
    "open_study",
    "parse_scenario",
    "read_scenario",
    "run",
    "save",
    "sensitivity",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room when it is first used, so that importing hushed stays light."""
    if name == "__version__":
        from importlib.metadata import version

        return version("hushed")
    if name not in _HOMES:
        raise AttributeError(f"module 'hushed' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
