"""What the parts of a report have in common: how large the experiment was, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.report.origin import command_for, facts_of, loaded_network
from hushed.report.pieces import Part, Picture, Sentence, Table, mean_of
from hushed.report.reading import Result
from hushed.results.furthest import furthest
from hushed.results.statistics import Estimate

Floats = NDArray[np.float64]
ONE_REPLICATE = "One replicate was played, so there are no intervals: how much of this is luck cannot be told."


def part_of(
    result: Result,
    *,
    kind: str,
    question: str,
    summary: Iterable[Sentence],
    pictures: Sequence[Picture],
    tables: Iterable[Table | None],
    methods: str,
    replicates: int,
    sources: Iterable[str] = (),
    size: str = "",
    cautions: Sequence[str] = (),
    study: str = "",
) -> Part:
    """A part with everything that follows from the result's own record."""
    attributes = result.dataset.attrs
    own = "model" in attributes
    interval = {"student1908"} if replicates > 1 else set()
    return Part(
        kind=kind,
        question=question,
        title=str(attributes["title"]),
        size=size or size_line(result),
        summary=tuple(summary),
        cautions=(*cautions, *([ONE_REPLICATE] if replicates < 2 else [])),
        pictures=tuple(pictures),
        tables=tuple(table for table in tables if table is not None),
        scenario=result.scenario,
        facts=facts_of(attributes),
        command=command_for(attributes),
        study=study,
        methods=methods,
        replicates=replicates,
        sources=frozenset({*sources, *interval}),
        own_model=own,
        loaded=loaded_network(attributes),
    )


def size_line(result: Result) -> str:
    """People, ties, rounds, replicates and seed."""
    dataset, attributes = result.dataset, result.dataset.attrs
    count = dataset.sizes["replicate"]
    parts = [
        f"{int(dataset['people']):,} invented people",
        counted(round(float(dataset["ties"].mean())), "friendship"),
        counted(int(attributes["rounds"]), "round"),
        counted(count, "replicate"),
        f"seed {attributes['seed']}",
    ]
    return " · ".join(parts)


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def interrupted(result: Result) -> list[str]:
    """That an experiment was interrupted, and what the report then rests on."""
    dataset, attributes = result.dataset, result.dataset.attrs
    if attributes.get("complete", 1):
        return []
    if "rounds_played" not in dataset:
        return ["The experiment was interrupted; what was measured until then is told."]
    played = furthest(dataset)
    return [
        f"The experiment was interrupted: this rests on {counted(len(played.replicates), 'replicate')} of "
        f"{attributes['replicates']:,}, and on {played.rounds:,} of {attributes['rounds']:,} rounds."
    ]


def played_rounds(result: Result) -> int:
    """Rounds that all replicates told of have played."""
    return furthest(result.dataset).rounds


def left_free(result: Result, name: str) -> Estimate:
    """An outcome in the same societies without any regime, over the replicates that are told of."""
    free = result.dataset["left_free"].sel(outcome=name).values
    return mean_of(free[furthest(result.dataset).replicates])


def last(values: Any) -> Estimate:
    """The last round of values of shape (replicates, rounds)."""
    return mean_of(values[:, -1])


def over_rounds(values: Any) -> Estimate:
    """The mean over rounds of values of shape (replicates, rounds)."""
    return mean_of(values.mean(axis=1))


def banded(result: Result, words: str = "Bands: 95 % intervals.") -> str:
    """What a caption says of its intervals, with a space before it; nothing where one replicate gives none."""
    dataset = result.dataset
    told = len(furthest(dataset).replicates) if "rounds_played" in dataset else dataset.sizes["replicate"]
    return f" {words}" if told > 1 else ""


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """Words with commas, and a word before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
