"""A methods paragraph, ready to be pasted."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from hushed.report.mechanisms import mechanisms
from hushed.report.parts.common import counted, listed
from hushed.report.pieces import Part
from hushed.scenario.schema import Scenario
from hushed.society.distributions import Constant, Distribution


def methods(parts: Sequence[Part]) -> list[str]:
    """What was done, a paragraph for each result."""
    return [" ".join([*_start(part, first=part is parts[0]), part.methods, _statistics(part)]) for part in parts]


def _start(part: Part, *, first: bool) -> list[str]:
    begin = (
        f"We used hushed {version('hushed')}, an agent-based model of social-scoring regimes on invented societies "
        "(The hushed authors)."
        if first
        else "With the same software:"
    )
    return [
        begin,
        _society(part.scenario, loaded=bool(part.loaded)),
        *([] if part.own_model else [_policy(part.scenario)]),
    ]


def _society(scenario: Scenario, *, loaded: bool) -> str:
    society = scenario.society
    people = f"{society.population:,} people" if society.file is None else "as many people as the network loaded has"
    traits = society.traits
    ties = "a loaded network" if loaded else f"{_with_article(society.online.generator)} network"
    gatherings = "" if society.offline is None else ", with a second layer of ties for gatherings"
    return (
        f"Each society has {people}, with desired dissent {_drawn(traits.desired_dissent)} and boldness "
        f"{_drawn(traits.boldness)}, tied by {ties}{gatherings}; it was played for "
        f"{counted(scenario.rounds, 'round')} from seed {scenario.seed}."
    )


def _drawn(trait: Distribution) -> str:
    """Where a trait comes from, as part of a sentence."""
    if isinstance(trait, Constant):
        return f"of {trait.value:g} for everyone"
    name = trait.distribution.replace("-", " ")
    given = ", ".join(f"{key} {value:g}" for key, value in trait if key != "distribution")
    return f"drawn from {_with_article(name)} distribution ({given})"


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def _policy(scenario: Scenario) -> str:
    acting = [each.name for each in mechanisms(scenario) if not each.name.startswith("ties ")]
    if not acting:
        return "No instrument and no reaction acts."
    return f"The policy and people’s reactions comprise {listed(acting)}, with the values listed in the scenario."


def _statistics(part: Part) -> str:
    if part.replicates < 2:
        return "One replicate was played, so no intervals are given."
    return (
        f"Intervals are 95 % t-intervals (Student 1908) over {counted(part.replicates, 'replicate')}, each with other "
        "people and other draws, unless another method is named."
    )
