"""The first question of `hushed recover`: what comes back; how it is played, and what is shown and kept of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from hushed.cli import output
from hushed.cli.output import csv_cell

if TYPE_CHECKING:
    import xarray as xr
    from rich.table import Table

    from hushed.experiments.progress import Progress
    from hushed.experiments.recovery.answer import Recovery
    from hushed.experiments.recovery.habits import Habit
    from hushed.experiments.recovery.measures import Regained
    from hushed.outcomes import Outcome
    from hushed.results.statistics import Estimate
    from hushed.scenario.schema import Scenario


class View(NamedTuple):
    """An answer, ready to be shown and kept."""

    dataset: xr.Dataset
    title: str
    sentences: list[str]
    table: str
    "Name of the file for its table."
    csv: str
    picture: str
    draw: Callable[[xr.Dataset], bytes]
    json: dict[str, Any]
    shown: Callable[[], list[Any]]
    "Its table, and what the columns mean."


@dataclass(frozen=True)
class Abolishing:
    """What comes back when these instruments are abolished in a round?"""

    abolish: tuple[str, ...]
    at: int | None

    @property
    def name(self) -> str:
        """The part of a folder's name that says what was asked."""
        return "-".join(("abolish", *self.abolish))

    def memory(self, scenario: Scenario, replicates: int) -> str | None:
        """What it will take, where that is worth saying."""
        from hushed.experiments.memory import memory_sentence
        from hushed.experiments.recovery.arms import STATES
        from hushed.experiments.recovery.measures import ARMS

        return memory_sentence(scenario, arms=len(ARMS), replicates=replicates, states=STATES)

    def play(self, scenario: Scenario, replicates: int, threads: int | None, progress: Progress | None) -> View:
        """Play the three arms."""
        from hushed.experiments.recovery.arms import recover
        from hushed.figures.recovery_picture import recovery_png

        made = recover(
            scenario, abolish=self.abolish, at=self.at, replicates=replicates, threads=threads, progress=progress
        )
        return View(
            made.dataset,
            f"{made.abolition.words} abolished in round {made.abolition.at}",
            made.sentences,
            "recovery.csv",
            csv_of({name: _regained_json(each) for name, each in made.regained.items()}),
            "recovery.png",
            recovery_png,
            _recovery_json(made),
            lambda: [_recovery_table(made, output.width()), *map(dim, _recovery_explained(made))],
        )


def dim(line: str) -> Any:
    """A line of explanation under a table."""
    return output.paragraph(line, "dim")


def csv_of(rows: dict[str, dict[str, Any]]) -> str:
    """Rows by outcome as comma-separated values; lists, which are for JSON, are left out."""
    units = {name: csv_cell(_unit(name)) for name in rows}
    flat = {
        name: {key: value for key, value in row.items() if not isinstance(value, list)} for name, row in rows.items()
    }
    lines = [",".join(["outcome", "unit", *next(iter(flat.values()))])]
    lines += [",".join([name, units[name], *map(repr, row.values())]) for name, row in flat.items()]
    return "\n".join(lines) + "\n"


def estimate_json(name: str, value: Estimate) -> dict[str, float]:
    """A mean and the ends of its interval, under its name."""
    return {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high}


def _regained_json(each: Regained) -> dict[str, float]:
    levels = {name: getattr(each, name) for name in ("before", "floor", "end", "never_introduced", "never_abolished")}
    estimates = [estimate_json(name, getattr(each, name)) for name in ("gained", "share", "half_life", "left")]
    return {**levels, **{key: value for part in estimates for key, value in part.items()}}


def _recovery_json(made: Recovery) -> dict[str, Any]:
    return {
        "arms": [str(arm) for arm in made.dataset["arm"].values],
        "abolished": list(made.abolition.instruments),
        "at": made.abolition.at,
        "regained": {name: _regained_json(each) for name, each in made.regained.items()},
        "remaining": {name: estimate_json("left", left) for name, left in made.remaining.items()},
    }


def _recovery_table(made: Recovery, width: int) -> Table:
    """The headline outcomes and habits that the abolition touches."""
    from hushed.results.table import WIDE, difference, new_table, shown, spoken

    table = new_table()
    table.add_column("Outcome", no_wrap=True, style="bold")
    for heading in ("Before", "Worst", "Kept", "Abolished", "Never there"):
        table.add_column(heading, justify="right", max_width=9)
    table.add_column("Back", justify="right", no_wrap=True)
    table.add_column("Half in", justify="right", no_wrap=True)
    if width >= WIDE:
        table.add_column("Still missing", justify="right", no_wrap=True)
    for each in _touched(made):
        unit = _unit(each.name)
        levels = (each.before, each.floor, each.never_abolished, each.end, each.never_introduced)
        row = [spoken(each.name), *(shown(level, unit) for level in levels), _share(each.share), _half(each.half_life)]
        table.add_row(*row, *([difference(each.left, unit)] if width >= WIDE else []))
    return table


def _touched(made: Recovery) -> list[Regained]:
    from hushed.experiments.recovery.habits import HABITS
    from hushed.outcomes import HEADLINES

    listed = [made.regained[name] for name in (*HEADLINES, *HABITS)]
    return [
        each
        for each in listed
        if max(each.never_introduced, each.never_abolished, each.end)
        - min(each.never_introduced, each.never_abolished, each.end)
        > 1e-9
    ]


def _unit(name: str) -> str:
    return _described(name).unit


def _described(name: str) -> Outcome | Habit:
    from hushed.experiments.recovery.habits import HABITS
    from hushed.outcomes import OUTCOMES

    return OUTCOMES[name] if name in OUTCOMES else HABITS[name]


def meanings(names: Iterable[str]) -> list[str]:
    """What outcomes and habits are, and their units, in a line each."""
    from hushed.results.table import meaning_line

    return [meaning_line(name, _unit(name), _described(name).sentence) for name in names]


def _share(share: Estimate) -> str:
    if math.isnan(share.mean):
        return "–"
    margin = "" if math.isnan(share.margin) else f" ± {100 * share.margin:.0f}"
    return f"{100 * share.mean:.0f}{margin} %"


def _half(half: Estimate) -> str:
    return "–" if math.isnan(half.mean) else f"{half.mean:.0f}"


def _recovery_explained(made: Recovery) -> list[str]:
    lines = [
        "Before: in the last round before. Worst: at any time. In the last round: Kept, if it had stayed; Abolished; "
        "Never there, if it had never come.",
        "Back: of the difference between Kept and Never there, the share undone; – where chance may have made it. "
        "Half in: rounds until half of what came back was back.",
    ]
    if made.dataset.sizes["replicate"] > 1:
        lines.append("±: the 95 % interval over replicates.")
    return [*lines, *meanings(each.name for each in _touched(made))]
