"""The file of a study: what is varied, how, how often, and what is kept of it. docs/sweeps.md explains every key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from hushed.parameters import FirstFormat, Parameters, Title, described
from hushed.scenario.shape import Node

FORMAT = 1
"""The version of the study format that this hushed reads and writes."""
MOST_POINTS = 1_000_000
MOST_REPLICATES = 100_000
_LONGEST_CHOICE = 60

Value: TypeAlias = bool | int | float | Annotated[str, Field(max_length=_LONGEST_CHOICE)]
"""One setting of a parameter: a number, a truth value or one of the names that the parameter allows."""
Role = Literal["uncertainty", "lever", "listed"]
"""Whether nobody controls a parameter, somebody decides it, or the study only lists its values (Kwakkel 2017)."""


class Range(Parameters):
    """Everything between two numbers."""

    low: float = Field(description="Where the range begins.")
    high: float = Field(description="Where it ends; it belongs to the range.")
    steps: Annotated[int, Field(ge=2, le=10_000)] | None = described(
        None, "In a grid: how many values, both ends among them."
    )
    scale: Literal["linear", "log"] = described("linear", "What is even: differences, or ratios.")

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.low >= self.high:
            raise ValueError(f"low must lie below high; these are {self.low:g} and {self.high:g}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"a range with scale 'log' begins above 0; this begins at {self.low:g}")
        return self


class Every(Parameters):
    """Some of the rounds."""

    every: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="Keep each so many-th round, and the last.")


def _kind_of(value: Any) -> str:
    return "table" if isinstance(value, Mapping | BaseModel) else "plain"


def _number_or_list(value: Any) -> str:
    return "listed" if isinstance(value, list | tuple) else "number"


Varied: TypeAlias = Annotated[
    Annotated[Range, Tag("table")]
    | Annotated[tuple[Value, ...], Field(strict=False, min_length=1, max_length=10_000), Tag("plain")],
    Discriminator(_kind_of),
]
"""What a parameter is varied over: a range, or listed values."""
Keep: TypeAlias = Annotated[
    Annotated[Every, Tag("table")] | Annotated[Literal["last", "mean", "all"], Tag("plain")], Discriminator(_kind_of)
]
Points: TypeAlias = Annotated[
    Annotated[int, Field(ge=1, le=MOST_POINTS), Tag("number")]
    | Annotated[tuple[dict[str, Value], ...], Field(strict=False, min_length=1, max_length=MOST_POINTS), Tag("listed")],
    Discriminator(_number_or_list),
]
Design = Literal["grid", "latin-hypercube", "sobol", "list", "morris", "saltelli"]


class StudyFile(Parameters):
    """A study as it is written. Paths of parameters are those of `--set`."""

    study: FirstFormat = Field(description="Version of the study format.")
    title: Title = described("Untitled study", "Name of the study, on one line; nothing reads it.")
    scenario: Annotated[str, Field(max_length=1000)] = Field(
        description="A scenario that comes with hushed, or a scenario file, seen from the study's folder."
    )
    model: Annotated[str, Field(max_length=1000)] | None = described(
        None, "A model of your own, such as my_model.py:PeerPressure, seen from the study's folder."
    )
    replicates: Annotated[int, Field(ge=1, le=MOST_REPLICATES)] = described(
        10, "How often each point is played, with other people and other luck."
    )
    replicates_per_unit: Annotated[int, Field(ge=1, le=MOST_REPLICATES)] | None = described(
        None, "How many of them one unit of work plays; by default all, or as many as make a unit of reasonable length."
    )
    seeds: Literal["common", "independent"] = described(
        "common", "Whether every point meets the same people and luck, or others at each point."
    )
    design: Design = described("grid", "How points are chosen.")
    points: Points | None = described(
        None,
        "Sampled designs: how many points (morris: trajectories, saltelli: samples). Lists: a table for each point.",
    )
    outcomes: Annotated[tuple[str, ...], Field(strict=False, min_length=1)] | None = described(
        None, "Names of the outcomes to keep; by default those of the short table."
    )
    keep: Keep = described("last", "What to keep of an outcome's rounds: the last, their mean, all, or some.")
    set: dict[str, Any] = described({}, "Changes of the scenario that hold at every point.")
    uncertainties: dict[str, Varied] = described({}, "What nobody controls.")
    levers: dict[str, Varied] = described({}, "What somebody decides: instruments and safeguards.")

    def table(self) -> dict[str, Any]:
        """The study as the tables of its TOML, every value written out."""
        return {key: value for key, value in self.model_dump(mode="json", exclude_none=True).items() if value != {}}


@cache
def study_schema() -> Node:
    """The JSON Schema of a study file, every reference replaced by what it stands for."""
    made = StudyFile.model_json_schema(mode="validation")
    whole: Node = _without_references(made, made.get("$defs", {}))
    return whole


def _without_references(node: Any, named: Node) -> Any:
    if isinstance(node, list):
        return [_without_references(each, named) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _without_references(named[node["$ref"].rpartition("/")[2]], named)
    return {key: _without_references(inner, named) for key, inner in node.items() if key != "$defs"}
