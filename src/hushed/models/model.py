"""What a model of a user's own is: parameters that are numbers or choices, outcomes that are aggregates, two steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, Protocol, TypeAlias

from hushed.parameters import Parameters
from hushed.random import Draws
from hushed.society.society import Society

Value: TypeAlias = bool | int | float | str
"""A parameter's value: a number, a truth value, or one of the names its declaration lists."""


class Outcome(NamedTuple):
    """One measure of an own model: a single number a round, an aggregate over the society."""

    name: str
    "As Python writes names: lower case, underscores for spaces."
    unit: str
    "Such as 'share of people'; a unit that begins with 'share' or 'chance' is shown in per cent."
    sentence: str
    "What it measures, in plain words."
    formula: str = ""


class OwnModel(Protocol):
    """What any object must have to be played as a model.

    `init` makes the state at the start from the people, their ties and a source of chance; `step` plays one round and
    gives the outcomes by name, alone if it changed the state in place, else as (state, outcomes). The society's arrays
    can be read and not written; each has one entry for each person. Rounds count from 0.
    """

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """Every measure that each step gives."""
        ...

    def init(self, society: Society, random: Draws) -> Any:
        """The state at the start."""
        ...

    def step(self, state: Any, round: int) -> Any:
        """The outcomes of one round by name, or the new state and the outcomes."""
        ...


class Model(Parameters):
    """A model with parameters: its fields, each `parameter(default, sentence, unit, ge=…, le=…)`.

    It is frozen, so whatever changes over rounds has to be in the state that `init` makes.
    """

    outcomes: ClassVar[tuple[Outcome, ...]] = ()

    def init(self, society: Society, random: Draws) -> Any:
        """The state at the start, from people, their ties and a source of chance."""
        raise NotImplementedError("a model needs an init(self, society, random) that makes its state")

    def step(self, state: Any, round: int) -> Any:
        """The outcomes of one round by name, or the new state and the outcomes."""
        raise NotImplementedError("a model needs a step(self, state, round) that gives its outcomes")


def parameters_of(model: OwnModel) -> dict[str, Value]:
    """The values of a model's parameters by name; none for an object that declares none."""
    if not isinstance(model, Parameters):
        return {}
    return {name: getattr(model, name) for name in type(model).model_fields}
