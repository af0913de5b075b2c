"""`hushed safeguards`: which safeguards give speech back, and whether they hold against an authority that reacts."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options, output, result
from hushed.cli.endings import Interrupted
from hushed.cli.output import counted, out, out_json
from hushed.cli.progress import announce, shown
from hushed.cli.reading import Asked, Recorded, default_folder, recorded, scenario_of
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.experiments.safeguarding.restoring import Restoration
    from hushed.scenario.schema import Scenario

EXAMPLES = (
    "Examples:\n\n"
    "  hushed safeguards sesame-credit --restore 0.9\n\n"
    "  hushed safeguards informers --doses 0,0.5,1 --replicates 20\n\n"
    "  hushed safeguards sesame-credit --set costs.private_channels=5 -o results/dear-channels"
)
POPULATION, QUICK_POPULATION = 5_000, 1_000
QUICK_REPLICATES, QUICK_LARGEST = 3, 2
PICTURE = "safeguards.png"

Restore = Annotated[
    float | None,
    typer.Option("--restore", metavar="SHARE", help="Share of free speech to reach, above 0 to 1 (default: 0.9)."),
]
Doses = Annotated[
    str | None,
    typer.Option(
        "--doses", metavar="D,D,…", help="Doses of each safeguard alone, 0 to 1 (default: 0,0.25,0.5,0.75,1)."
    ),
]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", metavar="N", help="Repetitions with other people and other luck (default: 10)."),
]
Screening = Annotated[
    int | None,
    typer.Option("--screening", metavar="N", help="Replicates in a first look at a set (default: 2; --quick: 1)."),
]
Largest = Annotated[
    int | None, typer.Option("--largest", metavar="N", help="Most safeguards in a set (default: 4; --quick: 2).")
]
NoReaction = Annotated[bool, typer.Option("--no-reaction", help="Leave out the test against an authority that reacts.")]


def command(
    scenario: options.Source,
    restore: Restore = None,
    doses: Doses = None,
    replicates: Replicates = None,
    screening: Screening = None,
    largest: Largest = None,
    no_reaction: NoReaction = False,
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
    """Find the safeguards that restore speech: dose by dose, in the smallest sets, and if the authority reacts."""
    from hushed.experiments.safeguarding.restoring import what_restores
    from hushed.results.store import check_target

    started = time.perf_counter()
    asked = Asked(rounds, population, seed, network, tuple(set_ or ()))
    record = recorded(scenario)
    chosen = _of_size(scenario_of(scenario, asked, record), scenario, asked, record, quick=quick, quiet=quiet)
    given = {"restore": restore, "doses": doses, "replicates": replicates, "screening": screening, "largest": largest}
    settings = _settings({**given, "reaction": False if no_reaction else None}, record, quick=quick)
    folder = output_folder or _folder(scenario, record)
    check_target(folder, overwrite=overwrite)
    announce(lambda: None, quiet=quiet)
    with shown(quiet=quiet, what="runs planned") as progress:
        found = what_restores(chosen, **settings, threads=threads, progress=progress)
    kept = _record(found, asked, quick=quick, seconds=time.perf_counter() - started)
    try:
        _store(found, kept, folder, overwrite=overwrite)
    finally:
        # What took minutes to find is told even where it could not be stored.
        _report(found, kept, folder, quiet=quiet, as_json=as_json)
    _stop_if_unfinished(found, folder)


def _of_size(
    read: Scenario, source: str, asked: Asked, record: Recorded | None, *, quick: bool, quiet: bool
) -> Scenario:
    """The scenario at a size at which hundreds of runs take minutes, unless a size was asked for."""
    most = QUICK_POPULATION if quick else POPULATION
    if asked.population is not None or read.society.file is not None or record or read.society.population <= most:
        return read
    if not quiet:
        smaller = f"{most:,} people in place of the scenario's {read.society.population:,}"
        print(f"hushed: {smaller}, for hundreds of runs; --population asks for more", file=sys.stderr, flush=True)
    return scenario_of(source, Asked(asked.rounds, str(most), asked.seed, asked.network, asked.changes), record)


def _settings(asked: dict[str, Any], record: Recorded | None, *, quick: bool) -> dict[str, Any]:
    """What was asked for, else what an earlier result was made with, else the defaults."""
    from hushed.experiments.safeguarding.restoring import DOSES, LARGEST, REPLICATES, RESTORE, SCREENING

    defaults: dict[str, Any] = {
        "restore": RESTORE,
        "doses": ",".join(f"{dose:g}" for dose in DOSES),
        "replicates": QUICK_REPLICATES if quick else REPLICATES,
        "screening": 1 if quick else SCREENING,
        "largest": QUICK_LARGEST if quick else LARGEST,
        "reaction": True,
    }
    if record and record.experiment == "safeguards":
        defaults |= {name: record.attributes[name] for name in defaults}
    chosen = {name: value if asked[name] is None else asked[name] for name, value in defaults.items()}
    return {**chosen, "reaction": bool(chosen["reaction"]), "doses": _numbers(str(chosen["doses"]))}


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text[:200].split(","))
    except ValueError:
        raise InputError(f"--doses {text[:80]}: write numbers from 0 to 1 with commas, such as 0,0.5,1") from None


def _folder(source: str, record: Recorded | None) -> Path:
    if record and record.experiment == "safeguards":
        return default_folder(source, record)
    start = record.folder.name if record else Path(source).name.removesuffix(".toml")
    return default_folder(f"{start}-safeguards", None)


def _record(found: Restoration, asked: Asked, *, quick: bool, seconds: float) -> Any:
    """The dataset with what the command adds to its provenance."""
    from hushed.cli.result import with_record

    changes = [*asked.as_changes(), *(["--quick"] if quick else [])]
    return with_record(found.dataset, changes=changes, seconds=seconds)


def _store(found: Restoration, dataset: Any, folder: Path, *, overwrite: bool) -> None:
    from hushed.cli.restoration import doses_csv, sets_csv
    from hushed.figures.restoring import safeguards_png

    tables = {"doses.csv": doses_csv(found), "sets.csv": sets_csv(found)}
    result.stored(
        dataset, folder, overwrite=overwrite, extra=tables, picture=PICTURE, draw=lambda _: safeguards_png(found)
    )


def _report(found: Restoration, dataset: Any, folder: Path, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        out_json(_json(found, dataset, folder))
    elif quiet:
        out(str(folder))
    else:
        out(*_shown(found, dataset, folder))


def _json(found: Restoration, dataset: Any, folder: Path) -> dict[str, Any]:
    from hushed.cli.restoration import findings_json
    from hushed.experiments.safeguarding.sentences import how_measured, told

    attributes = dataset.attrs
    return {
        "title": attributes["title"],
        "people": int(dataset["people"]),
        "rounds": attributes["rounds"],
        "replicates": attributes["replicates"],
        "seed": attributes["seed"],
        "complete": bool(attributes["complete"]),
        "seconds": {"total": attributes["seconds_total"]},
        "result": str(folder),
        **findings_json(found),
        "sentences": told(found),
        "notes": how_measured(found),
    }


def _shown(found: Restoration, dataset: Any, folder: Path) -> list[Any]:
    from rich.text import Text

    from hushed.cli.restoration import dose_table, explained, set_table
    from hushed.experiments.safeguarding.sentences import how_measured, told

    attributes = dataset.attrs
    size = (
        f"{counted(int(dataset['people']), 'invented person', 'invented people')} · {attributes['rounds']:,} rounds · "
        f"{counted(attributes['replicates'], 'replicate')} · seed {attributes['seed']}"
    )
    parts: list[Any] = ["", Text(f"{attributes['title']}: what restores speech", style="bold"), Text(size, style="dim")]
    parts += ["", *(output.paragraph(sentence) for sentence in told(found))]
    parts += [dose_table(found, width=output.width())] if found.responses else []
    parts += [set_table(found, width=output.width())] if found.members else []
    parts += [output.paragraph(line, "dim") for line in (*explained(found), *how_measured(found))]
    parts += [output.paragraph(f"{output.time_words(attributes['seconds_total'])} in all", "dim")]
    parts += [f"Result   {folder}", f"Picture  {folder / PICTURE}"]
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def _stop_if_unfinished(found: Restoration, folder: Path) -> None:
    """End as interrupted if not everything was measured, saying what is kept and how to go on."""
    if found.missing:
        name = shlex.quote(str(folder))
        raise Interrupted(
            f"interrupted; what was measured is stored in {name}; "
            f"to measure it all: hushed safeguards {name} -o {name} --overwrite"
        )
