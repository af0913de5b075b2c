"""A run or a comparison of a model of the user's own, by the outcomes that it declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hushed.experiments.change import recorded_change
from hushed.figures import course
from hushed.figures.own import MOST_PANELS
from hushed.models.chosen import WITHIN
from hushed.report.drawing import Easel
from hushed.report.origin import own_model
from hushed.report.parts.common import banded, counted, interrupted, last, over_rounds, part_of, played_rounds
from hushed.report.pieces import Part, Piece, Sentence, Table, cell, level, mean_of, signed
from hushed.report.reading import Result
from hushed.results.furthest import furthest, summarised
from hushed.results.table import spoken

_NOT_OURS = (
    "The outcomes are those of a model that is not hushed’s: it alone is answerable for what they mean. hushed drew "
    "the people and their ties, and added up what the model declared."
)


def own_part(result: Result, easel: Easel) -> Part:
    """What a report says of a model of the user's own."""
    dataset, rounds = result.dataset, played_rounds(result)
    names = [str(name) for name, variable in dataset.data_vars.items() if "round" in variable.dims]
    arms = ["as it is", recorded_change(dataset.attrs).label] if "arm" in dataset.dims else []
    name = own_model(dataset.attrs)
    settings = ", ".join(
        f"{str(key).removeprefix(WITHIN)} {value}"
        for key, value in dataset.attrs.items()
        if str(key).startswith(WITHIN)
    )
    return part_of(
        result,
        kind="Own model, compared" if arms else "Own model",
        question=f"What does the model {name} make of these people{f' {arms[1]}' if arms else ''}?",
        summary=_summary(result, names, arms, rounds),
        cautions=[*interrupted(result), _NOT_OURS],
        pictures=[
            easel.picture(course(dataset, outcome=each), f"{dataset[each].attrs['sentence']}{banded(result)}")
            for each in names[:MOST_PANELS]
        ],
        tables=(_table(result, names, arms, rounds),),
        methods=(
            f"The model {name} ({settings or 'without parameters'}) was played on invented people and ties drawn by "
            f"hushed; numbers are means over replicates in round {rounds:,}, the last, unless said otherwise."
        ),
        replicates=len(furthest(dataset).replicates),
    )


def _summary(result: Result, names: Sequence[str], arms: Sequence[str], rounds: int) -> Iterator[Sentence]:
    for name in names[:6]:
        labels, values = result.dataset[name].attrs, summarised(result.dataset, name)
        unit, start = str(labels["units"]), f"{spoken(name).capitalize()} after {counted(rounds, 'round')}: "
        meaning = f". {labels['sentence']}"
        if not arms:
            yield (start, level(f"{name}|last", last(values), unit), meaning)
            continue
        pieces: list[Piece] = [start]
        for arm, key in enumerate(("as_is", "changed")):
            pieces += [level(f"{name}|{key}", last(values[arm]), unit), f" {arms[arm]}", "" if arm else "; "]
        yield (*pieces, meaning)


def _table(result: Result, names: Sequence[str], arms: Sequence[str], rounds: int) -> Table:
    rows: list[tuple[Piece, ...]] = []
    for name in names:
        labels, values = result.dataset[name].attrs, summarised(result.dataset, name)
        unit = str(labels["units"])
        first: tuple[Piece, ...] = (spoken(name).capitalize(), f"{labels['sentence']} [{unit}]")
        if arms:
            as_is, changed = values
            difference = mean_of(changed[:, -1] - as_is[:, -1])
            numbers: tuple[Piece, ...] = (
                cell(f"{name}|as_is", last(as_is), unit),
                cell(f"{name}|changed", last(changed), unit),
                signed(f"{name}|difference", difference, unit),
            )
        else:
            numbers = (cell(f"{name}|last", last(values), unit), cell(f"{name}|mean", over_rounds(values), unit))
        rows.append((*first, *numbers))
    heads = ("As it is", arms[1].capitalize(), "Difference") if arms else ("Last round", "Mean over rounds")
    caption = f"Outcomes (after {counted(rounds, 'round')})"
    return Table(caption, ("Outcome", "What it means [unit]", *heads), tuple(rows))
