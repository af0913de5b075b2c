"""Which result lies in a folder, read and ready to be told; nothing in the folder is changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hushed.errors import InputError
from hushed.results.contents import made_sense_of
from hushed.results.furthest import furthest
from hushed.results.store import is_result, load
from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

KINDS = ("run", "comparison", "attribution", "recovery", "scan", "safeguards", "study")
_NAMED = 3


class Result(NamedTuple):
    """A stored result: what kind it is (one of `KINDS`), its dataset and the scenario it was made from."""

    path: Path
    kind: str
    dataset: xr.Dataset
    scenario: Scenario


def read_result(path: Path) -> Result:
    """The result in a folder.

    Raises InputError if it is none, if it is damaged, or if nothing in it was played to be told of.
    """
    from hushed.studies.folder import STUDY, is_study
    from hushed.studies.opening import open_study

    if is_study(path) or os.path.exists(path / STUDY):
        dataset = open_study(path)
        if not bool(dataset["done"].any()):
            raise InputError(
                f"{path}: nothing of this study was played to its end; to go on, or to see why: hushed resume {path}"
            )
        with made_sense_of(path):
            return Result(path, "study", dataset, parse_scenario(str(dataset.attrs["scenario"])))
    if os.path.isdir(path) and not is_result(path):
        raise InputError(f"{path}: is no result of hushed{_held(path)}")
    dataset = load(path)
    kind = str(dataset.attrs.get("experiment"))
    if kind not in KINDS:
        raise InputError(f"{path}: is of a kind that no report is made of; known: {', '.join(KINDS)}")
    with made_sense_of(path):
        if "rounds_played" in dataset and not furthest(dataset).rounds:
            raise InputError(
                f"{path}: was interrupted before a round was played in every arm, so there is nothing to tell"
            )
        return Result(path, kind, dataset, parse_scenario(str(dataset.attrs["scenario"]), name=str(path / "scenario")))


def _held(path: Path) -> str:
    """Results that lie in a folder that is none itself, so that one of them can be named."""
    held = [str(each) for each in sorted(path.iterdir()) if each.is_dir() and is_result(each)]
    if not held:
        return "; a report is made of what run, compare, attribute, recover, safeguards, sweep or sensitivity stored"
    more = f" and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
    return f"; it holds some: {', '.join(held[:_NAMED])}{more}"
