"""What an item's figures are: the unit and a sentence of each that stands at the end of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Meaning(NamedTuple):
    """What a figure is counted in, and what it says in plain words."""

    unit: str
    sentence: str


Meanings = Mapping[str, Meaning]
"""What figures are, by name."""


def ended(final: Mapping[str, Any], meanings: Meanings) -> dict[str, Any]:
    """The figures at the end of a run, under "final", and what each of them is, under "meanings".

    Raises KeyError for a figure that is not explained, so that none can be told without.
    """
    explained = {name: {"unit": meanings[name].unit, "meaning": meanings[name].sentence} for name in final}
    return {"final": dict(final), "meanings": explained}


def where(condition: str, meanings: Meanings, form: str) -> dict[str, Meaning]:
    """The same figures under a condition that their sentences begin with; `form` names them, such as '{}_scored'."""
    return {
        form.format(name): Meaning(one.unit, f"{condition}: {one.sentence[0].lower()}{one.sentence[1:]}")
        for name, one in meanings.items()
    }
