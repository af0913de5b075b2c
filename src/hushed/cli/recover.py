"""`hushed recover`: does speech come back? An instrument abolished in the middle; or a parameter moved up and down."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from hushed.cli import options, output, result
from hushed.cli.output import out, out_json, time_words
from hushed.cli.progress import announce, shown
from hushed.cli.reading import REPLICATES, Asked, Recorded, default_folder, recorded, replicates_of, scenario_of
from hushed.cli.recovered import Abolishing, View
from hushed.cli.scanned import Scanning
from hushed.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    import xarray as xr

EXAMPLES = (
    "Examples:\n\n"
    "  hushed recover sesame-credit --abolish association\n\n"
    "  hushed recover sesame-credit --abolish all --at 52 --replicates 20\n\n"
    "  hushed recover informers --scan regime.scoring.severity --from 0 --to 1 --steps 9 --hold 13"
)

Abolish = Annotated[
    list[str] | None,
    typer.Option(
        "--abolish", metavar="INSTRUMENT", help="Abolish an instrument, or 'all'; given again, several together."
    ),
]
At = Annotated[
    int | None, typer.Option("--at", metavar="ROUND", help="First round without it (default: half of the rounds).")
]
Scan = Annotated[
    str | None, typer.Option("--scan", metavar="PATH", help="Instead: move this number of the scenario up and down.")
]
From = Annotated[float | None, typer.Option("--from", metavar="A", help="Where a scan begins and ends.")]
To = Annotated[float | None, typer.Option("--to", metavar="B", help="Where a scan turns back.")]
Steps = Annotated[
    int | None, typer.Option("--steps", metavar="N", help="Values of a scan on its way there (default: 9).")
]
Hold = Annotated[int | None, typer.Option("--hold", metavar="ROUNDS", help="Rounds for each value (default: 26).")]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", metavar="N", help=f"Repetitions, with other people each (default: {REPLICATES})."),
]


def command(
    scenario: options.Source,
    abolish: Abolish = None,
    at: At = None,
    scan: Scan = None,
    from_: From = None,
    to: To = None,
    steps: Steps = None,
    hold: Hold = None,
    replicates: Replicates = None,
    output_folder: options.Output = None,
    rounds: options.Rounds = None,
    population: options.Population = None,
    seed: options.Seed = None,
    network: options.NetworkFile = None,
    threads: options.Threads = None,
    set_: options.Set = None,
    overwrite: options.Overwrite = False,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Show what comes back when an instrument is abolished, how fast, and what never does.

    The same people with the same luck live on with it, without it, and as if it had never been.
    """
    from hushed.results.store import check_target

    started = time.perf_counter()
    asked = Asked(rounds, population, seed, network, tuple(set_ or ()), quick)
    record = recorded(scenario)
    question = _question(tuple(abolish or ()), at, _Ends(scan, from_, to, steps, hold), record)
    if isinstance(question, Scanning) and rounds is not None:
        raise InputError("--rounds: a scan takes as many rounds as --steps and --hold ask for; leave it out")
    chosen = scenario_of(scenario, asked, record)
    folder = output_folder or _folder(scenario, record, question.name)
    check_target(folder, overwrite=overwrite)
    count = replicates_of(replicates, record, "recovery", "scan", quick=quick)
    announce(lambda: question.memory(chosen, count), quiet=quiet)
    with shown(quiet=quiet) as progress:
        view = question.play(chosen, count, threads, progress)
    dataset = result.with_record(view.dataset, changes=asked.as_changes(), seconds=time.perf_counter() - started)
    try:
        result.stored(
            dataset, folder, overwrite=overwrite, extra={view.table: view.csv}, picture=view.picture, draw=view.draw
        )
    finally:
        # What took minutes to find is told even where it could not be stored.
        _report(view, dataset, folder, quiet=quiet, as_json=as_json)
    result.stop_if_fewer(dataset, folder)


class _Ends(NamedTuple):
    """The options of a scan, as they were typed."""

    path: str | None
    start: float | None
    end: float | None
    steps: int | None
    hold: int | None


def _question(abolish: tuple[str, ...], at: int | None, ends: _Ends, record: Recorded | None) -> Abolishing | Scanning:
    """What is asked: to abolish, to scan, or what an earlier result asked."""
    scanning = any(each is not None for each in ends)
    if abolish and not scanning:
        return Abolishing(tuple(name.replace("-", "_") for name in abolish), at)
    if scanning and not abolish and at is None:
        return _scanning(ends)
    if not abolish and not scanning and record and record.experiment == "recovery":
        return _abolished_before(record, at)
    if not abolish and not scanning and at is None and record and record.experiment == "scan":
        return _scanned_before(record)
    raise InputError("recover needs one question: --abolish INSTRUMENT [--at ROUND], or --scan PATH --from A --to B")


def _scanning(ends: _Ends) -> Scanning:
    from hushed.experiments.recovery.way import HOLD, STEPS, Way

    if ends.path is None or ends.start is None or ends.end is None:
        raise InputError("a scan needs all of --scan PATH, --from A and --to B")
    steps, hold = ends.steps if ends.steps is not None else STEPS, ends.hold if ends.hold is not None else HOLD
    return Scanning(Way(ends.path, ends.start, ends.end, steps, hold))


def _abolished_before(record: Recorded, at: int | None) -> Abolishing:
    from hushed.experiments.recovery.abolition import recorded_abolition

    before = recorded_abolition(record.attributes)
    return Abolishing(before.instruments, at if at is not None else before.at)


def _scanned_before(record: Recorded) -> Scanning:
    from hushed.experiments.recovery.way import recorded_way

    return Scanning(recorded_way(record.attributes))


def _folder(source: str, record: Recorded | None, question: str) -> Path:
    if record and record.experiment in ("recovery", "scan"):
        return default_folder(source, record)
    start = record.folder.name if record else source.removesuffix(".toml")
    return default_folder(f"{start}-{question.replace('_', '-')}", None)


def _report(view: View, dataset: xr.Dataset, folder: Path, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        out_json({**result.measures(dataset, folder), "sentences": view.sentences, **view.json})
    elif quiet:
        out(str(folder))
    else:
        out(*_shown(view, dataset, folder))


def _shown(view: View, dataset: xr.Dataset, folder: Path) -> list[Any]:
    from rich.text import Text

    network = result.network_line(dataset)
    parts: list[Any] = ["", Text(f"{dataset.attrs['title']}: {view.title}", style="bold")]
    parts.append(Text(result.people_line(dataset), style="dim"))
    parts += [output.paragraph(network, "dim")] if network else []
    parts += ["", *(output.paragraph(sentence) for sentence in view.sentences), *view.shown()]
    parts.append(output.paragraph(f"{time_words(dataset.attrs['seconds_total'])} in all", "dim"))
    parts += result.kept_lines(dataset, folder, view.picture)
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]
