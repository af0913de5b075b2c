"""`hushed compare`: the same people with the same luck, with and without one thing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options, output, own, result
from hushed.cli.output import csv_cell, out, out_json
from hushed.cli.progress import announce, shown
from hushed.cli.reading import REPLICATES, Asked, Recorded, default_folder, recorded, replicates_of, scenario_of
from hushed.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from hushed.experiments.effects import Comparison, Effect
    from hushed.models.chosen import Chosen

EXAMPLES = (
    "Examples:\n\n"
    "  hushed compare sesame-credit --without association\n\n"
    "  hushed compare informers --with no_informers --replicates 20\n\n"
    "  hushed compare sesame-credit --with secret_scores=0.5 -o results/half-secret\n\n"
    "  hushed compare sesame-credit --model my_model.py:PeerPressure --arm model.rate=0.6"
)

Without = Annotated[
    str | None, typer.Option("--without", metavar="INSTRUMENT", help="Abolish an instrument in the second arm.")
]
With = Annotated[
    str | None,
    typer.Option(
        "--with", metavar="SAFEGUARD[=DOSE]", help="Add a safeguard in the second arm; dose 0 to 1 (default: 1)."
    ),
]
Arm = Annotated[
    list[str] | None,
    typer.Option(
        "--arm",
        metavar="model.NAME=VALUE",
        help="With --model: a parameter's value in the second arm.",
    ),
]
Pairs = Annotated[
    int | None,
    typer.Option("--replicates", metavar="N", help=f"Pairs to play, with other people each (default: {REPLICATES})."),
]


def command(
    scenario: options.Source,
    without: Without = None,
    with_: With = None,
    model: options.Model = None,
    arm: Arm = None,
    replicates: Pairs = None,
    output_folder: options.Output = None,
    rounds: options.Rounds = None,
    population: options.Population = None,
    seed: options.Seed = None,
    network: options.NetworkFile = None,
    threads: options.Threads = None,
    device: options.Device = "cpu",
    set_: options.Set = None,
    overwrite: options.Overwrite = False,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Show what one instrument or safeguard does: both arms meet the same people with the same luck."""
    from hushed.experiments.compare import compare
    from hushed.experiments.memory import memory_sentence
    from hushed.results.store import check_target

    started = time.perf_counter()
    where = options.device_named(device)
    record = recorded(scenario)
    chosen_model, changes = own.asked_model(model, set_ or (), record)
    asked = Asked(rounds, population, seed, network, changes, quick)
    change = _own_change(chosen_model, arm, record) if chosen_model or arm else _change(without, with_, record)
    _check_one_change(without, with_, chosen_model)
    chosen = scenario_of(scenario, asked, record)
    folder = output_folder or _folder(scenario, record, change)
    check_target(folder, overwrite=overwrite)
    count = replicates_of(replicates, record, "comparison", quick=quick)
    if chosen_model is None:
        announce(lambda: memory_sentence(chosen, arms=2, replicates=count), quiet=quiet)
    with shown(quiet=quiet) as progress:
        comparison = compare(chosen, **change, replicates=count, threads=threads, progress=progress, device=where)
    seconds = time.perf_counter() - started
    dataset = result.with_record(comparison.dataset, changes=asked.as_changes(), seconds=seconds)
    result.stored(dataset, folder, overwrite=overwrite, extra={"differences.csv": _csv(comparison)})
    _report(comparison, dataset, folder, quiet=quiet, as_json=as_json)
    result.stop_if_unfinished(dataset, folder)


def _own_change(model: Chosen | None, arm: list[str] | None, record: Recorded | None) -> dict[str, Any]:
    """The model and what its second arm changes, as asked for or as in an earlier comparison."""
    from hushed.experiments.change import recorded_arm

    if model is None:
        raise InputError(f"--arm {(arm or [''])[0][:80]}: changes a model of your own; name it with --model")
    values = own.model_values(arm or (), "--arm") or (recorded_arm(record.attributes) if record else {})
    if not values:
        raise InputError("a comparison of a model of your own needs a change: --arm model.NAME=VALUE")
    return {"model": model, "arm": values}


def _check_one_change(without: str | None, with_: str | None, model: Chosen | None) -> None:
    if model is not None and (without or with_):
        raise InputError("a model of your own knows no instruments and no safeguards; compare it with --arm")


def _change(without: str | None, with_: str | None, record: Recorded | None) -> dict[str, Any]:
    """The change asked for, or the one that an earlier comparison was made with."""
    if (without is None) == (with_ is None):
        if without is None and record and record.experiment == "comparison":
            return _recorded(record)
        raise InputError("a comparison needs one change: --without INSTRUMENT or --with SAFEGUARD[=DOSE]")
    if without is not None:
        return {"without": without.replace("-", "_")}
    return {"with_": _dosed(str(with_))}


def _recorded(record: Recorded) -> dict[str, Any]:
    if "without" in record.attributes:
        return {"without": record.attributes["without"]}
    return {"with_": (record.attributes["with"], float(record.attributes["dose"]))}


def _dosed(text: str) -> tuple[str, float]:
    name, equals, dose = text.partition("=")
    if not equals:
        return name.replace("-", "_"), 1.0
    try:
        return name.replace("-", "_"), float(dose)
    except ValueError:
        raise InputError(f"--with {text[:80]}: the dose must be a number from 0 to 1; this is '{dose[:40]}'") from None


def _folder(source: str, record: Recorded | None, change: dict[str, Any]) -> Path:
    if record and record.experiment == "comparison":
        return default_folder(source, record)
    start = record.folder.name if record else source.removesuffix(".toml")
    if "model" in change:
        return default_folder(own.named(start, change["model"], "compared"), None)
    name = change["without"] if "without" in change else change["with_"][0]
    return default_folder(f"{start}-{'without' if 'without' in change else 'with'}-{name.replace('_', '-')}", None)


def _report(comparison: Comparison, dataset: Any, folder: Path, *, quiet: bool, as_json: bool) -> None:
    if as_json:
        out_json(_json(comparison, dataset, folder))
    elif quiet:
        out(str(folder))
    else:
        shown = own.compare_shown if comparison.change.parameters else _shown
        out(*shown(comparison, dataset, folder))


def _json(comparison: Comparison, dataset: Any, folder: Path) -> dict[str, Any]:
    change = comparison.change
    named = {"without": change.name} if change.dose is None else {"with": change.name, "dose": change.dose}
    return {
        **result.measures(dataset, folder),
        "arms": [str(arm) for arm in dataset["arm"].values],
        **(own.compare_json(comparison, dataset) if change.parameters else {"change": named}),
        "sentence": comparison.sentence,
        "differences": {name: _effect_json(effect) for name, effect in comparison.last.items()},
        "differences_of_means": {name: _effect_json(effect) for name, effect in comparison.mean.items()},
    }


def _effect_json(effect: Effect) -> dict[str, float]:
    return {
        "as_is": effect.as_is,
        "changed": effect.changed,
        "difference": effect.difference.mean,
        "low": effect.difference.low,
        "high": effect.difference.high,
        "variance_ratio": effect.variance_ratio,
    }


def _shown(comparison: Comparison, dataset: Any, folder: Path) -> list[Any]:
    from rich.text import Text

    from hushed.cli.differences import difference_table, explained

    parts: list[Any] = ["", Text(f"{dataset.attrs['title']}: {comparison.change.label}", style="bold")]
    parts.append(Text(result.people_line(dataset), style="dim"))
    network = result.network_line(dataset)
    parts += [output.paragraph(network, "dim")] if network else []
    parts += ["", output.paragraph(comparison.sentence)]
    if comparison.last:
        parts.append(difference_table(comparison, width=output.width()))
        parts += [output.paragraph(line, "dim") for line in explained(comparison, width=output.width())]
    parts += [output.paragraph(result.time_line(dataset), "dim"), *result.kept_lines(dataset, folder)]
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def _csv(comparison: Comparison) -> str:
    """The differences as comma-separated values."""
    lines = ["outcome,unit,when,as_is,changed,difference,low,high,variance_ratio"]
    for when, effects in (("last round", comparison.last), ("mean over rounds", comparison.mean)):
        for name, effect in effects.items():
            # A unit may hold a comma.
            unit = csv_cell(comparison.dataset[name].attrs["units"])
            lines.append(",".join([name, unit, when, *(repr(value) for value in _effect_json(effect).values())]))
    return "\n".join(lines) + "\n"
