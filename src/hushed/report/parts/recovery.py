"""A recovery: what an abolition gives back, how fast, and what never returns."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hushed.experiments.recovery.abolition import recorded_abolition
from hushed.experiments.recovery.answer import Recovery, measured
from hushed.experiments.recovery.measures import ARMS, LASTING, is_harm
from hushed.figures import recovery
from hushed.figures.recovery_picture import PANELS, moved
from hushed.outcomes import OUTCOMES
from hushed.report.drawing import Easel
from hushed.report.harms import Column, harm_table, other_table
from hushed.report.parts.common import Floats, banded, counted, interrupted, last, listed, part_of
from hushed.report.pieces import ROUNDS, Number, Part, Picture, Piece, Sentence, gap, level, mean_of
from hushed.report.reading import Result
from hushed.results.furthest import summarised
from hushed.results.statistics import Estimate, told_from_zero

_SHARE = "share"
_SMALL = 5e-4
"""A smaller difference would be shown as none."""


def recovery_part(result: Result, easel: Easel) -> Part:
    """What a report says of a recovery."""
    made = measured(result.dataset, recorded_abolition(result.dataset.attrs))
    when = f"after {counted(int(result.dataset.attrs['rounds']), 'round')}"
    columns = _columns(result)
    words, at = made.abolition.words, made.abolition.at
    return part_of(
        result,
        kind="Recovery",
        question=f"If {words} {_are(words)} abolished in round {at:,}, does speech come back?",
        summary=_summary(result, made),
        cautions=interrupted(result),
        pictures=_pictures(result, easel),
        tables=(harm_table(columns, when=when), other_table(columns, when=when)),
        methods=(
            f"Three courses were played on the same societies with the same random draws: without {words} from the "
            f"start, with it to the end, and with it until round {at:,}. The third goes on from the state of "
            "the second in that round. Of the difference between the first two in the last round, the share that the "
            "abolition undid is a ratio of means with a linearised interval (Cochran 1977); half-life counts against "
            "what does come back."
        ),
        replicates=result.dataset.sizes["replicate"],
        sources={"cochran1977"},
    )


def _are(words: str) -> str:
    return "are" if " and " in words or words.endswith("s") else "is"


def _columns(result: Result) -> list[Column]:
    def arm(place: int) -> Column:
        keys = ("never_introduced", "never_abolished", "abolished")
        head = ARMS[place].capitalize()
        return Column(head, keys[place], lambda name: last(summarised(result.dataset, name)[place]))

    def left(name: str) -> Estimate:
        never, _, abolished = summarised(result.dataset, name)
        return mean_of(abolished[:, -1] - never[:, -1])

    return [arm(0), arm(1), arm(2), Column("Still missing", "left", left, difference=True)]


def _summary(result: Result, made: Recovery) -> Iterator[Sentence]:
    never, as_is, abolished = summarised(result.dataset, "voice_share")
    unit, at, words = OUTCOMES["voice_share"].unit, made.abolition.at, made.abolition.words

    def said(key: str, values: Floats, round: int) -> Number:
        return level(f"voice_share|{key}", mean_of(values[:, round]), unit)

    yield (
        f"In the last round before {words} {_are(words)} abolished (round {at:,}), ", said("before", abolished, at - 1),
        " of what people would like to say is said. At the end it is ", said("never_introduced", never, -1),
        " where it had never been there, ", said("never_abolished", as_is, -1), " where it stays, and ",
        said("abolished", abolished, -1), " where it was abolished.",
    )  # fmt: skip
    speech = made.regained["voice_share"]
    after = result.dataset.sizes["round"] - at
    if math.isnan(speech.share.mean):
        yield ("What the abolition does to speech at the end cannot be told from chance in these replicates.",)
    else:
        share = level("voice_share|share_back", speech.share, _SHARE)
        yield (f"So {counted(after, 'round')} after the abolition ", share, " of the speech it took is back.")
    if not math.isnan(speech.half_life.mean):
        half = level("voice_share|half_life", speech.half_life, ROUNDS)
        yield ("Half of what comes back is back within ", half, ".")
    yield from _left(made)


def _left(made: Recovery) -> Iterator[Sentence]:
    """What is still missing at the end beside people who never had it."""
    pieces: list[Piece] = []
    for name in LASTING:
        left, unit = made.regained[name].left, _unit(name)
        worse = (left.mean > 0.0) == is_harm(name)
        if name != "chill" and told_from_zero(left) and abs(left.mean) > _SMALL and worse:
            way = "more" if left.mean > 0.0 else "less"
            pieces += ["; " if pieces else "", f"{_said(name)}: ", gap(f"{name}|left", left, unit), f" {way}"]
    if pieces:
        yield ("Not back at the end, beside people who never had it: ", *pieces, ".")
    else:
        yield ("Nothing else is left of it at the end that can be told from chance.",)


def _said(name: str) -> str:
    """An outcome or a habit, by what it measures."""
    if name in OUTCOMES:
        return OUTCOMES[name].sentence.rstrip(".").lower()
    return PANELS[name].lower()


def _unit(name: str) -> str:
    return OUTCOMES[name].unit if name in OUTCOMES else ""


def _pictures(result: Result, easel: Easel) -> list[Picture]:
    dataset = result.dataset
    caption = (
        f"Speech over rounds in three courses of the same societies: {listed([f'{arm}' for arm in ARMS])}."
        f"{banded(result) or ' Bands: 95 % sampling error of one society of this size.'}"
    )
    found = [easel.picture(recovery(dataset), caption)]
    for name in moved(dataset):
        words = f"{OUTCOMES[name].sentence.rstrip('.') if name in OUTCOMES else PANELS[name]}. The line: the abolition."
        found.append(easel.picture(recovery(dataset, outcome=name), words))
    return found
