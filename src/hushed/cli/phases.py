"""The steps of a round and the time each took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr
    from rich.table import Table


def phases_json(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Each step in order: name, sentence, seconds, share of the time, nanoseconds per person and round."""
    from hushed.engine.phases import PHASES

    seconds = {phase.name: float(dataset.attrs[f"seconds_phase_{phase.name}"]) for phase in PHASES}
    total = sum(seconds.values()) or 1.0
    person_rounds = max(1, int(dataset["people"]) * int(dataset["rounds_played"].sum()))
    return [
        {
            "phase": phase.name,
            "sentence": phase.sentence,
            "seconds": seconds[phase.name],
            "share": seconds[phase.name] / total,
            "ns_per_person_round": 1e9 * seconds[phase.name] / person_rounds,
        }
        for phase in PHASES
    ]


def phase_table(dataset: xr.Dataset) -> Table:
    """The same as a table."""
    from hushed.results.table import new_table

    table = new_table()
    table.add_column("Step of a round", no_wrap=True, style="bold")
    table.add_column("Seconds", justify="right", no_wrap=True)
    table.add_column("Share", justify="right", no_wrap=True)
    table.add_column("ns/person", justify="right", no_wrap=True)
    table.add_column("What happens", ratio=1)
    for number, row in enumerate(phases_json(dataset), start=1):
        numbers = f"{row['seconds']:.3f}", f"{100 * row['share']:.0f} %", f"{row['ns_per_person_round']:.1f}"
        table.add_row(f"{number} {row['phase']}", *numbers, row["sentence"])
    return table
