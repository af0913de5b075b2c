"""What a report is made of: sentences whose numbers are computed, tables, pictures, and a part for each result."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

from hushed.outcomes import OUTCOMES
from hushed.results.statistics import Estimate, estimate
from hushed.results.table import difference, digits_of, in_percent, shown, with_margin
from hushed.scenario.schema import Scenario

ROUNDS = "rounds"
_FINE = 5e-4
"""A margin below this, of a share, is shown with one digit more."""
_SHARES = frozenset(outcome.unit for outcome in OUTCOMES.values() if in_percent(outcome.unit))
"""Units whose values lie between none and all: unlike gains, or what comes back, which can be more than was lost."""


class Number(NamedTuple):
    """A computed number as it stands in the page: what it is of, its words, and what it was before rounding."""

    key: str
    "What it is of, unique within its part: outcome, arm and when, with bars between."
    text: str
    interval: str
    "The 95 % interval in words; empty where there is none, or where the text holds it."
    value: Estimate
    cut: bool = False
    "Whether the words of the interval end where a share does, and the interval itself goes further."

    @property
    def exact(self) -> str:
        """The mean, to the last bit."""
        return repr(float(self.value.mean))

    @property
    def ends(self) -> tuple[str, str] | None:
        """The ends of the interval, to the last bit; None where there is none."""
        low, high = float(self.value.low), float(self.value.high)
        return None if math.isnan(low) or math.isnan(high) else (repr(low), repr(high))


Piece: TypeAlias = str | Number
Sentence: TypeAlias = tuple[Piece, ...]


class Table(NamedTuple):
    """Rows under headings; the first column names what each row is of."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    note: str = ""


class Picture(NamedTuple):
    """A drawing as inline SVG, and the words under it."""

    svg: str
    caption: str


class Part(NamedTuple):
    """What a report says of one result."""

    kind: str
    question: str
    "What was asked, in a sentence."
    title: str
    size: str
    summary: tuple[Sentence, ...]
    cautions: tuple[str, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    scenario: Scenario
    facts: tuple[tuple[str, str], ...]
    "Where it comes from: names and values."
    command: str
    "The command that repeats it, from the files that the report prints."
    study: str
    "The study file as TOML; empty for other results."
    methods: str
    replicates: int
    sources: frozenset[str]
    "Keys of `bibliography.publications.PUBLICATIONS` for the methods that were used."
    own_model: bool = False
    loaded: str = ""
    "What is known of a loaded network: counts and the digest of its shape; empty without one."

    @property
    def cuts(self) -> bool:
        """Whether an interval in the summary is cut where a share ends."""
        return any(isinstance(piece, Number) and piece.cut for sentence in self.summary for piece in sentence)


def level(key: str, value: Estimate, unit: str) -> Number:
    """A number of its own: a share in per cent, anything else plain."""
    possible = _possible(value, unit)
    return Number(key, _scaled(value.mean, value, unit), _interval(possible, unit), value, possible != value)


def gap(key: str, value: Estimate, unit: str) -> Number:
    """The size of a difference, without its sign: hundredths of the whole are points; its interval keeps the signs."""
    way = -1.0 if value.mean < 0.0 else 1.0
    low, high = sorted((way * value.low, way * value.high))
    turned = Estimate(way * value.mean, low, high, value.replicates)
    noun = " points" if in_percent(unit) else ""
    return Number(key, _digits(turned.mean, value, unit) + noun, _interval(turned, unit, noun=noun), value)


def cell(key: str, value: Estimate, unit: str) -> Number:
    """A number in a table, with how far its interval reaches to each side."""
    return Number(key, _known(value, shown(value.mean, unit), with_margin(value, unit)), "", value)


def signed(key: str, value: Estimate, unit: str) -> Number:
    """A difference in a table, with its sign and margin."""
    alone = difference(Estimate(value.mean, math.nan, math.nan, 1), unit)
    return Number(key, _known(value, alone, difference(value, unit)), "", value)


def _known(value: Estimate, alone: str, with_its_margin: str) -> str:
    """The words for a number: alone where all replicates agree, a dash where nothing is known."""
    words = "–" if math.isnan(value.mean) else alone if value.margin == 0.0 else with_its_margin
    return words.replace("-", "−")


def mean_of(values: object) -> Estimate:
    """The mean and 95 % interval of one number per replicate."""
    import numpy as np

    return estimate(np.asarray(values, dtype=np.float64).ravel())


def _scaled(number: float, value: Estimate, unit: str) -> str:
    return _digits(number, value, unit) + _after(unit)


def _after(unit: str) -> str:
    """What stands behind a number of a unit where it stands alone."""
    return " %" if in_percent(unit) else " rounds" if unit == ROUNDS else ""


def _digits(number: float, value: Estimate, unit: str) -> str:
    scaled, digits = (100.0 * number, 1) if in_percent(unit) else (number, 1 if unit == ROUNDS else 3)
    fine = in_percent(unit) and 0.0 < value.margin < _FINE
    ends = (100.0 * each if in_percent(unit) else each for each in (value.mean, value.margin))
    text = f"{scaled:.{digits_of(*ends, usual=digits + fine)}f}"
    return (text if float(text) != 0.0 else text.lstrip("-")).replace("-", "−")


def _interval(value: Estimate, unit: str, *, noun: str | None = None) -> str:
    if math.isnan(value.margin):
        return ""
    if value.margin == 0.0:
        return "in every replicate"
    ends = (_digits(end, value, unit) for end in (value.low, value.high))
    after = _after(unit) if noun is None else noun
    return f"{' to '.join(ends)}{after}"


def _possible(value: Estimate, unit: str) -> Estimate:
    """A value whose interval, if it is a share, goes no further than from none to all; it covers as much as before."""
    if unit not in _SHARES or not (value.low < 0.0 or value.high > 1.0):
        return value
    return value._replace(low=max(value.low, 0.0), high=min(value.high, 1.0))
