"""The moments at which a policy changes, as a picture marks them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pydantic import BaseModel

from hushed.regime.schedule import Schedule
from hushed.scenario.schema import Scenario

_MOST = 4
_AS_PERCENT = ("ShareSchedule", "PositiveShareSchedule")


class Mark(NamedTuple):
    """A round in which the policy changes, and how."""

    round: int
    text: str


def policy_marks(scenario: Scenario) -> list[Mark]:
    """The first few moments at which a schedule of the policy changes, in order; those of one round are one mark."""
    together: dict[int, list[str]] = {}
    for part in scenario.policy():
        for mark in _within(part, "", scenario.rounds):
            together.setdefault(mark.round, []).append(mark.text)
    return [Mark(round, "\n".join(texts)) for round, texts in sorted(together.items())[:_MOST]]


def _within(model: BaseModel, group: str, rounds: int) -> Iterator[Mark]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Schedule):
            yield from _of_schedule(value, _words(group, name), rounds)
        elif isinstance(value, BaseModel):
            yield from _within(value, name, rounds)
        elif isinstance(value, tuple):
            for each in value:
                if isinstance(each, BaseModel):
                    yield from _within(each, getattr(each, "domain", group), rounds)


def _of_schedule(schedule: Schedule[float], name: str, rounds: int) -> Iterator[Mark]:
    percent = type(schedule).__name__ in _AS_PERCENT
    places = list(zip(schedule.at, schedule.value, strict=True))
    for (_, before), (start, value) in pairwise(places):
        if 0 < start < rounds and value != before:
            arrow = "reaches" if schedule.between == "linear" else f"{_number(before, percent)} →"
            yield Mark(start, f"{name} {arrow} {_number(value, percent)}")


def _number(value: float, percent: bool) -> str:
    return f"{100 * value:.3g} %" if percent else f"{value:.3g}"


def _words(group: str, name: str) -> str:
    """A parameter as a label: 'share' says nothing by itself, so the group speaks for it."""
    own = name.replace("_", " ")
    if name == "share":
        return {"enrolment": "enrolled", "informers": "recruited"}.get(group, group)
    return own if group in ("scoring", "observation", "") else f"{group} {own}"
