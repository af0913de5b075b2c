"""An attribution: how much of an outcome is due to which instrument."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hushed.experiments.attribution.abolishing import told_without
from hushed.experiments.attribution.shares import Attribution, attributed
from hushed.experiments.attribution.told import by_share
from hushed.figures import waterfall
from hushed.outcomes import OUTCOMES
from hushed.report.drawing import Easel
from hushed.report.harms import Column, harm_table, other_table
from hushed.report.parts.common import banded, counted, interrupted, listed, part_of
from hushed.report.pieces import Number, Part, Piece, Sentence, Table, gap, level, mean_of, signed
from hushed.report.reading import Result
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import spoken


def attribution_part(result: Result, easel: Easel) -> Part:
    """What a report says of an attribution."""
    attributes = result.dataset.attrs
    found = attributed(result.dataset, str(attributes["outcome"]), str(attributes["over"]))
    columns, when = _columns(result, found), _when(found)
    drawing = waterfall(found)
    caption = (
        f"{_named(found).capitalize()} {when}: from what it is with every instrument, through what each is "
        f"answerable for, to what is left with none of them.{banded(result, 'Whiskers: 95 % intervals.')}"
    )
    replicates = result.dataset.sizes["replicate"]
    return part_of(
        result,
        kind="Attribution",
        question=f"Which instrument is answerable for how much of {_named(found)}?",
        summary=_summary(found, when),
        cautions=interrupted(result),
        pictures=[easel.picture(drawing, caption)],
        tables=(_shares(found), harm_table(columns, when=when), other_table(columns, when=when)),
        methods=_methods(result, found),
        replicates=replicates,
        sources={"shapley1953"},
    )


def _named(found: Attribution) -> str:
    return "the chill" if found.outcome == "chill" else spoken(found.outcome)


def _when(found: Attribution) -> str:
    return "in the last round" if found.over == "last" else "on the mean over rounds"


def _columns(result: Result, found: Attribution) -> list[Column]:
    kept = result.dataset["kept"].values.sum(axis=1)

    def at(name: str, place: int) -> Estimate:
        values = result.dataset[name].sel(over=found.over).transpose("subset", "replicate").values
        return mean_of(values[place])

    def apart(name: str) -> Estimate:
        values = result.dataset[name].sel(over=found.over).transpose("subset", "replicate").values
        return mean_of(values[int(kept.argmax())] - values[int(kept.argmin())])

    return [
        Column("With every instrument", "as_is", lambda name: at(name, int(kept.argmax()))),
        Column("With none of them", "none", lambda name: at(name, int(kept.argmin()))),
        Column("Difference", "total", apart, difference=True),
    ]


def _summary(found: Attribution, when: str) -> Iterator[Sentence]:
    unit, name = OUTCOMES[found.outcome].unit, _named(found)
    total = gap("total", found.total, unit)
    yield (
        f"{name[0].upper()}{name[1:]} {when}: ", level("as_is", found.as_is, unit), " with every instrument, ",
        level("none", found.without_any, unit), " with none of them. The difference, ", total,
        ", is the regime’s doing.",
    )  # fmt: skip
    yield from _due(found, unit)
    alone = [spoken(each.instrument) for each in found.shares.values() if each.indispensable]
    if alone and len(found.shares) > 1:
        yield (f"Abolishing {listed(alone, last='or')} alone undoes all of it.",)
    best = max(found.shares.values(), key=lambda each: abs(each.abolished_alone.mean) * (not each.indispensable))
    if not best.indispensable and told_from_zero(best.abolished_alone):
        way = "lower" if best.abolished_alone.mean < 0.0 else "higher"
        amount = gap(f"alone|{best.instrument}", best.abolished_alone, unit)
        yield (f"Of the others, {spoken(best.instrument)} abolished alone makes {name} ", amount, f" {way}.")


def _due(found: Attribution, unit: str) -> Iterator[Sentence]:
    """What is due to which instrument, and of which instruments nothing can be told."""
    shares = by_share(found)
    way = 1.0 if found.total.mean >= 0.0 else -1.0
    sure = [each for each in shares if told_from_zero(each.share)]
    due = [each for each in sure if way * each.share.mean > 0.0]
    against = [each for each in sure if way * each.share.mean < 0.0]
    for words, each_of in (("Due to ", due), ("Working the other way: ", against)):
        pieces: list[Piece] = []
        for each in each_of:
            joint = "; " if pieces else words
            pieces += [f"{joint}{spoken(each.instrument)}: ", gap(f"share|{each.instrument}", each.share, unit)]
        if pieces:
            yield (*pieces, ".")
    unsure = [spoken(each.instrument) for each in shares if each not in sure]
    if unsure:
        yield (f"From these replicates it cannot be told whether any of it is due to {listed(unsure, last='or')}.",)


def _shares(found: Attribution) -> Table:
    unit = OUTCOMES[found.outcome].unit
    rows = tuple(
        (
            spoken(each.instrument).capitalize(),
            told_without(each.instrument),
            signed(f"share|{each.instrument}", each.share, unit),
            signed(f"alone|{each.instrument}", each.abolished_alone, unit),
        )
        for each in by_share(found)
    )
    note = "Shares add up to the whole; changes from abolishing one alone do not."
    if "share_error" in found.dataset:
        errors = [each.order_error for each in found.shares.values()]
        note += f" Shares rest on drawn orders; that adds an error of at most {_error(max(errors), unit)}."
    return Table(
        f"{_named(found).capitalize()} by instrument [{unit}]",
        ("Instrument", "Abolished, it means", "Its share", "Change if it alone is abolished"),
        rows,
        note,
    )


def _error(error: float, unit: str) -> Piece:
    once = Estimate(error, np.nan, np.nan, 1)
    number: Number = level("order_error", once, unit)
    return number.text


def _methods(result: Result, found: Attribution) -> str:
    attributes = result.dataset.attrs
    orders = int(attributes["orders"])
    how = (
        f"estimated from {counted(orders, 'random order')} of abolition in each replicate"
        if orders
        else "exact, from every subset of the instruments"
    )
    return (
        f"The difference that the regime makes to {_named(found)} {_when(found)} was shared out over its "
        f"{len(found.shares)} instruments by Shapley’s value (Shapley 1953), {how}; all subsets met the same societies "
        f"with the same random draws ({int(attributes['runs']):,} runs)."
    )
