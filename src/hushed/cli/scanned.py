"""The second question of `hushed recover`: the loop of a scan; how it is played, and what is shown and kept of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hushed.cli.recovered import View, csv_of, dim, estimate_json, meanings

if TYPE_CHECKING:
    from rich.table import Table

    from hushed.experiments.progress import Progress
    from hushed.experiments.recovery.loop import Loop, Loops
    from hushed.experiments.recovery.way import Way
    from hushed.results.statistics import Estimate
    from hushed.scenario.schema import Scenario


@dataclass(frozen=True)
class Scanning:
    """Does the society come back the way it went, when a parameter does?"""

    way: Way

    @property
    def name(self) -> str:
        """The part of a folder's name that says what was asked."""
        return f"scan-{self.way.path.rpartition('.')[2]}"

    def memory(self, scenario: Scenario, replicates: int) -> str | None:
        """What it will take, where that is worth saying."""
        from hushed.experiments.memory import memory_sentence

        return memory_sentence(scenario, replicates=replicates)

    def play(self, scenario: Scenario, replicates: int, threads: int | None, progress: Progress | None) -> View:
        """Play the scan."""
        from hushed.experiments.recovery.scan import scan
        from hushed.figures.loop import loop_png

        way = self.way
        made = scan(
            scenario,
            way.path,
            start=way.start,
            end=way.end,
            steps=way.steps,
            hold=way.hold,
            replicates=replicates,
            threads=threads,
            progress=progress,
        )
        return View(
            made.dataset,
            f"{way.path} from {way.start:g} to {way.end:g} and back",
            made.sentences,
            "loops.csv",
            csv_of({name: _loop_json(each) for name, each in made.loops.items()}),
            "loop.png",
            loop_png,
            _loops_json(made),
            lambda: [_loop_table(made), *map(dim, _loops_explained(made))],
        )


def _loop_json(each: Loop) -> dict[str, Any]:
    estimates = [estimate_json(name, getattr(each, name)) for name in ("area", "gap", "lag", "left")]
    ways = {"there": each.there.tolist(), "back": each.back.tolist()}
    return {**{key: value for part in estimates for key, value in part.items()}, **ways}


def _loops_json(made: Loops) -> dict[str, Any]:
    way = made.way
    return {
        "scan": {"path": way.path, "from": way.start, "to": way.end, "steps": way.steps, "hold": way.hold},
        "values": way.there.tolist(),
        "loops": {name: _loop_json(each) for name, each in made.loops.items()},
    }


def _loop_table(made: Loops) -> Table:
    """The headline outcomes that a scan moves: at both ends, back at the start, and how wide the loop is."""
    from hushed.outcomes import OUTCOMES
    from hushed.results.table import difference, new_table, shown, spoken

    table = new_table()
    table.add_column("Outcome", no_wrap=True, style="bold")
    for heading in (f"At {made.way.start:g}", f"At {made.way.end:g}", f"At {made.way.start:g} again"):
        table.add_column(heading, justify="right")
    table.add_column("Loop", justify="right", no_wrap=True)
    table.add_column("Lag", justify="right", no_wrap=True)
    for each in _moved(made):
        unit = OUTCOMES[each.name].unit
        ends = (shown(end, unit) for end in _ends(each))
        table.add_row(spoken(each.name), *ends, difference(each.gap, unit), _lag(each.lag))
    return table


def _ends(each: Loop) -> tuple[float, float, float]:
    return float(each.there[0]), float(each.there[-1]), float(each.back[0])


def _moved(made: Loops) -> list[Loop]:
    """The loops of the headline outcomes that the scan moves."""
    from hushed.outcomes import HEADLINES

    loops = (made.loops[name] for name in HEADLINES)
    return [each for each in loops if max(_ends(each)) - min(_ends(each)) > 1e-9 or abs(each.gap.mean) > 1e-9]


def _lag(lag: Estimate) -> str:
    return "–" if math.isnan(lag.mean) else f"{lag.mean:.2g}"


def _loops_explained(made: Loops) -> list[str]:
    name = made.way.path.rpartition(".")[2].replace("_", " ")
    lines = [
        f"Loop: the way back less the way there, on average over {name}. Lag: how much further {name} has to go back "
        "until half the change is undone; – where nothing moves or half is never undone.",
    ]
    if made.dataset.sizes["replicate"] > 1:
        lines.append("±: the 95 % interval over replicates; pt: points, hundredths of the whole.")
    return [*lines, *meanings(each.name for each in _moved(made))]
