"""Results as a table for the terminal: numbers with their meaning, for people who see them for the first time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hushed.outcomes import HEADLINES, OUTCOMES
from hushed.results.furthest import summarised
from hushed.results.statistics import Estimate, estimate

if TYPE_CHECKING:
    import xarray as xr
    from rich.table import Table

WIDE = 110
"""Columns of a terminal from which on there is room for units."""
_PERCENT = ("share", "chance")
_NOTHING = 1e-8
"""What is smaller comes of rounding, and is shown as zero."""


class Figure(NamedTuple):
    """One outcome in the last round: over replicates, and in the same society left free."""

    name: str
    now: Estimate
    free: float


def last_figures(dataset: xr.Dataset) -> dict[str, Figure]:
    """Every outcome of a run in its last round, by name; a mean over the replicates played furthest."""
    return {
        name: Figure(
            name,
            estimate(summarised(dataset, name)[:, -1]),
            float(dataset["left_free"].sel(outcome=name).mean()),
        )
        for name in OUTCOMES
    }


def outcome_table(figures: dict[str, Figure], *, width: int) -> Table:
    """The headline outcomes that the regime moves, each with its value, the value left free, and a sentence."""
    table = new_table()
    table.add_column("Outcome", no_wrap=True, style="bold")
    table.add_column("Last round", justify="right", no_wrap=True)
    table.add_column("Left free", justify="right", no_wrap=True, style="dim")
    table.add_column("What it means", ratio=1)
    if width >= WIDE:
        table.add_column("Unit", style="dim")
    for figure in (figures[name] for name in HEADLINES if moved(figures[name])):
        outcome = OUTCOMES[figure.name]
        row = [spoken(figure.name), with_margin(figure.now, outcome.unit), shown(figure.free, outcome.unit)]
        table.add_row(*row, outcome.sentence, *([outcome.unit] if width >= WIDE else []))
    return table


def units_line(units: Mapping[str, str]) -> str:
    """The units of outcomes, by name, in a sentence: outcomes of one unit together."""
    alike: dict[str, list[str]] = {}
    for name, unit in units.items():
        alike.setdefault(unit, []).append(spoken(name))
    groups = (f"{', '.join(names)}: {unit or 'a number'}" for unit, names in alike.items())
    return f"Units: {'; '.join(groups)}."


def printed_units(figures: dict[str, Figure]) -> str:
    """The units of the outcomes in `outcome_table`, for a terminal in which that has no room for them."""
    return units_line({name: OUTCOMES[name].unit for name in HEADLINES if moved(figures[name])})


def meaning_line(name: str, unit: str, sentence: str) -> str:
    """What an outcome is and in which unit, in a line to stand below a table without room for it."""
    return f"{spoken(name)} ({unit or 'a number'}): {sentence}"


def untouched(figures: dict[str, Figure]) -> list[str]:
    """The headline outcomes that are as they would be without any regime."""
    return [spoken(name) for name in HEADLINES if not moved(figures[name])]


def moved(figure: Figure) -> bool:
    """Whether an outcome differs from what it is without any regime."""
    return not math.isclose(figure.now.mean, figure.free, rel_tol=0.0, abs_tol=1e-9)


def new_table() -> Table:
    """An empty table of the kind hushed prints: no frame, one thin line under the heading."""
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True, header_style="bold")


def shown(value: float, unit: str) -> str:
    """A number with as many digits as a reader can use; shares in per cent."""
    if math.isnan(value):
        return "–"
    scaled = _scaled(value, unit)
    text = _number(scaled, digits_of(scaled, usual=_usual(unit)))
    return f"{text} %" if in_percent(unit) else text


def with_margin(value: Estimate, unit: str) -> str:
    """A mean and, with several replicates, how far its 95 % interval reaches to each side."""
    text = _with_margin(value, unit)
    return f"{text} %" if in_percent(unit) else text


def difference(value: Estimate, unit: str) -> str:
    """A difference with its sign and one digit more; that of two shares in points, hundredths of the whole."""
    text = _with_margin(value, unit, sign="+", more=1)
    return f"{text} pt" if in_percent(unit) else text


def _with_margin(value: Estimate, unit: str, *, sign: str = "", more: int = 0) -> str:
    mean, margin = _scaled(value.mean, unit), _scaled(value.margin, unit)
    digits = digits_of(mean, margin, usual=_usual(unit) + more)
    return _number(mean, digits, sign) + ("" if math.isnan(margin) else f" ± {_number(margin, digits)}")


def digits_of(*numbers: float, usual: int) -> int:
    """Digits behind the point of numbers shown side by side: the usual ones, unless all would be shown as zero then.

    Numbers too small for the usual digits get as many as leave two of the largest of them.
    """
    largest = max((abs(each) for each in numbers if not math.isnan(each)), default=0.0)
    if largest < _NOTHING or largest >= 0.5 * 10.0**-usual:
        return usual
    return 1 - math.floor(math.log10(largest))


def _scaled(value: float, unit: str) -> float:
    return 100.0 * value if in_percent(unit) else value


def _usual(unit: str) -> int:
    return 1 if in_percent(unit) else 3


def _number(scaled: float, digits: int, sign: str = "") -> str:
    text = f"{scaled:{sign}.{digits}f}"
    return text if float(text) != 0.0 else text.lstrip("+-")


def in_percent(unit: str) -> bool:
    """Whether a unit is a share or a chance, shown in per cent."""
    return unit.startswith(_PERCENT)


def spoken(name: str) -> str:
    """A name as it is spoken: spaces for underscores."""
    return name.replace("_", " ")


def headline(dataset: xr.Dataset, figures: dict[str, Figure]) -> Iterator[str]:
    """What came out, in sentences."""
    chill, bystanders = figures["chill"], figures["bystander_chill"]
    rounds = summarised(dataset, "chill").shape[-1]
    after = f"After {rounds:,} rounds" if rounds != 1 else "After one round"
    said = figures["voice_share"]
    yield f"{after} {_whole(said.now.mean)} of what people would like to say is said. Left free: {_whole(said.free)}."
    if chill.now.mean > 0.0005:
        yield (
            f"{_whole(chill.now.mean)} stays unsaid; {_whole(bystanders.now.mean)} is kept back by people who were "
            "never punished themselves."
        )


def _whole(share: float) -> str:
    percent = 100.0 * share
    return f"{percent:.0f} %" if percent >= 9.5 or percent < _NOTHING else shown(share, "share")
