"""A study of a user's own model: its parameters stand among the paths as model.NAME, and it is made anew from data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from hushed.errors import InputError, did_you_mean
from hushed.models.chosen import WITHIN, Chosen, choose
from hushed.results.provenance import seen_from
from hushed.scenario.messages import Mistake
from hushed.studies.spec import StudyFile
from hushed.studies.written import Written


def own_model(file: StudyFile, written: Written) -> Chosen | None:
    """The model that a study names, with what the study sets for all points; None if hushed's own is studied."""
    if file.model is None:
        return None
    try:
        chosen = choose(file.model, folder=str(written.folder))
        return chosen.with_parameters(of_model(file.set))
    except InputError as error:
        raise InputError(*(f"{written.located(('model',))}: {line}" for line in error.lines)) from None


def is_of_model(path: str) -> bool:
    """Whether a path is that of an own model's parameter."""
    return path.startswith(WITHIN)


def of_model(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an own model's parameters, by their own names."""
    return {path.removeprefix(WITHIN): value for path, value in values.items() if is_of_model(path)}


def of_scenario(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of everything else, by path."""
    return {path: value for path, value in values.items() if not is_of_model(path)}


def check_known(path: str, own: Chosen, where: tuple[str | int, ...], written: Written) -> None:
    """Raises InputError if the model has no such parameter."""
    name = path.removeprefix(WITHIN)
    if name not in own.parameters:
        hint = did_you_mean(name[:60], own.parameters)
        raise written.wrong(Mistake(where, f"the model {own.name} has no parameter '{name[:60]}'{hint}"))


def as_data(own: Chosen) -> dict[str, Any]:
    """All that makes the same model on any machine that has its source."""
    return {**without_place(own), "reference": own.reference, "folder": os.path.abspath(own.folder)}


def without_place(own: Chosen) -> dict[str, Any]:
    """What the numbers of a model depend on, wherever its source lies."""
    return {"name": own.name, "source": own.digest, "parameters": own.parameters}


def from_data(data: Mapping[str, Any]) -> Chosen:
    """The model that `as_data` told of. Raises InputError if its source is not the same any more."""
    chosen = choose(data["reference"], data["parameters"], folder=data["folder"])
    if chosen.digest != data["source"]:
        raise InputError(f"the model {chosen.reference} was changed since the study began")
    return chosen


def reference_from(own: Chosen, folder: FilePath) -> str:
    """How the model is named in a study's folder: a file as it is seen from there."""
    file, _, name = own.reference.rpartition(":")
    if not file.endswith(".py"):
        return own.reference
    return f"{seen_from(folder, os.path.abspath(FilePath(own.folder, file)))}:{name}"
