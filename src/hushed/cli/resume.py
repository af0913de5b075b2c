"""`hushed resume`: go on with a sweep, check it, or run parts of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hushed.cli import options, swept
from hushed.cli.output import counted, note, out, out_json
from hushed.cli.progress import warn_of_compiling

if TYPE_CHECKING:
    from hushed.studies.folder import StudyFolder

EXAMPLES = (
    "Examples:\n\n"
    "  hushed resume results/severity\n\n"
    "  hushed resume results/severity --only-failed\n\n"
    "  hushed resume results/severity --verify           (reads every chunk again; plays nothing)\n\n"
    "  hushed resume results/severity --unit 17          (plays it again and compares the bytes)"
)


def command(
    folder: swept.Study,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Run the units again that failed.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only check that what is stored is what was stored.")
    ] = False,
    unit: Annotated[
        int | None, typer.Option("--unit", metavar="N", help="Run one unit again, alone, and compare its bytes.")
    ] = None,
    executor: swept.Executor = None,
    workers: swept.Workers = None,
    cluster: swept.Cluster = None,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Go on with a sweep where it stopped; damaged chunks are found and played again."""
    from hushed.studies.executors import chosen
    from hushed.studies.folder import StudyFolder

    swept.settled_already(seed, quick=quick)
    at_work = chosen(executor, workers=workers, cluster=cluster)
    with swept.resumable(folder), StudyFolder(folder) as opened:
        if verify:
            _verify(opened, quiet=quiet, as_json=as_json)
            return
        if unit is not None:
            _rerun(opened, unit, quiet=quiet, as_json=as_json)
            return
        course = swept.gone_on(opened, at_work, quiet=quiet, only_failed=only_failed)
        swept.report(opened, course, quiet=quiet, as_json=as_json)


def _verify(opened: StudyFolder, *, quiet: bool, as_json: bool) -> None:
    """Exit code 1 if anything is damaged; what is only missing is no damage."""
    damaged, labels = opened.mark_damaged(), opened.labels_whole
    counts, missing = opened.ledger.counts(), len(opened.unfinished())
    if as_json:
        told = {
            "units": len(opened.units),
            "whole": counts["done"],
            "damaged": damaged,
            "labels_whole": labels,
            "missing": missing,
        }
        out_json({**told, "failed": len(opened.failed()), "result": str(opened.path)})
    elif not quiet:
        out(f"{counts['done']:,} of {counted(len(opened.units), 'unit')} are stored as they were played.")
        out(*swept.failure_lines(opened))
    if damaged:
        named = ", ".join(map(str, damaged[:20])) + (f" and {len(damaged) - 20:,} more" if len(damaged) > 20 else "")
        note(f"damaged: unit {named}; to play them again: {swept.go_on_with(opened.path)}")
    if not labels:
        note(f"damaged: the labels of the results; to write them again: {swept.go_on_with(opened.path)}")
    if damaged or not labels:
        raise typer.Exit(1)
    if missing and not quiet and not as_json:
        out(f"{counted(missing, 'unit')} not played yet; to go on: {swept.go_on_with(opened.path)}")


def _rerun(opened: StudyFolder, unit: int, *, quiet: bool, as_json: bool) -> None:
    """Exit code 1 if the bytes differ from those stored."""
    from hushed.studies.sweep import rerun

    if opened.study.own is None:
        warn_of_compiling("speaking.speak", quiet=quiet)
    again = rerun(opened, unit)
    point, block = opened.study.place(unit)
    if as_json:
        told = {"unit": unit, "point": point, "block": block, "status": again.report.status, "same": again.same}
        out_json({**told, "message": again.report.message, "seconds": again.report.seconds})
    elif not quiet:
        words = {None: "was not stored yet", True: "gave the bytes that are stored", False: "gave OTHER bytes"}
        out(f"unit {unit} (point {point}, block {block}): {again.report.status}; {words[again.same]}")
        out(*([f"{again.report.stage}: {again.report.message}"] if again.report.message else []))
    if again.same is False:
        raise typer.Exit(1)
