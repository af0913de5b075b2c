"""What is abolished and when: one instrument, several, or the whole regime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hushed.errors import InputError, did_you_mean
from hushed.experiments.change import check_active
from hushed.regime.regime import INSTRUMENTS
from hushed.results.provenance import Provenance, Value
from hushed.results.table import spoken
from hushed.scenario.schema import Scenario

ALL = "all"
"""Stands for every instrument that does something."""


@dataclass(frozen=True)
class Abolition:
    """Instruments that are abolished together, and the first round without them."""

    instruments: tuple[str, ...]
    at: int
    whole: bool
    "Whether that is every instrument that does something."

    @property
    def words(self) -> str:
        """What is abolished, as it is spoken."""
        if self.whole and len(self.instruments) > 1:
            return "the whole regime"
        names = [spoken(name) for name in self.instruments]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario without them from the start."""
        for name in self.instruments:
            scenario = scenario.without(name)
        return scenario


def abolition(scenario: Scenario, abolish: str | Sequence[str], at: int | None) -> Abolition:
    """The abolition asked for, by default half-way through the run.

    Raises InputError for an instrument that is unknown or does nothing here, and for a round that leaves none to play
    on one side.
    """
    asked = (abolish,) if isinstance(abolish, str) else tuple(abolish)
    for name in asked:
        if name not in (*INSTRUMENTS, ALL):
            raise InputError(f"there is no instrument '{name}'{did_you_mean(name, (*INSTRUMENTS, ALL))}")
    active = scenario.policy()[0].active()
    instruments = active if ALL in asked else tuple(name for name in INSTRUMENTS if name in asked)
    for name in instruments:
        check_active(scenario, name)
    if not instruments:
        raise InputError(f"name an instrument to abolish, or '{ALL}'; active: {', '.join(active) or 'none'}")
    return Abolition(instruments, _round(scenario, at), instruments == active)


def _round(scenario: Scenario, at: int | None) -> int:
    if scenario.rounds < 2:
        raise InputError(f"rounds: {scenario.rounds} is too few; a recovery needs a round before and one after")
    last = scenario.rounds - 1
    if at is not None and not 1 <= at <= last:
        raise InputError(f"at: round {at} is out of range; this run has rounds before and after rounds 1 to {last:_}")
    return scenario.rounds // 2 if at is None else at


def recorded(chosen: Abolition) -> Provenance:
    """The abolition as part of a provenance."""
    return {"abolished": ",".join(chosen.instruments), "abolished_at": chosen.at, "abolished_all": int(chosen.whole)}


def recorded_abolition(attributes: Mapping[str, Value]) -> Abolition:
    """The abolition that a stored result was made with."""
    instruments = tuple(str(attributes["abolished"]).split(","))
    return Abolition(instruments, int(attributes["abolished_at"]), bool(attributes["abolished_all"]))
