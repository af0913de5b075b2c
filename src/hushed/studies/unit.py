"""One unit of a study: a point with some of its replicates, played on one thread by a pure function of its recipe."""

from __future__ import annotations

import json
import platform
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.simulation import Simulation, minds_the_line
from hushed.errors import InputError
from hushed.models.chosen import Chosen
from hushed.models.playing import OwnRun, for_models
from hushed.outcomes import OUTCOMES, Setting
from hushed.random import Draws
from hushed.scenario.changes import Change
from hushed.scenario.reader import changed_scenario
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, SocietySpec, build_society, society_bytes
from hushed.studies.own import from_data, of_model, of_scenario
from hushed.studies.work import Job, Report
from hushed.studies.written import parts_of

Values = NDArray[np.float64]

_CACHED_BYTES = 1 << 27
"""Memory of one worker for societies that it may need again at another point."""
_LONGEST_MESSAGE = 500
_REHEARSED_PEOPLE, _REHEARSED_ROUNDS = 300, 2


class Common(NamedTuple):
    """What all units of a study share."""

    scenario: Scenario
    outcomes: tuple[str, ...]
    keep: str
    rounds: tuple[int, ...] | None
    own: Chosen | None
    "The user's own model, if that is studied."


class UnitFailed(Exception):
    """A unit went wrong; says at which stage and why."""

    def __init__(self, stage: str, error: Exception) -> None:
        self.stage = stage
        super().__init__(_in_one_line(error))


def run_unit(job: Job) -> Report:
    """Run a unit; whatever goes wrong in it is in the report. Only an interrupt is raised."""
    began = time.perf_counter()
    try:
        payload = payload_of(job.recipe)
    except UnitFailed as failure:
        spent = time.perf_counter() - began
        return Report(job.unit, "failed", failure.stage, str(failure), spent, host=platform.node(), attempt=job.attempt)
    spent = time.perf_counter() - began
    return Report(job.unit, "done", seconds=spent, host=platform.node(), attempt=job.attempt, payload=payload)


def payload_of(recipe: str) -> bytes:
    """The chunk of a unit: float64, little-endian, shape (replicates, rounds if kept apart, outcomes).

    A unit with fewer replicates than there is room for ends in NaN. Raises UnitFailed.
    """
    asked = json.loads(recipe)
    try:
        common = _common(asked["study"])
        scenario, own = _at_point(common, asked["set"])
    except Exception as error:
        raise UnitFailed("reading", error) from error
    rounds = () if common.rounds is None else (len(common.rounds),)
    values = np.full((asked["room"], *rounds, len(common.outcomes)), np.nan, dtype="<f8")
    for place in range(asked["count"]):
        values[place] = _replicate(scenario, own, common, asked["first"] + place)
    return values.tobytes()


def _at_point(common: Common, values: Mapping[str, Any]) -> tuple[Scenario, Chosen | None]:
    """The scenario, and the own model, with the values of a point."""
    ours = of_scenario(values) if common.own else values
    changes = [Change(f"{path} = {value!r}", parts_of(path), value) for path, value in ours.items()]
    own = common.own.with_parameters(of_model(values)) if common.own else None
    return changed_scenario(common.scenario, changes), own


def rehearse(recipe: str) -> None:
    """Play a unit's scenario for a moment among few people, so that all it needs is compiled; what goes wrong is let
    pass, for the unit itself will tell."""
    asked = json.loads(recipe)
    study = json.loads(asked["study"])
    study["scenario"].update(rounds=_REHEARSED_ROUNDS)
    loaded = Scenario.model_validate(study["scenario"]).society.file is not None
    few = {} if loaded else {"society.population": _REHEARSED_PEOPLE}
    asked |= {"study": json.dumps(study | {"keep": "last", "rounds": None}), "set": asked["set"] | few, "count": 1}
    with suppress(UnitFailed):
        payload_of(json.dumps(asked))


@lru_cache(maxsize=4)
def _common(text: str) -> Common:
    asked = json.loads(text)
    rounds = None if asked["rounds"] is None else tuple(asked["rounds"])
    scenario = Scenario.model_validate(asked["scenario"])
    own = from_data(asked["model"]) if "model" in asked else None
    return Common(scenario, tuple(asked["outcomes"]), asked["keep"], rounds, own)


def _replicate(scenario: Scenario, own: Chosen | None, common: Common, replicate: int) -> Values:
    try:
        beliefs = own is not None or minds_the_line(scenario.policy()[0])
        society = _societies.get(scenario, replicate, beliefs=beliefs)
    except Exception as error:
        raise UnitFailed("society", error) from error
    try:
        if own is not None:
            return _own_played(own, scenario, common, for_models(society), replicate)
        return _played(scenario, common, society, replicate)
    except Exception as error:
        raise UnitFailed("playing", error) from error


def _played(scenario: Scenario, common: Common, society: Society, replicate: int) -> Values:
    """Outcomes of the rounds that are kept, shape (rounds, outcomes), or (outcomes,) of the last or of all rounds."""
    regime, reactions = scenario.policy()
    wanted = [OUTCOMES[name].value for name in common.outcomes]
    kept = frozenset(_rounds_needed(common, scenario.rounds))
    run = Simulation(society, regime, reactions, seed=scenario.seed, replicate=replicate)
    rows = []
    try:
        for record in run.rounds(scenario.rounds):
            if run.round - 1 in kept:
                setting = Setting(society.size, society.online.ties, regime, run.round - 1)
                rows.append([value(record, setting) for value in wanted])
    finally:
        run.close()
    return _kept(rows, common)


def _own_played(own: Chosen, scenario: Scenario, common: Common, society: Society, replicate: int) -> Values:
    """The same of a user's own model."""
    kept = frozenset(_rounds_needed(common, scenario.rounds))
    run = OwnRun(own, society, Draws(scenario.seed, replicate))
    rows = []
    for round in range(scenario.rounds):
        outcomes = run.step(round)
        if round in kept:
            rows.append([outcomes[name] for name in common.outcomes])
    return _kept(rows, common)


def _kept(rows: list[list[float]], common: Common) -> Values:
    if common.keep == "mean":
        return np.asarray(np.array(rows).mean(axis=0))
    return np.array(rows[0] if common.keep == "last" else rows)


def _rounds_needed(common: Common, rounds: int) -> tuple[int, ...] | range:
    if common.rounds is not None:
        return common.rounds
    return range(rounds) if common.keep == "mean" else (rounds - 1,)


class _Societies:
    """Societies drawn lately, so that points which meet the same people draw them once; the oldest give way."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Any, tuple[Society, int]] = OrderedDict()
        self._bytes = 0

    def get(self, scenario: Scenario, replicate: int, *, beliefs: bool) -> Society:
        """The society of a scenario and replicate, drawn if it was not lately."""
        key = (scenario.society, scenario.seed, replicate, beliefs)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key][0]
        society = build_society(scenario.society, seed=scenario.seed, replicate=replicate, beliefs=beliefs)
        self._keep(key, society, _bytes_of(scenario.society, society, beliefs=beliefs))
        return society

    def _keep(self, key: Any, society: Society, size: int) -> None:
        if size > _CACHED_BYTES:
            return
        self._drawn[key] = society, size
        self._bytes += size
        while self._bytes > _CACHED_BYTES:
            _, (_, freed) = self._drawn.popitem(last=False)
            self._bytes -= freed


_societies = _Societies()


def _bytes_of(spec: SocietySpec, society: Society, *, beliefs: bool) -> int:
    """About how much memory a society holds; of a loaded one, by its ties and traits."""
    if spec.file is None:
        return society_bytes(spec, beliefs=beliefs).kept
    return 16 * society.online.ties + 64 * society.size


def _in_one_line(error: Exception) -> str:
    if isinstance(error, InputError):
        text = "; ".join(error.lines)
    elif isinstance(error, MemoryError):
        text = "there is not enough memory for this"
    else:
        text = f"{type(error).__name__}: {error}"
    return " ".join(text.split())[:_LONGEST_MESSAGE]
