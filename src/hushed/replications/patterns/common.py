"""The society, regime and reactions on which hushed's own model is held against published patterns: one fixed set.

The set was chosen by hand, with small descriptive grids, and was not fitted: a line low enough for most people to have
something to say beyond it, a severity at which about half of them would keep it back if alone, friends whose voices
count, and friends who reproach and now and then break off. A first set froze the accounts of the punished for eight
rounds in place of reproach. It left one in six speaking, so that sanctions alone decided everything; it was dropped for
that, and none was tried after it.

It was revised once, by hand, *after* the misses of its first version had been seen: followers of the punished did not
speak more, and nothing in the set could make people mind a vague line. Two reactions were added to the model for these,
and to the set at round values: an indignation of 2, half of what the sight of all one's friends speaking is worth, and
a caution of one standard deviation. Whatever they bring about in the patterns they were added for is therefore no
prediction; what they leave missed, and what they do to the other patterns, is news. No other number was changed.
Fear of isolation and false enforcement are off in the set, and can be set from outside.

Every number is an assumption. Another reaction of the model is added to `COMMON`; a row in `PATHS` and a field of
`PatternSettings` then let it be set from outside.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field

from hushed.engine.simulation import Simulation
from hushed.parameters import Parameters, Share, described, settings_from
from hushed.replications.limits import Bounded, BoundedAmount, BoundedPositive, check_time
from hushed.replications.replication import Progress, Request
from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.writing import toml_text
from hushed.society.society import Society, SocietySpec, build_society

COMMON: Final[dict[str, Any]] = {
    "society": {
        "traits": {
            "desired_dissent": {"distribution": "truncated-exponential", "mean": 0.25},
            "boldness": {"distribution": "exponential", "mean": 2.0},
            "care": 0.3,
            "shame": 0.5,
        },
        "online": {"generator": "holme-kim", "mean_degree": 10},
        "offline": {"generator": "watts-strogatz", "mean_degree": 8, "rewiring": 0.1},
    },
    "regime": {
        "observation": {"surveillance": 0.05},
        "scoring": {"tolerance": 0.05, "severity": 0.6, "recovery": 0.1},
        "association": {"weight": 0.1},
    },
    "reactions": {
        "encouragement": 4.0,
        "indignation": 2.0,
        "caution": 1.0,
        "reproach": 0.3,
        "forgiveness": 0.2,
        "ostracism": 0.01,
        "isolation": 0.0,
        "fading": 0.0,
        "false_enforcement": 0.0,
    },
}
"""The one set of parameters on which all patterns are tried, as the tables of a scenario."""

_ARM_SECONDS = 3e-6
"""What a person takes in an arm of some fifty rounds."""
_KEPT_UP_TO = 100_000
"""People in a society that is small enough for many to be kept."""

Contrast = Mapping[str, Any]
"""What one arm changes of the common set: values by dotted path."""
Count = Annotated[int, Field(ge=1, le=1000)]
_LEVELS = Field(strict=False, min_length=2, max_length=40)
Levels = Annotated[tuple[Bounded, ...], _LEVELS]
"""At least two values of a parameter of either sign, tried one after the other."""
AmountLevels = Annotated[tuple[BoundedAmount, ...], _LEVELS]
"""At least two values of a parameter that cannot be negative."""
ShareLevels = Annotated[tuple[Share, ...], _LEVELS]
"""At least two values of a parameter from 0 to 1."""
Replicates = Annotated[int, Field(ge=2, le=1000)]

PATHS: Final[dict[str, str]] = {
    "desire": "society.traits.desired_dissent.mean",
    "boldness": "society.traits.boldness.mean",
    "care": "society.traits.care",
    "friends": "society.online.mean_degree",
    "surveillance": "regime.observation.surveillance",
    "tolerance": "regime.scoring.tolerance",
    "severity": "regime.scoring.severity",
    "recovery": "regime.scoring.recovery",
    "association": "regime.association.weight",
    "encouragement": "reactions.encouragement",
    "indignation": "reactions.indignation",
    "caution": "reactions.caution",
    "reproach": "reactions.reproach",
    "forgiveness": "reactions.forgiveness",
    "ostracism": "reactions.ostracism",
    "isolation": "reactions.isolation",
    "fading": "reactions.fading",
    "false_enforcement": "reactions.false_enforcement",
}
"""Where each number of the common set that can be set from outside stands in a scenario."""


QUICK = {"replicates": 8}
"""A quick docking plays the first replicates of a full one, where the settings do not say how many."""


def _common(name: str, sentence: str) -> Any:
    """A field whose default is the number of the common set."""
    value: Any = COMMON
    for part in PATHS[name].split("."):
        value = value[part]
    return described(value, sentence)


class PatternSettings(Parameters):
    """What all patterns have in common."""

    population: Annotated[int, Field(ge=100, le=10_000_000)] = described(20_000, "number of people", "people")
    replicates: Replicates = described(20, "independent societies, at least 2", "replicates")
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = described(1, "seed of people, ties and luck")
    desire: Annotated[float, Field(gt=0, lt=0.5)] = _common(
        "desire", "mean desired dissent: exponential truncated to [0, 1]"
    )
    boldness: BoundedPositive = _common("boldness", "mean boldness: exponential")
    care: BoundedAmount = _common("care", "how far a friend's loss counts as one's own")
    friends: Annotated[int, Field(ge=2, le=1000, multiple_of=2)] = _common(
        "friends", "friends online per person; an even number"
    )
    surveillance: Share = _common(
        "surveillance", "chance of being seen whatever one says, where a study does not vary it"
    )
    tolerance: Share = _common("tolerance", "the loudest dissent that is lawful, at most 1")
    severity: BoundedAmount = _common("severity", "score lost when punished")
    recovery: Annotated[float, Field(gt=0, le=1)] = _common(
        "recovery", "share of a lost score that comes back each round"
    )
    association: Share = _common("association", "share of a person's loss that each enrolled friend loses too")
    encouragement: Bounded = _common("encouragement", "how far seeing all one's friends speak up raises boldness")
    indignation: Bounded = _common("indignation", "how far seeing all one's friends punished raises boldness")
    caution: BoundedAmount = _common(
        "caution", "how far people stay on the safe side of a vague line, in sd of beliefs"
    )
    reproach: BoundedAmount = _common("reproach", "how much friends reproach a person for losses")
    forgiveness: Share = _common("forgiveness", "share of the reproach that fades each round")
    ostracism: Share = _common("ostracism", "chance that a friend who lost score cuts the tie")
    isolation: BoundedAmount = _common("isolation", "confidence gained or lost each round by what friends say")
    fading: Share = _common("fading", "share of that confidence that fades each round")
    false_enforcement: Share = _common(
        "false_enforcement", "share who report friends at gatherings after complying against their wish"
    )


Chosen = TypeVar("Chosen", bound=PatternSettings)


def settings_of(model: type[Chosen], request: Request) -> Chosen:
    """The settings of a request, with fewer replicates if quick and not told; raises InputError for mistakes."""
    given: dict[str, Any] = {**(QUICK if request.quick else {}), **request.settings}
    if request.seed is not None:
        given["seed"] = request.seed
    return settings_from(model, given)


def scenario_of(settings: PatternSettings, contrast: Contrast, *, rounds: int) -> Scenario:
    """The common set with the numbers of the settings, then the contrast; InputError for what the schema refuses."""
    data = {"schema": 1, "title": "Patterns", "rounds": rounds, "seed": settings.seed, **copy.deepcopy(COMMON)}
    data["society"]["population"] = settings.population
    chosen = {path: getattr(settings, name) for name, path in PATHS.items()}
    for path, value in {**chosen, **contrast}.items():
        _put(data, path.split("."), value)
    return parse_scenario(toml_text(data), name="patterns")


def _put(table: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        table = table.setdefault(part, {})
    table[path[-1]] = value


def _society(spec: SocietySpec, seed: int, replicate: int) -> Society:
    """A society; the small ones are kept for the other arms of their replicate."""
    if spec.population > _KEPT_UP_TO:
        return build_society(spec, seed=seed, replicate=replicate)
    return _kept_society(spec, seed, replicate)


@lru_cache(maxsize=32)
def _kept_society(spec: SocietySpec, seed: int, replicate: int) -> Society:
    return build_society(spec, seed=seed, replicate=replicate)


def rounds_of(settings: PatternSettings, contrast: Contrast, replicate: int, *, rounds: int) -> Generator[Simulation]:
    """The simulation after each of its rounds; arms of the same replicate have the same people, ties and draws.

    Its arrays are those of the next round as soon as it is asked for: copy what is to be kept.
    """
    scenario = scenario_of(settings, contrast, rounds=rounds)
    regime, reactions = scenario.policy()
    society = _society(scenario.society, scenario.seed, replicate)
    run = Simulation(society, regime, reactions, seed=scenario.seed, replicate=replicate)
    try:
        for _ in range(rounds):
            run.step()
            yield run
    finally:
        run.close()


def last_of(settings: PatternSettings, contrast: Contrast, replicate: int, *, rounds: int) -> Simulation:
    """The simulation after its last round."""
    *_, run = rounds_of(settings, contrast, replicate, rounds=rounds)
    return run


class Steps:
    """Tells whoever waits how many arms were played."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def each(self, settings: PatternSettings, measure: Callable[[int], Any]) -> list[Any]:
        """What a measurement gives for every replicate, in order. Raises InputError if a day would not do for all."""
        check_time(_ARM_SECONDS * self._total * settings.population, "population", "replicates", "values to try")
        found = []
        for replicate in range(settings.replicates):
            found.append(measure(replicate))
            self._done += 1
            if self._progress is not None:
                self._progress(min(self._done, self._total), self._total)
        return found
