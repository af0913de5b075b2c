"""A model that somebody chose to play: the object, where it came from, and what it is played with, all as data."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from hushed.errors import InputError, did_you_mean
from hushed.models.declared import check_declared
from hushed.models.loading import digest_of, found
from hushed.models.model import Outcome, OwnModel, Value, parameters_of
from hushed.parameters import Parameters, settings_from

WITHIN = "model."
"""What stands before a parameter's name in `--set`, in a study and in messages."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A user's model with its parameters. Another process makes the same one from reference and parameters."""

    model: OwnModel
    reference: str
    "'my_model.py:PeerPressure', a file, or 'my_models:PeerPressure', a module that can be imported."
    digest: str
    "SHA-256 of the source it was read from; '' where there is none, as at a prompt."
    folder: str = ""
    "The folder that a file is named from."

    @property
    def name(self) -> str:
        """The model's own name."""
        return self.reference.rpartition(":")[2]

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What it measures, by name."""
        return {outcome.name: outcome for outcome in self.model.outcomes}

    @property
    def parameters(self) -> dict[str, Value]:
        """The value of every parameter, by name."""
        return parameters_of(self.model)

    def meaning(self, parameter: str) -> dict[str, str]:
        """The unit of a parameter and the sentence that explains it."""
        field = type(self.model).model_fields[parameter]  # type: ignore[attr-defined]
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        return {"units": str(extra.get("unit", "1")), "description": field.description or ""}

    def with_parameters(self, values: Mapping[str, Any]) -> Chosen:
        """The same model with some parameters at other values; InputError for unknown names and wrong values."""
        made = _made(type(self.model), self.model, {**self.parameters, **values}, given=values)
        return Chosen(made, self.reference, self.digest, self.folder)


def choose(model: OwnModel | Chosen | str, parameters: Mapping[str, Any] | None = None, *, folder: str = "") -> Chosen:
    """A model by its reference, or an object that is one, with parameters at other values.

    A file is named from `folder` (default: the working folder). Raises InputError if there is no such model, if it
    does not declare what it must, or if a parameter is unknown or out of range.
    """
    if isinstance(model, Chosen):
        return model.with_parameters(parameters) if parameters else model
    if isinstance(model, str):
        loaded = found(model, Path(folder) if folder else Path.cwd())
        chosen = Chosen(_instance(loaded.value, model), model, loaded.digest, folder)
    else:
        made = _instance(model, type(model).__name__)
        chosen = Chosen(made, _reference(made), digest_of(_module(made)))
    check_declared(chosen.model, chosen.reference)
    return chosen.with_parameters(parameters) if parameters else chosen


def _instance(value: Any, name: str) -> Any:
    """The model that a name stands for: a class is made with its defaults."""
    if not inspect.isclass(value):
        return value
    if issubclass(value, Parameters):
        check_declared(cast(OwnModel, value.model_construct()), name)
        return settings_from(value, {}, within=f"{name}: ")
    try:
        return value()
    except TypeError as error:
        raise InputError(f"{name}: cannot be made without arguments ({error}); declare them as parameters") from None


def _made(kind: type[Any], model: OwnModel, values: Mapping[str, Any], *, given: Mapping[str, Any]) -> Any:
    if issubclass(kind, Parameters):
        _check_names(kind.model_fields, given)
        return settings_from(kind, values, within=WITHIN)
    _check_names((), given)
    return model


def _check_names(known: Any, given: Mapping[str, Any]) -> None:
    wrong = [name for name in given if name not in known]
    if wrong and not known:
        raise InputError(f"{WITHIN}{wrong[0]:.60}: this model has no parameters")
    if wrong:
        raise InputError(*(f"{WITHIN}{name:.60}: unknown parameter{did_you_mean(name, known)}" for name in wrong))


def _module(model: Any) -> ModuleType | None:
    return sys.modules.get(type(model).__module__)


def _reference(model: Any) -> str:
    """How an object's class is named from elsewhere: by its module, or by the file of a program that is being run."""
    module, name = _module(model), type(model).__qualname__
    file = getattr(module, "__file__", None)
    if module is None or (module.__name__ == "__main__" and file is None):
        return f"session:{name}"
    if module.__name__ == "__main__" or "#" in module.__name__:
        return f"{Path(str(file)).name}:{name}"
    return f"{module.__name__}:{name}"
