"""`hushed replicate`: published models, rebuilt and measured against what was published."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.endings import Interrupted
from hushed.cli.output import note, out_json
from hushed.cli.progress import shown, warn_of_compiling
from hushed.errors import InputError
from hushed.experiments.progress import Step

if TYPE_CHECKING:
    from hushed.experiments.progress import Progress
    from hushed.replications.replication import Replication
    from hushed.replications.targets import Docking

EXAMPLES = (
    "Examples:\n\n"
    "  hushed replicate --list\n\n"
    "  hushed replicate all --quick                                  (every model, in minutes)\n\n"
    "  hushed replicate spiral-of-silence\n\n"
    "  hushed replicate spiral-of-silence --list                     (its items, and every setting)\n\n"
    "  hushed replicate spiral-of-silence run --set links=3 --set bots=20 --json\n\n"
    "  hushed replicate daymude-2025 trial --population 10_000 --rounds 500 --json\n\n"
    "  hushed replicate daymude-2025 sweep --punishment uniform      (minutes; goes on where it stopped)"
)


def _number(name: str, words: str) -> Any:
    return typer.Option(f"--{name}", metavar="X", help=words, rich_help_panel="Settings of daymude-2025, item 'trial'")


def _of_sweep(name: str, words: str) -> Any:
    return typer.Option(f"--{name}", metavar="X", help=words, rich_help_panel="Settings of daymude-2025, item 'sweep'")


Float = float | None
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A setting of the item, by its name; may be given again."),
]


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The published model, or 'all' for every one.")
    ] = None,
    item: Annotated[str | None, typer.Argument(metavar="ITEM", help="One item of it (default: all).")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the models, or a model's items and settings.")] = False,
    set_: Settings = None,
    population: Annotated[str | None, _number("population", "Number of people.")] = None,
    rounds: Annotated[int | None, _number("rounds", "Number of rounds.")] = None,
    dissent: Annotated[Float, _number("dissent", "Mean desired dissent.")] = None,
    boldness: Annotated[Float, _number("boldness", "Mean boldness.")] = None,
    punishment: Annotated[
        str | None, _number("punishment", "uniform or proportional; also for the item 'sweep'.")
    ] = None,
    tolerance: Annotated[Float, _number("tolerance", "Tolerance in round 0.")] = None,
    severity: Annotated[Float, _number("severity", "Severity in round 0.")] = None,
    surveillance: Annotated[Float, _number("surveillance", "Surveillance in round 0.")] = None,
    adamancy: Annotated[Float, _number("adamancy", "Weight of political cost against punishment cost.")] = None,
    window: Annotated[Float, _number("window", "Largest step of a parameter in one round.")] = None,
    folder: Annotated[str | None, _of_sweep("folder", "Where finished cells and pictures are kept.")] = None,
    threads: Annotated[int | None, _of_sweep("threads", "Threads; all usable cores if not given.")] = None,
    exact_cells: Annotated[int | None, _of_sweep("exact-cells", "Cells in which the exact model runs too.")] = None,
    output_folder: options.Output = None,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Rebuild a published model and compare it, figure by figure, with what was published."""
    from hushed.cli import replicated
    from hushed.replications.registry import ALL, replication

    given = {
        "population": options.whole_number(population, option="--population"),
        "rounds": rounds,
        "dissent": dissent,
        "boldness": boldness,
        "punishment": punishment,
        "tolerance": tolerance,
        "severity": severity,
        "surveillance": surveillance,
        "adamancy": adamancy,
        "window": window,
        "folder": folder,
        "threads": threads,
        "exact_cells": exact_cells,
    }
    settings = _set(set_ or [], {key: value for key, value in given.items() if value is not None})
    if name is None or (listing and name == ALL):
        replicated.list_models(as_json=as_json)
    elif listing:
        replicated.list_items(replication(name), item, as_json=as_json)
    elif name == ALL:
        _all(item, settings, seed=seed, quick=quick, quiet=quiet, as_json=as_json, output=output_folder)
    else:
        model, how = replication(name), {"quiet": quiet, "as_json": as_json}
        _model(model, item, settings, seed=seed, quick=quick, output=output_folder, **how)


def _set(written: list[str], given: dict[str, Any]) -> dict[str, Any]:
    """What options have given already and what `--set` asks for, by name; the item checks names and values."""
    from hushed.errors import echo, shortened
    from hushed.scenario.changes import Refused, read_change

    changes = dict(given)
    for each in written:
        try:
            change = read_change(each)
        except (Refused, ValueError):
            words = shortened(f"--set {each}", 80)
            raise InputError(f"{words}: write it as name=value, for example people=500") from None
        name = ".".join(map(str, change.path))
        there = changes.setdefault(name, change.value)
        if there is not change.value and there != change.value:
            both = f"{echo(there)} and {echo(change.value)}"
            raise InputError(f"{shortened(name, 60)}: given twice, as {both}; give it once")
    return changes


def _model(
    model: Replication,
    item: str | None,
    settings: dict[str, Any],
    *,
    seed: int | None,
    quick: bool,
    quiet: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """Run one item of a model, or all that have targets, and tell what came out."""
    from hushed.cli import replicated
    from hushed.cli.docked import check_writable

    if output is not None:
        check_writable(output)
    dockings = _run(model, item, settings, seed=seed, quick=quick, quiet=quiet)
    pictures = [_drawn(docking, output, settings) for docking in dockings]
    replicated.report(model, dockings, pictures, quiet=quiet, as_json=as_json)
    if not all(docking.passed or model.findings for docking in dockings):
        raise typer.Exit(1)


def _run(
    model: Replication, item: str | None, settings: dict[str, Any], *, seed: int | None, quick: bool, quiet: bool
) -> list[Docking]:
    items = [model.item(item)] if item else [each for each in model.items if each.has_targets and not each.lengthy]
    if not item and (settings or seed is not None):
        takers = ", ".join(each.name for each in model.items if each.settings) or "none"
        raise InputError(f"{model.name}: name the item that takes settings: {takers}")
    dockings = []
    for each in items:
        if each.kernel:
            warn_of_compiling(each.kernel, quiet=quiet)
        with shown(quiet=quiet, what="steps") as progress:
            report = _reporting(each.name, progress)
            dockings.append(model.run(each.name, quick=quick, seed=seed, settings=settings, progress=report))
    return dockings


def _reporting(item: str, progress: Progress | None) -> Any:
    """What an item tells of its progress by; that it is at work is told at once, for some tell nothing themselves."""
    if progress is None:
        return None
    progress(Step(0, 0, item))
    return lambda done, total: progress(Step(done, total, item))


def _drawn(docking: Docking, output: Path | None, settings: dict[str, Any]) -> list[str]:
    """Draw what a docking has to show; the files. A quick sweep without a folder leaves nothing behind."""
    from hushed.figures import docking as figures
    from hushed.figures.style import png

    if docking.item == "sweep":
        from hushed.figures.published_sweep import suppression_times, sweep_maps

        place = output or settings.get("folder") or docking.results.get("folder")
        sheets = {"maps": sweep_maps, "times": suppression_times}
        drawn = {name: png(sheet(docking.results)) for name, sheet in sheets.items()} if place is not None else {}
    else:
        place = output or Path("results", "replications", docking.replication)
        drawn = {docking.item: png(figures.docking_figure(docking.panels))} if docking.panels else {}
    return [kept for name, picture in drawn.items() if (kept := _kept(Path(str(place), f"{name}.png"), picture))]


def _kept(file: Path, picture: bytes) -> str | None:
    """Write a picture; its name, or None where it cannot be written: what was found is told all the same."""
    from hushed.results.flushing import replace_flushed

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_flushed(file, picture)
    except OSError as error:
        note(f"hushed: {file}: the picture cannot be written: {error.strerror or error}")
        return None
    note(f"Picture  {file}")
    return str(file)


def _all(
    item: str | None,
    settings: dict[str, Any],
    *,
    seed: int | None,
    quick: bool,
    quiet: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """Run every item of every model that has targets, keeping each as soon as it is done."""
    from hushed.cli import replicated
    from hushed.cli.docked import Kept, check_writable
    from hushed.replications.registry import REPLICATIONS

    if item or settings or seed is not None:
        raise InputError("replicate all: it takes no item, no settings and no seed; name one model for that")
    kept = Kept(output or Path("results", "replications-quick" if quick else "replications"), quick=quick)
    check_writable(kept.folder)
    asked = [(model, each.name) for model in REPLICATIONS.values() for each in model.items if each.has_targets]
    kept.refuse_others([(model.name, name) for model, name in asked])
    records: list[dict[str, Any]] = []
    try:
        for model, name in asked:
            dock = partial(_one, model, name, kept.folder, quick=quick, quiet=quiet)
            records.append(kept.read(model.name, name) or kept.keep(dock))
    except KeyboardInterrupt:
        again = (*(["--quick"] if quick else []), *(["-o", shlex.quote(str(output))] if output else []))
        raise Interrupted(
            f"interrupted; {len(records)} of {len(asked)} items are done and kept in {kept.folder}; "
            f"to go on: {' '.join(('hushed replicate all', *again))}"
        ) from None
    if as_json:
        out_json({"passed": all(one["passed"] for one in records), "folder": str(kept.folder), "items": records})
    else:
        replicated.report_all(records, kept.folder, quiet=quiet)
    if not all(one["passed"] or REPLICATIONS[one["replication"]].findings for one in records):
        raise typer.Exit(1)


def _one(model: Replication, item: str, folder: Path, *, quick: bool, quiet: bool) -> Docking:
    note(f"{model.name} {item}") if not quiet else None
    given = {"folder": str(folder / "daymude-2025-sweep")} if item == "sweep" and not quick else {}
    (docking,) = _run(model, item, given, seed=None, quick=quick, quiet=quiet)
    _drawn(docking, folder / model.name if item != "sweep" else folder / model.name / "sweep", given)
    return docking
