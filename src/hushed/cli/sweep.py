"""`hushed sweep`: a scenario at many settings, so that nothing played is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hushed.cli import options, swept
from hushed.cli.reading import default_folder

if TYPE_CHECKING:
    from hushed.studies.study import Study

EXAMPLES = (
    "Examples:\n\n"
    "  hushed sweep study.toml\n\n"
    "  hushed sweep study.toml -o results/severity --workers 4\n\n"
    "  hushed sweep study.toml --shard 1/8 -o part-1     (one of eight; put together with: hushed merge)\n\n"
    "A study file, in full: docs/sweeps.md"
)
QUICK_POPULATION, QUICK_REPLICATES = 500, 2


def command(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="A study: a TOML file, see docs/sweeps.md.")],
    output_folder: options.Output = None,
    replicates: options.Replicates = None,
    population: options.Population = None,
    executor: swept.Executor = None,
    workers: swept.Workers = None,
    cluster: swept.Cluster = None,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Play every N-th unit from the I-th on.")
    ] = None,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Play a scenario at every point of a study; what is done is kept, whatever happens."""
    from hushed.studies.executors import chosen
    from hushed.studies.folder import WHOLE, refuse_existing, shard_of
    from hushed.studies.sweep import begin

    part = WHOLE if shard is None else shard_of(shard)
    at_work = chosen(executor, workers=workers, cluster=cluster)
    people = options.whole_number(population, option="--population")
    asked = _asked(study, seed=seed, population=people, replicates=replicates, quick=quick)
    folder = output_folder or default_folder(str(study), None)
    refuse_existing(folder)
    with swept.resumable(folder), begin(asked, folder, shard=part) as opened:
        course = swept.gone_on(opened, at_work, quiet=quiet)
        swept.report(opened, course, quiet=quiet, as_json=as_json)


def _asked(source: Path, *, seed: int | None, population: int | None, replicates: int | None, quick: bool) -> Study:
    from hushed.studies.reader import read_study

    study = read_study(source, seed=seed, population=population, replicates=replicates)
    if not quick:
        return study
    few = None if study.scenario.society.file else min(QUICK_POPULATION, study.people)
    repeats = replicates if replicates is not None else min(QUICK_REPLICATES, study.replicates)
    return read_study(source, seed=seed, population=population or few, replicates=repeats)
