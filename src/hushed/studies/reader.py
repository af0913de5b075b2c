"""Reading studies: every mistake is told with its file, line and what is allowed, before anything is played."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path as FilePath

from hushed.errors import InputError, did_you_mean
from hushed.models.chosen import Chosen
from hushed.outcomes import HEADLINES, OUTCOMES
from hushed.scenario.changes import Change
from hushed.scenario.files import read_text
from hushed.scenario.library import library_names
from hushed.scenario.messages import Mistake
from hushed.scenario.reader import changed_scenario, read_scenario
from hushed.scenario.schema import Scenario
from hushed.studies.designs import Point
from hushed.studies.own import is_of_model, of_scenario, own_model
from hushed.studies.points import axes_of, check_points, check_settable, points_of
from hushed.studies.spec import Design, StudyFile
from hushed.studies.study import KEYS, Study, largest_key
from hushed.studies.written import Written

SCENARIO = "scenario.toml"
"""The scenario of a study, beside it in its folder."""


def read_study(
    source: str | FilePath,
    *,
    seed: int | None = None,
    population: int | None = None,
    replicates: int | None = None,
    design: Design | None = None,
    samples: int | None = None,
    check: bool = True,
) -> Study:
    """The study in a TOML file; the options stand in for what the file says.

    With a `design` for sensitivity, `samples` is how many of its trajectories or samples; the ranges are the file's.

    With `check` its points are tried out as well, so that a value the scenario does not allow is told at once.
    Raises InputError with one line per mistake.
    """
    with suppress(OSError):  # A name that is none at all is told where it is read.
        if not FilePath(source).exists() and str(source) not in library_names():
            raise InputError(f"{str(source)[:300]}: no such file; a study is a TOML file, see docs/sweeps.md")
    text, name, folder = read_text(source)
    written = Written(text, name, folder or FilePath.cwd())
    if replicates is not None:
        written.data["replicates"] = replicates
    if design is not None:
        _redesign(written, design, samples)
    file = written.file()
    changes = [Change(f"--seed {seed}", ("seed",), seed)] if seed is not None else []
    changes += [Change("--population", ("society", "population"), population)] if population is not None else []
    return settled(file, written, changes, check=check)


def _redesign(written: Written, design: Design, samples: int | None) -> None:
    """Another design over the ranges that are written; their steps are a grid's and mean nothing in it."""
    written.data |= {"design": design, "points": samples}
    for table in ("uncertainties", "levers"):
        entries = written.data.get(table)
        for over in entries.values() if isinstance(entries, dict) else ():
            if isinstance(over, dict):
                over.pop("steps", None)


def settled(file: StudyFile, written: Written, changes: Sequence[Change] = (), *, check: bool = True) -> Study:
    """The study that a file means: scenario and points found and checked. Raises InputError."""
    own = own_model(file, written)
    outcomes = _outcomes(file, written, own)
    base = _base(file, written, changes)
    axes = axes_of(file, written, base, own)
    points = points_of(file, axes, written, seed=base.seed)
    needed = largest_key(file, len(points)) + 1
    if needed > KEYS:
        raise written.wrong(Mistake(("replicates",), f"{needed:,} runs with seeds of their own; allowed: {KEYS:,}"))
    if check:
        check_points(axes, points, base, written, own)
    shape, people = _network(base)
    kept = {path: value for path, value in file.set.items() if own and is_of_model(path)}
    whole = StudyFile.model_validate(file.model_dump() | {"set": kept, "scenario": SCENARIO, "outcomes": outcomes})
    return Study(whole, base, axes, points, outcomes, max([people, *_populations(points)]), shape, own)


def _outcomes(file: StudyFile, written: Written, own: Chosen | None) -> tuple[str, ...]:
    known = OUTCOMES if own is None else own.outcomes
    names = file.outcomes or (HEADLINES if own is None else tuple(known))
    unknown = [
        Mistake(("outcomes",), f"there is no outcome '{name[:60]}'{did_you_mean(name[:60], known)}")
        for name in names
        if name not in known
    ]
    twice = [Mistake(("outcomes",), f"'{name}' is named twice") for name in known if names.count(name) > 1]
    if unknown or twice:
        raise written.wrong(*unknown, *twice)
    return tuple(names)


def _base(file: StudyFile, written: Written, changes: Sequence[Change]) -> Scenario:
    """The scenario with the changes that hold everywhere."""
    beside = written.folder / file.scenario
    if file.scenario not in library_names() and not os.path.exists(beside):
        near = did_you_mean(file.scenario[:60], library_names())
        raise written.wrong(Mistake(("scenario",), f"no such file, and no scenario comes with that name{near}"))
    base = read_scenario(file.scenario if file.scenario in library_names() else beside)
    changed = file.set if file.model is None else of_scenario(file.set)
    for path in changed:
        check_settable(path, ("set", path), written)
    own = [written.change(("set", path), path, value) for path, value in changed.items()]
    return changed_scenario(base, [*own, *changes], folder=written.folder) if own or changes else base


def _network(scenario: Scenario) -> tuple[str, int]:
    """The digest of a loaded network's shape, and how many people there are."""
    file = scenario.society.file
    if file is None:
        return "", scenario.society.population
    from hushed.society.loading import load_network

    loaded = load_network(file.path, seed=scenario.seed)
    return loaded.shape, loaded.people


def _populations(points: Sequence[Point]) -> set[int]:
    return {int(point["society.population"]) for point in points if "society.population" in point}
