"""A comparison: what one instrument or safeguard does to the same people with the same luck."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hushed.experiments.attribution.abolishing import ABOLISHED
from hushed.experiments.change import Change, recorded_change
from hushed.figures import course, speech
from hushed.outcomes import OUTCOMES
from hushed.regime.safeguards import SAFEGUARDS
from hushed.report.drawing import Easel
from hushed.report.harms import Column, harm_table, other_table
from hushed.report.parts.common import banded, counted, interrupted, last, listed, part_of, played_rounds
from hushed.report.pieces import Number, Part, Picture, Sentence, gap, level, mean_of
from hushed.report.reading import Result
from hushed.results.furthest import furthest, summarised
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import spoken

_ALSO = ("bystander_chill", "overbreadth", "wrongly_punished", "third_party_loss", "ties_cut")
_WORDS = {
    "bystander_chill": "What people who were never punished keep back",
    "overbreadth": "Lawful speech withheld",
    "wrongly_punished": "The share of people wrongly punished in a round",
    "third_party_loss": "Score lost per person and round because a friend was punished",
    "ties_cut": "The share of friendships broken off",
}


def comparison_part(result: Result, easel: Easel) -> Part:
    """What a report says of a comparison."""
    change = recorded_change(result.dataset.attrs)
    columns, rounds = _columns(result, change), played_rounds(result)
    when = f"after {counted(rounds, 'round')}"
    return part_of(
        result,
        kind="Comparison",
        question=f"What changes {change.label}?",
        summary=_summary(result, change, rounds),
        cautions=interrupted(result),
        pictures=_pictures(result, change, easel),
        tables=(harm_table(columns, when=when), other_table(columns, when=when)),
        methods=(
            f"Two policies, the scenario as it is and the scenario {change.label}, were played on the same societies "
            "with the same random draws (common random numbers), so that differences are effects of the change and "
            f"not of luck. Differences are taken within pairs, in round {rounds:,}, the last."
        ),
        replicates=len(furthest(result.dataset).replicates),
    )


def _columns(result: Result, change: Change) -> list[Column]:
    return [
        Column("As it is", "as_is", lambda name: _arm(result, name, 0)),
        Column(change.label.capitalize(), "changed", lambda name: _arm(result, name, 1)),
        Column("Difference", "difference", lambda name: _difference(result, name), difference=True),
    ]


def _arm(result: Result, name: str, arm: int) -> Estimate:
    return last(summarised(result.dataset, name)[arm])


def _difference(result: Result, name: str) -> Estimate:
    as_is, changed = summarised(result.dataset, name)
    return mean_of(changed[:, -1] - as_is[:, -1])


def _summary(result: Result, change: Change, rounds: int) -> Iterator[Sentence]:
    unit = OUTCOMES["chill"].unit

    def arm(name: str, at: int) -> Number:
        return level(f"{name}|{('as_is', 'changed')[at]}", _arm(result, name, at), OUTCOMES[name].unit)

    difference = _difference(result, "chill")
    yield (
        f"After {counted(rounds, 'round')}, ",
        arm("chill", 0), " of what people would like to say stays unsaid as it is, and ",
        arm("chill", 1), f" {change.label}.",
    )  # fmt: skip
    if meaning := ABOLISHED.get(change.name, "") if change.dose is None else SAFEGUARDS[change.name].sentence:
        yield (f"{change.label[:1].upper()}{change.label[1:]} means: {_begun(meaning)}",)
    amount = gap("chill|difference", difference, unit)
    if not told_from_zero(difference):
        yield ("The difference, ", amount, ", cannot be told from none in these replicates.")
    elif change.dose is None:
        due = "is due to" if difference.mean < 0.0 else "would come on top without"
        yield ("The difference, ", amount, f", {due} {spoken(change.name)}.")
    else:
        given = "is what speech gains from" if difference.mean < 0.0 else "is what speech loses by"
        yield ("The difference, ", amount, f", {given} {spoken(change.name)}.")
    told = [name for name in _ALSO if told_from_zero(_difference(result, name))]
    for name in told:
        yield (f"{_WORDS[name]}: ", arm(name, 0), " as it is, ", arm(name, 1), f" {change.label}.")
    if alike := [_begun(_WORDS[name]) for name in _ALSO if name not in told]:
        yield (f"No difference can be told in {listed(alike)}.",)


def _begun(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _pictures(result: Result, change: Change, easel: Easel) -> list[Picture]:
    dataset = result.dataset
    several = banded(result) or " Bands: 95 % sampling error of one society of this size."
    made = [easel.picture(speech(dataset), f"Speech over rounds, as it is and {change.label}.{several}")]
    for name in ("third_party_loss", "bystander_chill"):
        if np.ptp(summarised(dataset, name)[:, :, -1].mean(axis=1)) > 0.0:
            caption = f"{OUTCOMES[name].sentence}{banded(result)}"
            made.append(easel.picture(course(dataset, outcome=name), caption))
    return made
