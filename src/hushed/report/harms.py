"""Who was harmed and how: outcomes by whom they befall, each with its sentence and unit, beside the other outcomes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from hushed.outcomes import HEADLINES, OUTCOMES
from hushed.report.pieces import Number, Piece, Table, cell, signed
from hushed.results.statistics import Estimate
from hushed.results.table import spoken

HARMED: dict[str, str] = {
    "bystander_chill": "Bystanders, who were never punished",
    "silenced": "Whoever holds something back",
    "overbreadth": "Whoever keeps to herself what is lawful",
    "punished": "The punished",
    "wrongly_punished": "The wrongly punished",
    "own_loss": "The punished, in score",
    "third_party_loss": "Friends of the punished, in score",
    "sanctioned": "The sanctioned",
    "collateral_sanctions": "Sanctioned for others’ words, or for nothing",
    "hardship": "The sanctioned, in burden",
    "ties_cut": "Friends who part",
}
"""Who bears each harm, by outcome."""
_NAMES = {
    "voice_share": "Speech",
    "chill": "The chill",
    "score_mean": "Average score",
    "score_p05": "Scores of the worst off",
    "score_spread": "Spread of scores",
}
_NOTHING = 1e-12


Rows: TypeAlias = tuple[tuple[Piece, ...], ...]


class Column(NamedTuple):
    """One column of values: its heading, its part of the numbers' keys, and where a value comes from."""

    head: str
    key: str
    value: Callable[[str], Estimate]
    difference: bool = False


def harm_table(columns: Sequence[Column], names: Iterable[str] = OUTCOMES, *, when: str) -> Table:
    """The harms among some outcomes: who, how (with its unit), and how much."""
    known = [name for name in HARMED if name in set(names)]
    rows: Rows = tuple((HARMED[name], _explained(name), *_values(name, columns)) for name in known)
    return Table(f"Who is harmed, and how ({when})", _heads("Who", columns), rows, _note(rows))


def other_table(columns: Sequence[Column], names: Iterable[str] = HEADLINES, *, when: str) -> Table | None:
    """The other outcomes that are moved at all; None if there are none."""
    rows: Rows = tuple(
        (_NAMES.get(name, spoken(name).capitalize()), _explained(name), *values)
        for name in names
        if name not in HARMED and name in OUTCOMES and _moved(values := _values(name, columns))
    )
    return Table(f"Other outcomes ({when})", _heads("Outcome", columns), rows, _note(rows)) if rows else None


def _explained(name: str) -> str:
    outcome = OUTCOMES[name]
    return f"{outcome.sentence} [{outcome.unit}]"


def _heads(first: str, columns: Sequence[Column]) -> tuple[str, ...]:
    return (first, "How [unit]", *(column.head for column in columns))


def _values(name: str, columns: Sequence[Column]) -> tuple[Number, ...]:
    unit = OUTCOMES[name].unit
    keyed = [(f"{name}|{column.key}", column.value(name), column.difference) for column in columns]
    return tuple(signed(key, value, unit) if apart else cell(key, value, unit) for key, value, apart in keyed)


_ALONE = "One replicate, so there are no intervals."


def _moved(values: Sequence[Number]) -> bool:
    means = [value.value.mean for value in values if not math.isnan(value.value.mean)]
    return bool(means) and max(means) - min(means) > _NOTHING


def _note(rows: Sequence[Sequence[Piece]]) -> str:
    numbers = [piece for row in rows for piece in row if isinstance(piece, Number)]
    several = any(number.ends is not None for number in numbers)
    notes = ["±: the 95 % interval of the mean over replicates." if several else _ALONE]
    if any("pt" in number.text for number in numbers):
        notes.append("pt: points, hundredths of the whole.")
    return " ".join(notes)
