"""What a recovery says, in sentences for people who make laws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hushed.experiments.recovery.abolition import Abolition
from hushed.experiments.recovery.measures import LASTING, Regained, is_harm, share_back
from hushed.outcomes import OUTCOMES
from hushed.results.furthest import summarised
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import difference, spoken

if TYPE_CHECKING:
    import xarray as xr

YEAR = 52
"""Rounds in a year where a round is a week, as in the scenarios that come with hushed."""
_MOST = 4
_MATTERS = 5e-4
"""A smaller difference would be shown as none."""


def told(dataset: xr.Dataset, chosen: Abolition, regained: Mapping[str, Regained]) -> list[str]:
    """The loss of speech, what came back of it after a year and at the end, how fast, and what did not."""
    speech = regained["voice_share"]
    sentences = [_loss(speech, chosen), *_return(dataset, chosen, speech), *_speed(speech), _rest(regained)]
    if dataset.sizes["replicate"] < 2:
        sentences.append("With one replicate there are no intervals: run more to know how sure this is.")
    return sentences


def _loss(speech: Regained, chosen: Abolition) -> str:
    several = (len(chosen.instruments) > 1 and not chosen.whole) or chosen.words.endswith("s")
    verb, they = ("are", "they") if several else ("is", "it")
    return (
        f"Before {chosen.words} {verb} abolished in round {chosen.at}, {_percent(speech.before)} of what people would "
        f"like to say is said; had {they} never been there, {_percent(speech.never_introduced)} would be at the end."
    )


def _return(dataset: xr.Dataset, chosen: Abolition, speech: Regained) -> Iterator[str]:
    after = dataset.sizes["round"] - chosen.at
    if math.isnan(speech.share.mean):
        yield "What that does to speech at the end cannot be told from chance in these replicates."
        return
    closing = f"At the end, {_rounds(after)} after the abolition, {_back(speech.share)}"
    year = share_back(summarised(dataset, "voice_share"), chosen.at + YEAR - 1) if after > YEAR else None
    if year is None or math.isnan(year.mean):
        yield f"{closing} of the speech it took is back."
        return
    when = f"A year after the abolition ({YEAR} rounds, if a round is a week)"
    yield f"{when} {_back(year)} of the speech it took is back."
    yield f"{closing}."


def _back(share: Estimate) -> str:
    if math.isnan(share.margin):
        return _percent(share.mean)
    return f"{_percent(share.mean)} (95 % interval {100 * share.low:.0f} to {100 * share.high:.0f})"


def _speed(speech: Regained) -> Iterator[str]:
    half = speech.half_life
    if not math.isnan(half.mean):
        yield f"Half of what comes back is back within {_rounds(max(1, round(half.mean)))}."


def _rest(regained: Mapping[str, Regained]) -> str:
    left = {name: regained[name].left for name in LASTING}
    told_apart = [name for name in LASTING if told_from_zero(left[name]) and abs(left[name].mean) > _MATTERS]
    worse = [name for name in told_apart if (left[name].mean > 0) == is_harm(name)]
    if not worse:
        return "Nothing is left of it at the end that can be told from chance."
    parts = [f"{spoken(name)} {difference(left[name], _unit(name))}" for name in worse[:_MOST]]
    return f"Not back at the end, next to people who never had it: {', '.join(parts)}."


def _unit(name: str) -> str:
    return OUTCOMES[name].unit if name in OUTCOMES else ""


def _rounds(count: int) -> str:
    return "1 round" if count == 1 else f"{count:,} rounds"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
