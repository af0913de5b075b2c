"""A hysteresis scan: whether a society comes back the way it went."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hushed.experiments.recovery.loop import Loops, held, looped
from hushed.experiments.recovery.way import recorded_way
from hushed.figures import hysteresis
from hushed.figures.loop import lasting
from hushed.outcomes import OUTCOMES
from hushed.report.drawing import Easel
from hushed.report.harms import Column, harm_table, other_table
from hushed.report.parts.common import banded, interrupted, part_of
from hushed.report.pieces import Part, Sentence, gap, level, mean_of
from hushed.report.reading import Result
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import spoken


def scan_part(result: Result, easel: Easel) -> Part:
    """What a report says of a scan."""
    way = recorded_way(result.dataset.attrs)
    made, name = looped(result.dataset, way), spoken(way.path.rpartition(".")[2])
    columns, dataset = _columns(result), result.dataset
    captions = {
        "voice_share": f"Speech over {name}, on the way there and back.{banded(result)}",
        "ties_cut": f"Friendships broken off over {name}, on the way there and back.",
        "score_mean": f"The average score over {name}, on the way there and back.",
    }
    when = f"{name} {way.start:g}, {way.end:g}, and {way.start:g} again"
    return part_of(
        result,
        kind="Scan",
        question=f"If {name} goes up and comes down again, does the society come back the way it went?",
        summary=_summary(made, name),
        cautions=interrupted(result),
        pictures=[
            easel.picture(hysteresis(dataset, outcome=each), captions[each])
            for each in ("voice_share", lasting(dataset))
        ],
        tables=(harm_table(columns, when=when), other_table(columns, when=when)),
        methods=(
            f"{name.capitalize()} ({way.path}) went from {way.start:g} to {way.end:g} and back in {way.steps} even "
            f"steps, each held for {way.hold} rounds, while the same societies lived on; an outcome at a value is that "
            "of its last round. The loop is the mean over values of the way back less the way there."
        ),
        replicates=dataset.sizes["replicate"],
    )


def _columns(result: Result) -> list[Column]:
    way = recorded_way(result.dataset.attrs)

    def at(place: int) -> Column:
        value = (way.start, way.end, way.start)[place]
        spot = (0, way.steps - 1, -1)[place]
        head = f"At {value:g}{' again' if place == 2 else ''}"
        key = ("start", "turn", "again")[place]
        return Column(head, key, lambda name: mean_of(held(result.dataset, name, way)[:, spot]))

    def left(name: str) -> Estimate:
        values = held(result.dataset, name, way)
        return mean_of(values[:, -1] - values[:, 0])

    return [at(0), at(1), at(2), Column("Not undone", "left", left, difference=True)]


def _summary(made: Loops, name: str) -> Iterator[Sentence]:
    way, speech = made.way, made.loops["voice_share"]
    unit = OUTCOMES["voice_share"].unit
    moves = f"As {name} goes from {way.start:g} to {way.end:g} and back, "
    if not told_from_zero(speech.gap):
        yield (
            f"{moves}no loop of speech can be told from none: the ways differ by ",
            gap("gap", speech.gap, unit),
            ".",
        )
        return
    side = "less" if speech.gap.mean < 0.0 else "more"
    words = f" {side} is said on the way back than on the way there, on average over its values."
    yield (moves, gap("gap", speech.gap, unit), words)
    if told_from_zero(speech.lag):
        further = "further back than" if speech.lag.mean > 0.0 else "less far back than"
        lag = gap("lag", speech.lag, "")
        yield (f"For half of what was lost to be said again, {name} has to go ", lag, f" {further} where it was lost.")
    elif math.isnan(speech.lag.mean):
        yield ("Within the scan, half of what was lost is never said again.",)
    left = gap("left", speech.left, unit)
    if told_from_zero(speech.left):
        side = "less" if speech.left.mean < 0.0 else "more"
        yield (f"With {name} where it began, ", left, f" {side} is said than at first.")
    else:
        yield (
            f"With {name} where it began, as much is said as at first, as far as can be told; the difference is ",
            left,
            ".",
        )
    ends = [
        level(f"voice_share|{key}", _end(made, spot), unit) for key, spot in (("start", 0), ("turn", way.steps - 1))
    ]
    yield (f"At {way.start:g}, ", ends[0], f" of what people would like to say is said; at {way.end:g}, ", ends[1], ".")


def _end(made: Loops, spot: int) -> Estimate:
    return mean_of(held(made.dataset, "voice_share", made.way)[:, spot])
