"""What a scenario assumes: every value that acts, in words and as TOML, and which of them are taken from a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from hushed.describing.typeset import lettered
from hushed.regime.regime import INSTRUMENTS
from hushed.report.origin import NETWORK_FILE
from hushed.results.table import spoken
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import description, place
from hushed.scenario.told import layer_in_words, value_in_words
from hushed.scenario.writing import toml_text

ASSUMED, SOURCED = "assumed", "from Daymude, Axelrod & Forrest (2025)"
_PUBLISHED = "daymude-2025"
"""The scenario of the library whose values are a published article's."""
_PUBLISHED_PATHS = (
    *("society.traits.desired_dissent", "society.traits.boldness", "regime.observation.surveillance"),
    *("regime.scoring.tolerance", "regime.scoring.severity", "regime.scoring.form", "regime.authority.adamancy"),
    *("regime.authority.window", "regime.authority.acceptance", "regime.authority.mode"),
)
_ALWAYS = ("schema", "title", "rounds", "seed")
_TAGS = ("generator", "distribution")


class Assumption(NamedTuple):
    """One value of a scenario: where it stands, what it means, and whose it is."""

    path: str
    meaning: str
    value: str
    source: str


def assumptions(scenario: Scenario, *, people_alone: bool = False) -> dict[str, list[Assumption]]:
    """Every value that acts, by group; `people_alone` leaves the policy out, for a model that does not play it.

    Those of an instrument or reaction that does something are told in full, so that no default acts unseen.
    """
    groups = {"Society": list(_society(scenario))}
    if not people_alone:
        acting = scenario.regime.active()
        groups |= {
            f"Instrument: {spoken(name)}": list(_acting(scenario, f"regime.{name}", scenario.regime.instrument(name)))
            for name in INSTRUMENTS
            if name in acting
        }
        groups["People’s reactions"] = list(_changed(scenario, "reactions", scenario.reactions))
        groups["Safeguards"] = list(_changed(scenario, "safeguards", scenario.safeguards))
        groups["Costs of safeguards"] = list(_changed(scenario, "costs", scenario.costs))
    return {name: group for name, group in groups.items() if group}


def minimal_toml(scenario: Scenario) -> str:
    """The scenario as TOML without what is at its defaults; reading it gives an equal scenario.

    Only a network file is named otherwise than it was: where it lay is nobody's business.
    """
    plain = Scenario.model_validate({"schema": scenario.version, "rounds": scenario.rounds}).table()
    table = _departing(scenario.table(), plain, _ALWAYS)
    for layer in ("online", "offline"):
        ties = table.get("society", {}).get(layer)
        if isinstance(ties, dict) and ties.get("generator") == "file":
            ties["path"] = NETWORK_FILE
    return toml_text(table)


def _departing(table: Mapping[str, Any], plain: Mapping[str, Any], always: tuple[str, ...] = ()) -> dict[str, Any]:
    """What differs between two tables; a table that names its kind stays whole."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if key not in always and value == plain.get(key):
            continue
        tagged = isinstance(value, Mapping) and any(tag in value for tag in _TAGS)
        inner = plain.get(key)
        inside = isinstance(value, Mapping) and isinstance(inner, Mapping) and not tagged
        found[key] = _departing(value, inner) if inside and inner is not None else value
    return found


def _society(scenario: Scenario) -> Iterator[Assumption]:
    society = scenario.society
    if society.file is None:
        yield _one(scenario, "society.population", value_in_words(society.population))
    for name in type(society.traits).model_fields:
        yield _one(scenario, f"society.traits.{name}", value_in_words(getattr(society.traits, name)))
    yield _one(scenario, "society.online", layer_in_words(society.online))
    gatherings = "none" if society.offline is None else layer_in_words(society.offline)
    yield Assumption("society.offline", "Gatherings: who meets whom", gatherings, ASSUMED)


def _acting(scenario: Scenario, prefix: str, group: BaseModel) -> Iterator[Assumption]:
    for name in type(group).model_fields:
        value = getattr(group, name)
        if name == "tiers":
            for at, tier in enumerate(value):
                yield from _acting(scenario, f"{prefix}.tiers.{at}", tier)
        elif value not in (0.0, (), False) or name in ("tolerance", "threshold", "shaming_line", "surveillance"):
            yield _one(scenario, f"{prefix}.{name}", value_in_words(value))


def _changed(scenario: Scenario, prefix: str, group: BaseModel) -> Iterator[Assumption]:
    fields = type(group).model_fields
    changed = [name for name in fields if getattr(group, name) != fields[name].default]
    # Reproach that nobody forgave would act otherwise: its fading is an assumption as well.
    names = [*changed, *(["forgiveness"] if "reproach" in changed and "forgiveness" not in changed else [])]
    for name in names:
        yield _one(scenario, f"{prefix}.{name}", value_in_words(getattr(group, name)))


def _one(scenario: Scenario, path: str, words: str) -> Assumption:
    parts = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
    table = scenario.table()
    unit = place(parts, table).unit
    meaning = lettered(description(parts, table).strip())
    sentence = f"{meaning[:1].upper()}{meaning[1:]}".rstrip(".")
    source = SOURCED if path in _PUBLISHED_PATHS and _as_published(scenario) else ASSUMED
    return Assumption(path, f"{sentence}{f' [{unit}]' if unit else ''}", words, source)


def _as_published(scenario: Scenario) -> bool:
    """Whether the scenario's policy and wishes are those of the published article, all of them."""
    published = _published()
    traits, theirs = scenario.society.traits, published.society.traits
    same_people = (traits.desired_dissent, traits.boldness) == (theirs.desired_dissent, theirs.boldness)
    return same_people and scenario.policy() == published.policy()


@cache
def _published() -> Scenario:
    return read_scenario(_PUBLISHED)
