"""What the commands on studies have in common: executors, what came out, how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import output
from hushed.cli.endings import Interrupted
from hushed.cli.output import counted, out, out_json, time_words
from hushed.cli.progress import shown, warn_of_compiling
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.studies.course import Course
    from hushed.studies.folder import StudyFolder

Executor = Annotated[
    str | None,
    typer.Option(
        "--executor", metavar="in-process|loky", help="Play here, or in processes of this machine (default: loky)."
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="How many processes (default: one for each core).")
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Play on a Dask cluster: tcp://… or its scheduler file."),
]
Study = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study.")]

_FAILURES = 5
"""Failed units that are told one by one."""


def settled_already(seed: int | None, *, quick: bool) -> None:
    """InputError if somebody asks for another seed, or fewer people, where a study has fixed both."""
    if seed is not None:
        raise InputError("--seed: the study in this folder has its seed; another one is another sweep")
    if quick:
        raise InputError("--quick: the study in this folder is settled; hushed sweep has --quick")


def go_on_with(path: Path) -> str:
    """The command that goes on with a sweep."""
    return f"hushed resume {shlex.quote(str(path))}"


def gone_on(folder: StudyFolder, executor: Any, *, quiet: bool, only_failed: bool = False) -> Course:
    """Play what is left of a sweep and show how far it is."""
    from hushed.studies.sweep import go_on

    if folder.study.own is None and (only_failed or folder.unfinished()):
        warn_of_compiling("speaking.speak", quiet=quiet)
    with shown(quiet=quiet, what="units") as progress:
        return go_on(folder, executor, only_failed=only_failed, progress=progress)


@contextmanager
def resumable(path: Path, again: str | None = None) -> Iterator[None]:
    """Stopped at any moment, a command on a study's folder says what is stored there and how to go on.

    `again` is the command that goes on, if it is not `hushed resume`.
    """
    try:
        yield
    except KeyboardInterrupt:
        from hushed.studies.folder import is_study, progress_of

        if not is_study(path):
            raise
        done, units = progress_of(path)
        raise Interrupted(
            f"interrupted; {done:,} of {counted(units, 'unit')} are stored in {path}; "
            f"to go on: {again or go_on_with(path)}"
        ) from None


def report(folder: StudyFolder, course: Course, *, quiet: bool, as_json: bool) -> None:
    """Say what a sweep has come to."""
    if as_json:
        out_json(_json(folder, course))
    elif quiet:
        out(str(folder.path))
    else:
        out(*_shown(folder, course))


def _json(folder: StudyFolder, course: Course) -> dict[str, Any]:
    from hushed.studies.opening import open_study, spreads

    study, counts = folder.study, folder.ledger.counts()
    found = spreads(open_study(folder.path))
    return {
        "title": study.file.title,
        "points": len(study.points),
        "replicates": study.replicates,
        "units": len(folder.units),
        **({"shard": str(folder.shard)} if folder.shard.of > 1 else {}),
        "done": counts["done"],
        "failed": counts["failed"] + counts["quarantined"],
        "played_now": course.done + course.failed,
        "seconds": {"total": course.seconds},
        "seed": study.scenario.seed,
        "result": str(folder.path),
        "failures": [_failure(folder, row) for row in folder.failed()[:_FAILURES]],
        "outcomes": {name: spread._asdict() for name, spread in found.items()},
        "columns": column_meanings(study.measures[name] for name in found),
    }


def column_meanings(measures: Iterable[Any]) -> dict[str, dict[str, str]]:
    """The unit and the sentence of every outcome of a study, by name."""
    return {each.name: {"unit": each.unit, "meaning": each.sentence} for each in measures}


def _failure(folder: StudyFolder, row: Any) -> dict[str, Any]:
    point = folder.study.place(row.unit)[0]
    told = {"unit": row.unit, "point": point, "values": dict(folder.study.points[point])}
    return {**told, "status": row.status, "stage": row.stage, "message": row.message, "attempts": row.attempts}


def _shown(folder: StudyFolder, course: Course) -> list[Any]:
    from rich.text import Text

    from hushed.results.table import units_line
    from hushed.studies.opening import open_study, spreads

    study, found = folder.study, spreads(open_study(folder.path))
    parts: list[Any] = ["", Text(study.file.title, style="bold"), Text(_size_line(folder), style="dim")]
    if found:
        units = {name: study.measures[name].unit for name in found}
        parts += [_table(study, found), Text(f"Of each point's mean over replicates: {_kept(study)}.", style="dim")]
        parts.append(output.paragraph(units_line(units), "dim"))
    if folder.shard.of > 1:
        parts.append(output.paragraph(f"Only part {folder.shard} of the study; hushed merge puts all parts together."))
    parts += [output.paragraph(line) for line in failure_lines(folder)]
    ended = course.done + course.failed
    speed = f" ({course.rate})" if ended else ""
    parts.append(Text(f"{counted(ended, 'unit')} in {time_words(course.seconds)}{speed}", style="dim"))
    parts.append(f"Result   {folder.path}")
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def _size_line(folder: StudyFolder) -> str:
    study = folder.study
    parts = [
        counted(len(study.points), "point"),
        counted(study.replicates, "replicate"),
        counted(study.people, "invented person", "invented people"),
        counted(study.scenario.rounds, "round"),
        f"seed {study.scenario.seed}",
    ]
    return " · ".join([*parts, *([f"part {folder.shard}"] if folder.shard.of > 1 else [])])


def _kept(study: Any) -> str:
    return "its mean over all rounds" if study.file.keep == "mean" else "the last round"


def _table(study: Any, found: Mapping[str, Any]) -> Any:
    from hushed.results.table import new_table, shown, spoken

    table = new_table()
    table.add_column("Outcome", no_wrap=True, style="bold")
    for heading in ("Lowest", "Mean", "Highest"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("What it means", ratio=1)
    for name, spread in found.items():
        outcome = study.measures[name]
        table.add_row(spoken(name), *(shown(value, outcome.unit) for value in spread), outcome.sentence)
    return table


def failure_lines(folder: StudyFolder) -> list[str]:
    """The first units that failed, each with its reason, and how to run them again."""
    failed = folder.failed()
    if not failed:
        return []
    lines = [f"{counted(len(failed), 'unit')} of {len(folder.units):,} failed; their results are missing (NaN):"]
    for row in failed[:_FAILURES]:
        where = f"{row.stage}: " if row.stage else ""
        lines.append(f"  unit {row.unit} (point {folder.study.place(row.unit)[0]}), {where}{row.message}")
    if len(failed) > _FAILURES:
        lines.append(f"  and {len(failed) - _FAILURES:,} more; all are in {folder.path / 'ledger.sqlite'}")
    return [*lines, f"To run them again: {go_on_with(folder.path)} --only-failed"]
