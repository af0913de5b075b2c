"""What a recovery says, in sentences for people who make laws."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hushed.experiments.recovery.measures import LASTING, is_harm, share_back
from hushed.outcomes import OUTCOMES
from hushed.results.furthest import summarised
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import difference, spoken

if TYPE_CHECKING:
    from hushed.experiments.recovery.measures import Recovery

YEAR = 52
"""Rounds in a year where a round is a week, as in the scenarios that come with hushed."""
_MOST = 4
_MATTERS = 5e-4
"""A smaller difference would be shown as none."""


def told(recovery: Recovery) -> list[str]:
    """The loss of speech, what came back of it after a year and at the end, how fast, and what did not."""
    sentences = [_loss(recovery), *_return(recovery), *_speed(recovery), _rest(recovery)]
    if recovery.dataset.sizes["replicate"] < 2:
        sentences.append("With one replicate there are no intervals: run more to know how sure this is.")
    return sentences


def _loss(recovery: Recovery) -> str:
    speech, chosen = recovery.regained["voice_share"], recovery.abolition
    return (
        f"Before {chosen.words} {_is(chosen.words)} abolished in round {chosen.at}, {_percent(speech.before)} of what "
        f"people would like to say is said; had it never been there, {_percent(speech.never_introduced)} would be at "
        "the end."
    )


def _is(words: str) -> str:
    return "are" if " and " in words or words in ("informers", "sanctions") else "is"


def _return(recovery: Recovery) -> Iterator[str]:
    end, after = recovery.regained["voice_share"].share, recovery.dataset.sizes["round"] - recovery.abolition.at
    if math.isnan(end.mean):
        yield "What that does to speech at the end cannot be told from chance in these replicates."
        return
    closing = f"At the end, {_rounds(after)} after the abolition, {_back(end)}"
    values = summarised(recovery.dataset, "voice_share")
    year = share_back(values, recovery.abolition.at + YEAR - 1) if after > YEAR else None
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


def _speed(recovery: Recovery) -> Iterator[str]:
    half = recovery.regained["voice_share"].half_life
    if math.isnan(half.mean):
        return
    rounds = f"{half.mean:.0f} rounds" if half.mean >= 1.5 else "1 round"
    yield f"Half of what comes back is back within {rounds}."


def _rest(recovery: Recovery) -> str:
    left = recovery.remaining
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
