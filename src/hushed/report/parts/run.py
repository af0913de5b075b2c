"""A run: what the regime does to speech, beside the same people left free."""

from __future__ import annotations

from collections.abc import Iterator

from hushed.figures import losses, scores, speech
from hushed.figures.marks import policy_marks
from hushed.outcomes import OUTCOMES
from hushed.report.drawing import Easel
from hushed.report.harms import Column, harm_table, other_table
from hushed.report.parts.common import counted, interrupted, last, left_free, over_rounds, part_of, played_rounds
from hushed.report.pieces import Number, Part, Picture, Sentence, level
from hushed.report.reading import Result
from hushed.results.furthest import furthest, summarised
from hushed.results.statistics import Estimate


def run_part(result: Result, easel: Easel) -> Part:
    """What a report says of a run."""
    rounds, count = played_rounds(result), len(furthest(result.dataset).replicates)
    columns = _columns(result)
    return part_of(
        result,
        kind="Run",
        question="What does this regime do to speech, and to whom?",
        summary=_summary(result, rounds),
        cautions=interrupted(result),
        pictures=_pictures(result, easel),
        tables=(
            harm_table(columns, when=f"after {counted(rounds, 'round')}"),
            other_table(columns, when=f"after {counted(rounds, 'round')}"),
        ),
        methods=(
            "The regime was played on invented societies and compared with the same people left free of it. Numbers "
            f"are {'means over replicates' if count > 1 else 'those'} in round {rounds:,}, the last, unless said "
            "otherwise."
        ),
        replicates=count,
    )


def _columns(result: Result) -> list[Column]:
    def of(name: str) -> Estimate:
        return last(summarised(result.dataset, name))

    def mean(name: str) -> Estimate:
        return over_rounds(summarised(result.dataset, name))

    return [
        Column("Last round", "last", of),
        Column("Mean over rounds", "mean", mean),
        Column("Left free", "free", lambda name: left_free(result, name)),
    ]


def _summary(result: Result, rounds: int) -> Iterator[Sentence]:
    def now(name: str) -> Number:
        return level(f"{name}|last", last(summarised(result.dataset, name)), OUTCOMES[name].unit)

    def happens(name: str) -> bool:
        return now(name).value.mean > 0.0

    free = level("voice_share|free", left_free(result, "voice_share"), OUTCOMES["voice_share"].unit)
    yield (
        f"After {counted(rounds, 'round')}, ", now("voice_share"),
        " of what people would like to say is said. The same people left free say ", free, ".",
    )  # fmt: skip
    if happens("chill"):
        yield (
            "What stays unsaid, the chill, is ", now("chill"), " of what people would like to say; ",
            now("bystander_chill"), " is kept back by people who were never punished themselves.",
        )  # fmt: skip
        yield (
            "Of all people, ", now("silenced"), " say less than they would like to, and of lawful speech ",
            now("overbreadth"), " is withheld.",
        )  # fmt: skip
    if happens("punished"):
        yield (
            "In the last round ", now("punished"), " of people were punished; ", now("wrongly_punished"),
            " were punished though all they said was lawful. Score lost per person in that round: ", now("own_loss"),
            " for one’s own punishment, and ", now("third_party_loss"), " because a friend was punished.",
        )  # fmt: skip
    if happens("sanctioned"):
        yield (
            now("sanctioned"), " of people are shut out of some part of life; of them, ", now("collateral_sanctions"),
            " never lost score for anything they said.",
        )  # fmt: skip
    if happens("ties_cut"):
        yield ("Of all friendships, ", now("ties_cut"), " have been broken off.")


def _pictures(result: Result, easel: Easel) -> list[Picture]:
    dataset = result.dataset
    several = len(furthest(dataset).replicates) > 1
    band = "95 % interval of the mean over replicates" if several else "95 % sampling error of one society of this size"
    marks = " Lines mark where the policy changes." if policy_marks(result.scenario) else ""
    caption = f"Speech over rounds, as a share of what people would like to say. Band: {band}.{marks}"
    pictures = [easel.picture(speech(dataset), caption)]
    if _ever(result, "enrolled"):
        over = ", over replicates" if several else ""
        caption = f"Scores of those who have one; everybody begins at 1. Ranges and middle{over}."
        pictures.append(easel.picture(scores(dataset), caption))
    if _ever(result, "own_loss") or _ever(result, "third_party_loss"):
        caption = "Score lost per person and round, by whose conduct it was lost for."
        pictures.append(easel.picture(losses(dataset), caption))
    return pictures


def _ever(result: Result, name: str) -> bool:
    """Whether an outcome is anything but nothing in any round; a picture of nothing tells nothing."""
    return bool(summarised(result.dataset, name).any())
