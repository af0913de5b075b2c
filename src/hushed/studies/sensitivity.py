"""Which parameters matter: a study played along trajectories or cross-samples, and what its outcomes hang on."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.experiments.progress import Progress
from hushed.outcomes import HEADLINES
from hushed.results.contents import made_sense_of
from hushed.results.flushing import replace_flushed
from hushed.studies.executors import chosen
from hushed.studies.folder import StudyFolder, explained
from hushed.studies.indices import FEWEST, MEASURES, Floats, Index, Indices, Method, growing, indices
from hushed.studies.opening import open_study
from hushed.studies.points import shares_of
from hushed.studies.reader import read_study
from hushed.studies.spec import MOST_POINTS, Design
from hushed.studies.study import Study
from hushed.studies.sweep import go_on, held

if TYPE_CHECKING:
    import xarray as xr

TABLE, PICTURE = "sensitivity.csv", "sensitivity.png"
SAMPLES: dict[Method, int] = {"morris": 20, "sobol": 256}
"""Trajectories, or cross-samples, where nobody says how many."""
_DESIGNS: dict[Method, Design] = {"morris": "morris", "sobol": "saltelli"}
_NAMED = 3
"""Failed points that are told one by one."""
_FEATURED = ("chill", "bystander_chill", "overbreadth")


@dataclass(frozen=True)
class Sensitivity:
    """What the outcomes of a study hang on."""

    study: Study
    method: Method
    found: dict[str, tuple[Indices, ...]]
    "By outcome: the indices at growing sample sizes, the last with all."

    @property
    def parameters(self) -> tuple[str, ...]:
        """The paths of what is varied, in the order of the indices."""
        return tuple(axis.path for axis in self.study.axes)

    @property
    def main(self) -> str:
        """The measure that parameters are ranked by."""
        return next(iter(MEASURES[self.method]))

    @cached_property
    def featured(self) -> tuple[str, ...]:
        """The outcomes that are shown first: those the study names, or else those of chilled speech."""
        return _FEATURED if self.study.outcomes == HEADLINES else self.study.outcomes

    def ranked(self, outcome: str, size: int = -1) -> list[int]:
        """The places of the parameters, what matters most first."""
        values = [index.value for index in self.found[outcome][size].measures[self.main]]
        return sorted(range(len(values)), key=lambda place: -values[place])

    def labels(self) -> tuple[str, ...]:
        """The parameters in a few words, each its own: the last parts of their paths."""
        paths = [path.split(".") for path in self.parameters]
        short = [" ".join(parts[-2:] if parts[0] != "model" else parts[1:]).replace("_", " ") for parts in paths]
        return tuple(one if short.count(one) == 1 else path for one, path in zip(short, self.parameters, strict=True))


def sensitivity(
    study: str | Path | Study,
    folder: str | Path,
    *,
    method: Method = "morris",
    samples: int | None = None,
    executor: str | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Find which of a study's parameters matter, over the ranges in its file; docs/sensitivity.md.

    `method` is "morris" (cheap: effects along `samples` trajectories, for sorting out what does not matter) or "sobol"
    (shares of variance from `samples` cross-samples, a power of two). It is a sweep in `folder` and goes on where it
    was stopped. Raises InputError, naming them, if any point failed: indices over what is left would be of another
    design.
    """
    asked = study if isinstance(study, Study) else read_design(study, method=method, samples=samples)
    at_work = chosen(executor, workers=workers, cluster=cluster)
    with held(asked, folder) as opened:
        go_on(opened, at_work, progress=progress)
        return analysed(opened)


def read_design(source: str | Path, *, method: str, samples: int | None = None, **named: Any) -> Study:
    """The study in a file with the design that a method needs; `named` as in `read_study`. Raises InputError."""
    if method not in _DESIGNS:
        raise InputError(f"there is no method '{method[:40]}'{did_you_mean(method[:40], get_args(Method))}")
    known: Method = "morris" if method == "morris" else "sobol"
    count = SAMPLES[known] if samples is None else samples
    if count < FEWEST:
        raise InputError(f"samples: {count} is out of range; allowed: {FEWEST} or more, for intervals")
    if count > MOST_POINTS:
        raise InputError(f"samples: {count:,} is out of range; allowed: at most {MOST_POINTS:,} points in all")
    return read_study(source, design=_DESIGNS[known], samples=count, **named)


def analysed(folder: StudyFolder) -> Sensitivity:
    """The indices of every outcome of a study that is played to its end.

    Raises InputError if its design is another one, or, naming them, if points are missing or failed.
    """
    if method_of(folder.study) is None:
        raise InputError(
            f"{folder.path}: its design is {folder.study.file.design}; sensitivity needs one of its own: "
            "hushed sensitivity STUDY -o OTHER"
        )
    _check_whole(folder)
    with made_sense_of(folder.path):
        return analysis_of(folder.study, open_study(folder.path))


def method_of(study: Study) -> Method | None:
    """The method that a study's design is for; None for a design of another purpose."""
    return next((method for method, design in _DESIGNS.items() if design == study.file.design), None)


def analysis_of(study: Study, dataset: xr.Dataset) -> Sensitivity:
    """The indices of every outcome of a study, from its results, of which none may be missing.

    Raises ValueError if the study's design is for no such method, or if a value is missing.
    """
    method = method_of(study)
    if method is None:
        raise ValueError("the design is for no sensitivity analysis")
    shares = shares_of(study.file.design, _samples(study), len(study.axes), seed=study.scenario.seed)
    named: dict[str, Any] = {"seed": study.scenario.seed, "common": study.file.seeds == "common"}
    found = {}
    for name in study.outcomes:
        values = _last(dataset[name])
        found[name] = tuple(indices(method, shares, values, samples=size, **named) for size in growing(_samples(study)))
    return Sensitivity(study, method, found)


def _samples(study: Study) -> int:
    assert isinstance(study.file.points, int)
    return study.file.points


def _last(variable: Any) -> Floats:
    """An outcome at every point and replicate; of rounds kept apart, the last."""
    last = variable.isel(round=-1) if "round" in variable.dims else variable
    return np.asarray(last.transpose("point", "replicate").values, dtype=np.float64)


def _check_whole(folder: StudyFolder) -> None:
    failed, path = folder.failed(), folder.path
    if failed:
        lines = [f"{path}: {len(failed):,} of {len(folder.units):,} units failed, so there are no indices:"]
        lines += [f"  point {_point(folder, row.unit)}: {row.message or row.status}" for row in failed[:_NAMED]]
        lines += [f"  and {len(failed) - _NAMED:,} more"] if len(failed) > _NAMED else []
        again = f"run them again: hushed resume {path} --only-failed; then: hushed sensitivity {path}"
        raise InputError(*lines, f"indices over the rest would be wrong; narrow the ranges, or {again}")
    missing = len(folder.unfinished()) + folder.study.units - len(folder.units)
    if missing:
        raise InputError(f"{path}: {missing:,} units are not played yet; go on with: hushed sensitivity {path}")


def _point(folder: StudyFolder, unit: int) -> str:
    point = folder.study.place(unit)[0]
    return f"{point} ({', '.join(f'{path} = {value}' for path, value in folder.study.points[point].items())})"


def write_table(found: Sensitivity, folder: Path) -> Path:
    """Write every index with its interval, at every sample size, as comma-separated values. Raises InputError."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["outcome", "samples", "parameter", "role", "measure", "value", "low", "high", "noise_share"])
    for name, sizes in found.found.items():
        for size in sizes:
            for measure, places in size.measures.items():
                for axis, index in zip(found.study.axes, places, strict=True):
                    labels = [name, size.samples, axis.path, axis.role, measure]
                    writer.writerow([*labels, *(repr(float(value)) for value in (*index, size.noise))])
    return keep(text.getvalue().encode(), folder / TABLE)


def keep(content: bytes, file: Path) -> Path:
    """Write a file beside the results, whole or not at all. Raises InputError if it cannot be written."""
    with explained(file.parent):
        replace_flushed(file, content)
    return file


def as_json(found: Sensitivity) -> Mapping[str, Any]:
    """The indices with all samples, by outcome, measure and parameter."""
    return {
        name: {
            "noise_share": sizes[-1].noise,
            **{
                measure: {path: _named(index) for path, index in zip(found.parameters, places, strict=True)}
                for measure, places in sizes[-1].measures.items()
            },
        }
        for name, sizes in found.found.items()
    }


def _named(index: Index) -> dict[str, float]:
    return index._asdict()
