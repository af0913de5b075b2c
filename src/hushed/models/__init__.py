"""Models of users' own: what such a model has to be, how it is found, and how it is played on an invented society."""

from __future__ import annotations

from hushed.models.model import Model, Outcome, OwnModel
from hushed.parameters import described as parameter

__all__ = ["Model", "Outcome", "OwnModel", "parameter"]
