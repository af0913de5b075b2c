"""What the outcomes of a sensitivity study hang on."""

from __future__ import annotations

from collections.abc import Iterator

from hushed.figures import sensitivity
from hushed.report.drawing import Easel
from hushed.report.parts.common import listed
from hushed.report.pieces import Number, Part, Piece, Sentence, Table, gap, level
from hushed.results.statistics import Estimate
from hushed.results.table import in_percent, spoken
from hushed.studies.indices import MEASURES, Index
from hushed.studies.sensitivity import Sensitivity

_MOST_OUTCOMES = 3
_HEADS = {
    "effect": "Effect",
    "mean_effect": "With its sign",
    "spread": "Spread",
    "total": "Total index",
    "first": "First-order index",
}
_SHARE = "share of variance"


def with_sensitivity(part: Part, found: Sensitivity, easel: Easel) -> Part:
    """The part of a study, and what its outcomes hang on."""
    outcomes = found.featured[:_MOST_OUTCOMES]
    method = "Morris’s elementary effects" if found.method == "morris" else "Sobol’s indices"
    caption = "What {} hangs on. Dots with their 95 % intervals" + (
        ": how far it moves, either way, as the parameter goes through its range."
        if found.method == "morris"
        else ": shares of its variance, filled with others (total), hollow alone (first order)."
    )
    pictures = [easel.picture(sensitivity(found, outcome=name), caption.format(spoken(name))) for name in outcomes]
    return part._replace(
        kind="Sensitivity study",
        question="Which assumption matters most?",
        summary=tuple(sentence for name in outcomes for sentence in _said(found, name)),
        pictures=tuple(pictures),
        tables=(*(_table(found, name) for name in outcomes), *part.tables),
        methods=(
            f"{part.methods} What outcomes hang on was told by {method}, with bootstrap intervals over "
            f"{'trajectories' if found.method == 'morris' else 'samples'} and, as all points meet the same luck, the "
            "jackknife error over replicates."
        ),
        sources=part.sources | ({"morris1991", "campolongo2007"} if found.method == "morris" else {"saltelli2010"}),
    )


def _unit(found: Sensitivity, outcome: str) -> str:
    return found.study.measures[outcome].unit if found.method == "morris" else _SHARE


def _estimate(index: Index, found: Sensitivity) -> Estimate:
    return Estimate(index.value, index.low, index.high, found.study.replicates)


def _said(found: Sensitivity, outcome: str) -> Iterator[Sentence]:
    """The two parameters that matter most, and those that hardly do."""
    order, labels = found.ranked(outcome), found.labels()
    measures, unit = found.found[outcome][-1].measures[found.main], _unit(found, outcome)
    if all(index.value == 0.0 for index in measures):
        yield (f"{spoken(outcome).capitalize()} is the same at every point, so it hangs on none of these.",)
        return
    first = order[0]
    top = _estimate(measures[first], found)
    unsure = measures[first].low <= 0.0
    most = "may hang most" if unsure else "hangs most"
    if found.method == "morris":
        amount = gap(f"{outcome}|{labels[first]}", top, unit)
        yield (f"{spoken(outcome).capitalize()} {most} on {labels[first]}, which moves it by ", amount,
               " as it goes through its range.")  # fmt: skip
    else:
        amount = level(f"{outcome}|{labels[first]}", top, unit)
        yield (f"{spoken(outcome).capitalize()} {most} on {labels[first]}: ", amount, " of its variance does.")
    small = [labels[place] for place in order if measures[place].low <= 0.0]
    if small:
        yield (f"Of {listed(small)} it cannot be told that {spoken(outcome)} hangs on them at all.",)


def _index(key: str, value: Estimate, unit: str) -> Number:
    """An index with its sign and its interval, which need not lie evenly around it."""
    scale, digits = (100.0, 1) if in_percent(unit) and unit != _SHARE else (1.0, 3)
    middle, low, high = (f"{scale * end:.{digits}f}".replace("-", "−") for end in value[:3])
    return Number(key, middle, "" if value.low != value.low else f"{low} to {high}", value)


def _table(found: Sensitivity, outcome: str) -> Table:
    unit = _unit(found, outcome)
    measures = found.found[outcome][-1].measures
    rows: list[tuple[Piece, ...]] = []
    for place in found.ranked(outcome):
        axis = found.study.axes[place]
        numbers = [
            _index(f"{outcome}|{axis.path}|{name}", _estimate(each[place], found), unit)
            for name, each in measures.items()
        ]
        rows.append((found.labels()[place], axis.role, *numbers))
    sentence = found.study.measures[outcome].sentence
    points = found.method == "morris" and in_percent(unit)
    scale = "points, hundredths of the whole" if points else unit
    note = " ".join(f"{_HEADS[name]}: {words}." for name, words in MEASURES[found.method].items())
    note += " In brackets: the 95 % interval."
    caption = f"What {spoken(outcome)} hangs on. {sentence} [{scale}]"
    return Table(caption, ("Parameter", "Role", *(_HEADS[name] for name in measures)), tuple(rows), note)
