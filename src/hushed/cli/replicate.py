"""`hushed replicate`: published models, rebuilt and measured against what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.output import note, out, out_json
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
    "  hushed replicate daymude-2025\n\n"
    "  hushed replicate daymude-2025 trials --quick\n\n"
    "  hushed replicate daymude-2025 trial --population 10_000 --rounds 500 --json\n\n"
    "  hushed replicate daymude-2025 sweep --punishment uniform      (minutes; goes on where it stopped)"
)


def _number(name: str, words: str) -> Any:
    return typer.Option(f"--{name}", metavar="X", help=words, rich_help_panel="Settings of the item 'trial'")


def _of_sweep(name: str, words: str) -> Any:
    return typer.Option(f"--{name}", metavar="X", help=words, rich_help_panel="Settings of the item 'sweep'")


Float = float | None


def command(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The published model.")] = None,
    item: Annotated[str | None, typer.Argument(metavar="ITEM", help="One item of it (default: all).")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the models and their items.")] = False,
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
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Rebuild a published model and compare it, figure by figure, with what was published."""
    from hushed.replications.registry import replication

    if listing or name is None:
        _list(as_json=as_json)
        return
    model = replication(name)
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
    settings = {key: value for key, value in given.items() if value is not None}
    dockings = _run(model, item, settings, seed=seed, quick=quick, quiet=quiet)
    _report(model, dockings, quiet=quiet, as_json=as_json)
    for docking in dockings:
        _draw(docking, folder)
    if not all(docking.passed for docking in dockings):
        raise typer.Exit(1)


def _run(
    model: Replication, item: str | None, settings: dict[str, Any], *, seed: int | None, quick: bool, quiet: bool
) -> list[Docking]:
    items = [item] if item else [each.name for each in model.items if each.has_targets and not each.lengthy]
    if not item and (settings or seed is not None):
        takers = ", ".join(each.name for each in model.items if each.settings) or "none"
        raise InputError(f"{model.name}: name the item that takes settings: {takers}")
    warn_of_compiling("daymude_*", quiet=quiet)
    dockings = []
    for each in items:
        with shown(quiet=quiet, what="steps") as progress:
            report = _reporting(each, progress)
            dockings.append(model.run(each, quick=quick, seed=seed, settings=settings, progress=report))
    return dockings


def _draw(docking: Docking, folder: str | None) -> None:
    """Keep the pictures of a sweep beside its cells; a quick one without a folder leaves nothing behind."""
    place = folder or docking.results.get("folder")
    if docking.item != "sweep" or place is None:
        return
    from pathlib import Path

    from hushed.figures.style import png
    from hushed.figures.sweep import suppression_times, sweep_maps

    for name, figure in (("maps", sweep_maps), ("times", suppression_times)):
        target = Path(place, f"{name}.png")
        target.write_bytes(png(figure(docking.results)))
        note(f"Picture  {target}")


def _reporting(item: str, progress: Progress | None) -> Any:
    if progress is None:
        return None
    return lambda done, total: progress(Step(done, total, item))


def _list(*, as_json: bool) -> None:
    from hushed.replications.registry import REPLICATIONS

    if as_json:
        out_json({"replications": [_described(model) for model in REPLICATIONS.values()]})
        return
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Any] = []
    for model in REPLICATIONS.values():
        parts += ["", Text(f"{model.name}: {model.title}", style="bold"), Padding(Text(model.citation), (0, 2))]
        width = max(len(each.name) for each in model.items)
        parts += [Padding(Text(f"{each.name:<{width}}  {each.summary}"), (0, 2)) for each in model.items]
    out(*parts, "", "Run one with: hushed replicate NAME [ITEM]")


def _described(model: Replication) -> dict[str, Any]:
    items = [{"name": each.name, "summary": each.summary, "targets": each.has_targets} for each in model.items]
    return {"name": model.name, "title": model.title, "citation": model.citation, "items": items}


def _report(model: Replication, dockings: list[Docking], *, quiet: bool, as_json: bool) -> None:
    if as_json:
        out_json(_json(model, dockings))
        return
    docked = [each for docking in dockings for each in docking.docked]
    if not docked:
        out(*_results(dockings[0]))
    elif quiet:
        out("passed" if all(each.passed for each in docked) else "failed")
    else:
        out(*_targets(model, dockings))


def _json(model: Replication, dockings: list[Docking]) -> dict[str, Any]:
    if len(dockings) == 1:
        return dockings[0].as_json()
    targets = [{"item": docking.item, **each.as_json()} for docking in dockings for each in docking.docked]
    passed = all(docking.passed for docking in dockings)
    return {"replication": model.name, "items": [each.item for each in dockings], "passed": passed, "targets": targets}


def _targets(model: Replication, dockings: list[Docking]) -> list[Any]:
    from rich.text import Text

    from hushed.results.table import new_table

    table = new_table()
    table.add_column("Target", ratio=1)
    for heading in ("Published", "Ours"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Level", no_wrap=True, style="dim")
    table.add_column("", no_wrap=True)
    docked = [each for docking in dockings for each in docking.docked]
    for each in docked:
        verdict = Text("pass", style="green") if each.passed else Text("FAIL", style="bold red")
        table.add_row(
            each.target.name, _plain(each.target.published), _plain(each.ours), str(each.target.level), verdict
        )
    passed = sum(each.passed for each in docked)
    summary = Text(f"{passed} of {len(docked)} targets reached.", style="bold")
    return ["", Text(model.title, style="bold"), Text(model.citation, style="dim"), "", table, summary, ""]


def _results(docking: Docking) -> list[Any]:
    from rich.text import Text

    from hushed.results.table import new_table

    table = new_table()
    table.add_column("At the end", style="bold")
    table.add_column("Value", justify="right", ratio=1)
    for key, value in docking.results.get("final", {}).items():
        table.add_row(key.replace("_", " "), _plain(value))
    return ["", Text(f"{docking.replication}, {docking.item}", style="bold"), table, "Every round: --json", ""]


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"
