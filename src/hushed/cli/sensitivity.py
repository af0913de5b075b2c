"""`hushed sensitivity`: which parameters matter, and how sure that is."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options, output, swept
from hushed.cli.output import counted, out, out_json
from hushed.cli.reading import default_folder
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.studies.folder import StudyFolder
    from hushed.studies.sensitivity import Sensitivity
    from hushed.studies.study import Study

EXAMPLES = (
    "Examples:\n\n"
    "  hushed sensitivity study.toml\n\n"
    "  hushed sensitivity study.toml --method sobol --samples 512 -o results/what-matters\n\n"
    "  hushed sensitivity results/what-matters     (goes on where it was stopped, and tells again)\n\n"
    "A study file, in full: docs/sweeps.md; what the numbers mean: docs/sensitivity.md"
)
QUICK_POPULATION, QUICK_REPLICATES = 500, 2
QUICK_SAMPLES = {"morris": 8, "sobol": 32}
_MUCH_NOISE = 0.1
_WIDE = 100
"""Columns of a terminal from which on there is room for whole paths and for who controls a parameter."""

Asked = Annotated[
    Path, typer.Argument(metavar="STUDY", help="A study with ranges: a TOML file; or the folder of an earlier one.")
]
Method = Annotated[
    str | None,
    typer.Option("--method", metavar="morris|sobol", help="Effects, cheap; or shares of variance (default: morris)."),
]
Samples = Annotated[
    int | None,
    typer.Option("--samples", metavar="N", help="Trajectories (default: 20), or samples, a power of two (256)."),
]


def command(
    study: Asked,
    method: Method = None,
    samples: Samples = None,
    output_folder: options.Output = None,
    replicates: options.Replicates = None,
    population: options.Population = None,
    executor: swept.Executor = None,
    workers: swept.Workers = None,
    cluster: swept.Cluster = None,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Find which parameters of a study matter, over their ranges; it is a sweep, so nothing played is lost."""
    from hushed.studies.executors import chosen
    from hushed.studies.folder import StudyFolder, is_study, refuse_existing
    from hushed.studies.sweep import begin

    at_work = chosen(executor, workers=workers, cluster=cluster)
    if is_study(study):
        place = study
        given = {"--method": method, "--samples": samples, "--output": output_folder, "--replicates": replicates}
        _check_settled({**given, "--population": population, "--seed": seed, "--quick": quick or None})
        opens = partial(StudyFolder, study)
    else:
        people = options.whole_number(population, option="--population")
        named = {"seed": seed, "population": people, "replicates": replicates}
        asked = _quick(study, method, samples, named) if quick else _read(study, method, samples, named)
        place = output_folder or default_folder(f"{study.stem}-{_method(method)}", None)
        refuse_existing(place)
        opens = partial(begin, asked, place)
    with swept.resumable(place, f"hushed sensitivity {shlex.quote(str(place))}"), opens() as folder:
        found = _played(folder, at_work, quiet=quiet)
        _report(found, folder, quiet=quiet, as_json=as_json)


def _check_settled(given: dict[str, Any]) -> None:
    for option, value in given.items():
        if value is not None:
            raise InputError(f"{option}: the study in this folder is settled; begin another from its STUDY file")


def _method(asked: str | None) -> str:
    return "morris" if asked is None else asked


def _read(source: Path, method: str | None, samples: int | None, named: dict[str, Any]) -> Study:
    from hushed.studies.sensitivity import read_design

    return read_design(source, method=_method(method), samples=samples, **named)


def _quick(source: Path, method: str | None, samples: int | None, named: dict[str, Any]) -> Study:
    """A first look: fewer samples, people and replicates than the study asks for, unless an option says otherwise."""
    from hushed.studies.indices import FEWEST

    study = _read(source, method, FEWEST if samples is None else samples, named)
    few = None if study.scenario.society.file else min(QUICK_POPULATION, study.people)
    least = min(QUICK_REPLICATES, study.replicates)
    fewer = {"population": few, "replicates": least}
    filled = {name: fewer.get(name) if value is None else value for name, value in named.items()}
    return _read(source, method, QUICK_SAMPLES[_method(method)] if samples is None else samples, filled)


def _played(folder: StudyFolder, executor: Any, *, quiet: bool) -> Sensitivity:
    from hushed.studies.sensitivity import analysed

    swept.gone_on(folder, executor, quiet=quiet)
    return analysed(folder)


def _report(found: Sensitivity, folder: StudyFolder, *, quiet: bool, as_json: bool) -> None:
    from hushed.figures.sensitivity_picture import sensitivity_png
    from hushed.studies.sensitivity import PICTURE, keep, write_table

    if as_json:
        out_json(_json(found, folder))
    elif quiet:
        out(str(folder.path))
    else:
        out(*_shown(found, folder))
    write_table(found, folder.path)
    keep(sensitivity_png(found), folder.path / PICTURE)


def _json(found: Sensitivity, folder: StudyFolder) -> dict[str, Any]:
    from hushed.studies.sensitivity import as_json

    study = found.study
    return {
        "title": study.file.title,
        "method": found.method,
        "samples": study.file.points,
        "points": len(study.points),
        "replicates": study.replicates,
        "seed": study.scenario.seed,
        "result": str(folder.path),
        "outcomes": as_json(found),
        "columns": swept.column_meanings(study.measures[name] for name in found.found),
    }


def _shown(found: Sensitivity, folder: StudyFolder) -> list[Any]:
    from rich.text import Text

    from hushed.studies.sensitivity import PICTURE, TABLE

    study = found.study
    facts = [
        counted(len(study.points), "point"),
        counted(study.replicates, "replicate"),
        counted(study.people, "invented person", "invented people"),
        counted(study.scenario.rounds, "round"),
        f"seed {study.scenario.seed}",
    ]
    parts: list[Any] = ["", Text(study.file.title, style="bold"), Text(" · ".join(facts), style="dim"), ""]
    for outcome in found.featured[:3]:
        parts += [_heading(found, outcome), _table(found, outcome)]
        parts += [output.paragraph(line, "dim") for line in _cautions(found, outcome)] + [""]
    parts += [output.paragraph(line, "dim") for line in _legend(found)]
    parts += [f"Indices  {folder.path / TABLE}", f"Picture  {folder.path / PICTURE}"]
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def _heading(found: Sensitivity, outcome: str) -> Any:
    from rich.text import Text

    from hushed.results.table import spoken

    heading = Text(f"{spoken(outcome)}  ", style="bold")
    measure = found.study.measures[outcome]
    return heading.append(f"{measure.sentence} Unit: {measure.unit or 'a number'}.", style="not bold dim")


def _table(found: Sensitivity, outcome: str) -> Any:
    from hushed.results.table import new_table

    headings = {
        "effect": "Effect", "mean_effect": "With its sign", "spread": "Spread",
        "total": "With others", "first": "Alone",
    }  # fmt: skip
    measures = found.found[outcome][-1].measures
    table = new_table()
    table.add_column("Parameter", style="bold", overflow="fold", ratio=1)
    wide = output.width() >= _WIDE
    if wide:
        table.add_column("", style="dim", no_wrap=True)
    for measure in measures:
        table.add_column(headings[measure], justify="right", no_wrap=True)
    unit = found.study.measures[outcome].unit if found.method == "morris" else ""
    for place in found.ranked(outcome):
        axis = found.study.axes[place]
        named = [axis.path, axis.role] if wide else [found.labels()[place]]
        table.add_row(*named, *(_index(each[place], unit) for each in measures.values()))
    return table


def _index(index: Any, unit: str) -> str:
    """An index with its margin; effects on shares in points, hundredths of the whole."""
    from hushed.results.table import in_percent

    scale, digits, mark = (100.0, 1, " pt") if in_percent(unit) else (1.0, 3 if unit else 2, "")
    margin = scale * (index.high - index.value)
    value = f"{scale * index.value:.{digits}f}"
    return (value if margin != margin else f"{value} ± {margin:.{digits}f}") + mark


def _cautions(found: Sensitivity, outcome: str) -> list[str]:
    """What stands in the way of trusting the ranking: luck, too few samples, an outcome that does not change."""
    sizes = found.found[outcome]
    last, lines = sizes[-1], []
    if all(index.value == 0.0 for index in last.measures[found.main]):
        return ["It is the same at every point, so it hangs on none of these."]
    if last.noise != last.noise:
        lines.append("With one replicate, luck cannot be told from effects.")
    else:
        much = last.noise > _MUCH_NOISE
        lines.append(
            f"{100 * last.noise:.1f} % of its variance over points is luck of the replicates"
            + ("; it blurs these numbers: more replicates would clear them." if much else ".")
        )
    if len(sizes) > 1 and found.ranked(outcome)[:1] != found.ranked(outcome, -2)[:1]:
        lines.append("With half the samples something else came first: more samples would tell.")
    return lines


def _legend(found: Sensitivity) -> list[str]:
    if found.method == "morris":
        return [
            "Effect: how far the outcome moves, either way, as the parameter goes through its range. Spread: how far "
            "that differs from place to place. pt: hundredths of the whole; ±: the 95 % interval."
        ]
    return [
        "With others: share of the variance that hangs on the parameter, alone or together with others (total index). "
        "Alone: share that hangs on it by itself (first-order index). ±: the 95 % interval."
    ]
