"""Whether a model declares what it must, and nothing that hushed does not take: no free text, no lists, no files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from hushed.errors import InputError
from hushed.models.model import Model, Outcome, OwnModel
from hushed.parameters import Parameters

MOST_OUTCOMES = 100
"""More would not be aggregates: one for each person of a small society, perhaps."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TAKEN = {
    "arm": "the axis of arms",
    "replicate": "the axis of replicates",
    "round": "the axis of rounds",
    "point": "the axis of a study's points",
    "people": "the number of people",
    "ties": "the number of ties",
    "rounds_played": "the number of rounds played",
}
"""Names that a result gives to something else."""
_CHOICE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_LONGEST = 300
_NUMBERS = (bool, int, float)


def check_declared(model: OwnModel, name: str) -> None:
    """Raises InputError, one line for each thing that is missing or not allowed in a model's declaration."""
    wrong = [*_wrong_steps(model), *_wrong_outcomes(model), *_wrong_parameters(model)]
    if wrong:
        raise InputError(*(f"{name}: {line}" for line in wrong))


def _wrong_steps(model: Any) -> Iterator[str]:
    for step, how in (("init", "init(society, random)"), ("step", "step(state, round)")):
        own = getattr(model, step, None)
        if not callable(own) or getattr(type(model), step, None) is getattr(Model, step):
            yield f"there is no {how}; docs/own-models.md shows a whole model"


def _wrong_outcomes(model: Any) -> Iterator[str]:
    declared = getattr(model, "outcomes", None)
    if not isinstance(declared, tuple | list) or not declared:
        yield "declares no outcomes; write outcomes = (Outcome('speaking', 'share of people', 'How many speak.'),)"
        return
    if len(declared) > MOST_OUTCOMES:
        yield f"declares {len(declared)} outcomes; allowed: at most {MOST_OUTCOMES}, for outcomes are aggregates"
        return
    for outcome in declared:
        if not isinstance(outcome, Outcome):
            yield f"outcomes: {outcome!r:.60} is no Outcome; write Outcome(name, unit, sentence)"
        elif not _NAME.fullmatch(str(outcome.name)):
            yield f"outcomes: '{outcome.name!s:.60}' is no name; use small letters, digits and underscores"
        elif outcome.name in _TAKEN:
            yield f"outcomes: '{outcome.name}' is {_TAKEN[outcome.name]} in a result; choose another name"
        elif not all(isinstance(text, str) for text in outcome) or not outcome.unit or not outcome.sentence:
            yield f"outcomes: {outcome.name} needs a unit and a sentence that says what it measures"
        elif not all(text.isprintable() and len(text) <= _LONGEST for text in outcome):
            line = f"must be one line of at most {_LONGEST} letters"
            yield f"outcomes: the unit, sentence and formula of {outcome.name} {line}"
    names = [outcome.name for outcome in declared if isinstance(outcome, Outcome)]
    yield from (f"outcomes: '{name}' is declared twice" for name in _repeated(names))


def _repeated(names: list[str]) -> Iterable[str]:
    return dict.fromkeys(name for name in names if names.count(name) > 1)


def _wrong_parameters(model: Any) -> Iterator[str]:
    if not isinstance(model, Parameters):
        return
    for name, field in type(model).model_fields.items():
        if not _is_number_or_choice(field.annotation):
            yield (
                f"parameter {name}: a parameter is a number, a truth value or a Literal of names; no text, lists or "
                "files come into a model through hushed"
            )
        elif not field.description:
            yield f"parameter {name}: says nothing of itself; write {name}: … = parameter(default, 'what it means')"
        elif field.is_required():
            yield f"parameter {name}: has no default; write {name}: … = parameter(default, 'what it means')"


def _is_number_or_choice(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return all(_is_choice(choice) for choice in get_args(annotation))
    return annotation in _NUMBERS


def _is_choice(choice: Any) -> bool:
    """Whether a Literal holds a number or a name; a path, an address or a text is neither."""
    return bool(_CHOICE.fullmatch(choice)) if isinstance(choice, str) else isinstance(choice, bool | int)


def limits_of(field: FieldInfo) -> dict[str, float]:
    """The limits a parameter declares, by pydantic's names: ge, gt, le, lt."""
    found = ((name, getattr(limit, name, None)) for limit in field.metadata for name in ("ge", "gt", "le", "lt"))
    return {name: float(value) for name, value in found if value is not None}
