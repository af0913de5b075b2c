"""`hushed attribute`: how much of what a regime does is due to which of its instruments."""

from __future__ import annotations

import shlex
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options, result
from hushed.cli.endings import Interrupted
from hushed.cli.output import counted, out, out_json
from hushed.cli.progress import announce, shown
from hushed.cli.reading import REPLICATES, Asked, Recorded, default_folder, recorded, replicates_of, scenario_of

if TYPE_CHECKING:
    from pathlib import Path

    from hushed.experiments.attribution.shares import Attribution

EXAMPLES = (
    "Examples:\n\n"
    "  hushed attribute sesame-credit --population 20_000\n\n"
    "  hushed attribute informers --outcome bystander_chill --over mean\n\n"
    "  hushed attribute all-instruments --orders 50 --population 5_000\n\n"
    "  hushed attribute results/sesame-credit-attribution --outcome overbreadth -o results/overbreadth"
)

Outcome = Annotated[
    str | None, typer.Option("--outcome", metavar="NAME", help="What to attribute (default: chill); any outcome.")
]
Over = Annotated[
    str | None, typer.Option("--over", metavar="last|mean", help="The last round (default), or the mean over rounds.")
]
Orders = Annotated[
    int | None,
    typer.Option(
        "--orders",
        metavar="N",
        help="Estimate from N random orders of abolition in each replicate, in place of playing every subset.",
    ),
]
Replicates = Annotated[
    int | None,
    typer.Option("--replicates", metavar="N", help=f"Societies to play, with other people each ({REPLICATES})."),
]


def command(
    scenario: options.Source,
    outcome: Outcome = None,
    over: Over = None,
    replicates: Replicates = None,
    orders: Orders = None,
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
    """Say how much of the chill is due to which instrument, and what each gives back if it is abolished."""
    from hushed.experiments.attribution.attribute import attribute, check_question
    from hushed.experiments.memory import memory_sentence
    from hushed.results.store import check_target

    started = time.perf_counter()
    asked = Asked(rounds, population, seed, network, tuple(set_ or ()), quick)
    record = recorded(scenario)
    question = _question(record, outcome, over, orders)
    check_question(question["outcome"], question["over"])
    chosen = scenario_of(scenario, asked, record)
    folder = output_folder or _folder(scenario, record)
    check_target(folder, overwrite=overwrite)
    count = replicates_of(replicates, record, "attribution", quick=quick)
    announce(lambda: memory_sentence(chosen), quiet=quiet)
    with shown(quiet=quiet, what="runs") as progress:
        found = attribute(chosen, **question, replicates=count, threads=threads, progress=progress)
    dataset = result.with_record(found.dataset, changes=asked.as_changes(), seconds=time.perf_counter() - started)
    try:
        _store(found, dataset, folder, overwrite=overwrite)
    finally:
        # What took minutes to find is told even where it could not be stored.
        _report(found, dataset, folder, quiet=quiet, as_json=as_json)
    _stop_if_unfinished(dataset, folder)


def _is_one(record: Recorded | None) -> bool:
    return record is not None and record.experiment == "attribution"


def _question(record: Recorded | None, outcome: str | None, over: str | None, orders: int | None) -> dict[str, Any]:
    """What is asked: as typed, else as in the earlier attribution, else the chill of the last round."""
    before = record.attributes if record is not None and _is_one(record) else {}
    return {
        "outcome": outcome.replace("-", "_") if outcome else before.get("outcome", "chill"),
        "over": over or before.get("over", "last"),
        "orders": orders if orders is not None else before.get("orders", 0) or None,
    }


def _folder(source: str, record: Recorded | None) -> Path:
    if _is_one(record):
        return default_folder(source, record)
    start = record.folder.name if record else source.removesuffix(".toml")
    return default_folder(f"{start}-attribution", None)


def _store(found: Attribution, dataset: Any, folder: Path, *, overwrite: bool) -> None:
    from hushed.cli import shares
    from hushed.figures.waterfall_picture import waterfall_png

    tables = {"shares.csv": shares.shares_csv(found), "interactions.csv": shares.interactions_csv(found)}
    result.stored(
        dataset,
        folder,
        overwrite=overwrite,
        extra=tables,
        picture=shares.PICTURE,
        draw=lambda _: waterfall_png(found),
    )


def _report(found: Attribution, dataset: Any, folder: Path, *, quiet: bool, as_json: bool) -> None:
    from hushed.cli import shares

    if as_json:
        out_json({**result.measures(dataset, folder), **shares.as_json(found)})
    elif quiet:
        out(str(folder))
    else:
        out(*shares.shown(found, dataset, folder))


def _stop_if_unfinished(dataset: Any, folder: Path) -> None:
    """End as interrupted if replicates are missing, saying what is kept and how to play it all."""
    if dataset.attrs["complete"]:
        return
    name, whole = shlex.quote(str(folder)), dataset.sizes["replicate"]
    raise Interrupted(
        f"interrupted; {counted(whole, 'whole replicate')} of {dataset.attrs['replicates']:,} are stored in {name}; "
        f"to play it all: hushed attribute {name} -o {name} --overwrite"
    )
