"""`hushed run`: play a scenario, show what came out, keep it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from hushed.cli import options, output, own, result
from hushed.cli.output import out, out_json
from hushed.cli.progress import announce, shown
from hushed.cli.reading import Asked, default_folder, recorded, scenario_of
from hushed.errors import InputError
from hushed.results.about import command_of

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr

EXAMPLES = (
    "Examples:\n\n"
    "  hushed run sesame-credit\n\n"
    "  hushed run sesame-credit --network ties.csv --replicates 10\n\n"
    "  hushed run my.toml --rounds 52 --set regime.scoring.severity=0.5 -o results/harsher\n\n"
    "  hushed run results/harsher      (repeats a result, byte for byte)\n\n"
    "  hushed run sesame-credit --model my_model.py:PeerPressure --set model.rate=0.3"
)


def command(
    scenario: options.Source,
    output_folder: options.Output = None,
    rounds: options.Rounds = None,
    population: options.Population = None,
    seed: options.Seed = None,
    replicates: options.Replicates = None,
    model: options.Model = None,
    network: options.NetworkFile = None,
    threads: options.Threads = None,
    device: options.Device = "cpu",
    set_: options.Set = None,
    overwrite: options.Overwrite = False,
    phases: options.Phases = False,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Play a scenario next to the same people left free, and keep the result."""
    from hushed.experiments.memory import memory_sentence
    from hushed.experiments.run import run
    from hushed.results.store import check_target

    started = time.perf_counter()
    where = options.device_named(device)
    record = recorded(scenario)
    chosen_model, changes = own.asked_model(model, set_ or (), record)
    asked = Asked(rounds, population, seed, network, changes, quick)
    if record and record.experiment != "run":
        again = f"hushed {command_of(record.experiment)} {scenario}"
        raise InputError(f"{scenario}: is the result of a {record.experiment}; repeat it with: {again}")
    chosen = scenario_of(scenario, asked, record)
    folder = output_folder or default_folder(own.named(scenario, chosen_model), record)
    check_target(folder, overwrite=overwrite)
    count = replicates if replicates is not None else record.replicates if record else 1
    if chosen_model is None:
        announce(lambda: memory_sentence(chosen, replicates=count), quiet=quiet)
    played: dict[str, Any] = {"model": chosen_model, "replicates": count, "threads": threads, "device": where}
    with shown(quiet=quiet) as progress:
        dataset = run(chosen, progress=progress, **played)
    seconds = time.perf_counter() - started
    dataset = result.with_record(dataset, changes=asked.as_changes(), seconds=seconds)
    result.stored(dataset, folder, overwrite=overwrite)
    _report(dataset, folder, phases=phases, quiet=quiet, as_json=as_json)
    result.stop_if_unfinished(dataset, folder)


def _report(dataset: xr.Dataset, folder: Path, *, phases: bool, quiet: bool, as_json: bool) -> None:
    own_model = "model" in dataset.attrs
    if as_json:
        out_json(own.run_json(dataset, folder) if own_model else _json(dataset, folder))
    elif quiet:
        out(str(folder))
    else:
        out(*(own.run_shown(dataset, folder) if own_model else _shown(dataset, folder, phases=phases)))


def _json(dataset: xr.Dataset, folder: Path) -> dict[str, Any]:
    from hushed.cli.phases import phases_json
    from hushed.results.table import last_figures

    figures = last_figures(dataset)
    several = {name: [figure.now.low, figure.now.high] for name, figure in figures.items() if figure.now.replicates > 1}
    return {
        **result.measures(dataset, folder),
        "outcomes": {name: figure.now.mean for name, figure in figures.items()},
        **({"intervals": several} if several else {}),
        "left_free": {name: figure.free for name, figure in figures.items()},
        "phases": phases_json(dataset),
    }


def _shown(dataset: xr.Dataset, folder: Path, *, phases: bool) -> list[Any]:
    from rich.text import Text

    from hushed.cli.phases import phase_table
    from hushed.results.table import (
        WIDE,
        headline,
        last_figures,
        outcome_table,
        printed_units,
        untouched,
    )

    figures = last_figures(dataset)
    parts: list[Any] = ["", Text(dataset.attrs["title"], style="bold"), Text(result.people_line(dataset), style="dim")]
    network = result.network_line(dataset)
    parts += [output.paragraph(network, "dim")] if network else []
    parts += ["", *(output.paragraph(sentence) for sentence in headline(dataset, figures))]
    table = outcome_table(figures, width=output.width())
    parts.append(table if table.row_count else "")
    if table.row_count and output.width() < WIDE:
        parts.append(output.paragraph(printed_units(figures), "dim"))
    as_free = untouched(figures)
    parts += [output.paragraph(f"As if left free: {', '.join(as_free)}.", "dim")] if as_free else []
    if next(iter(figures.values())).now.replicates > 1:
        parts.append(Text("±: the 95 % interval of the mean over replicates.", style="dim"))
    parts += [phase_table(dataset)] if phases else []
    parts += [output.paragraph(result.time_line(dataset), "dim"), *result.kept_lines(dataset, folder)]
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]
