"""From what the user typed to a scenario: a file, a library name or an earlier result, with options on top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushed.cli.options import whole_number
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.scenario.schema import Scenario

QUICK_POPULATION = 5_000
"""People in a first look."""
REPLICATES, QUICK_REPLICATES = 10, 3
"""Societies that an experiment of several arms meets, and those it meets in a first look."""

_LONGEST_NAME = 200
"""Bytes of a folder's name that follows from another; systems allow 255, and what is half made needs some."""


@dataclass(frozen=True)
class Asked:
    """The options that change a scenario, as they were typed."""

    rounds: int | None = None
    population: str | None = None
    seed: int | None = None
    network: Path | None = None
    changes: tuple[str, ...] = ()
    quick: bool = False

    def as_changes(self) -> list[str]:
        """Every change in the words of a `--set`, for the record."""
        named = {"rounds": self.rounds, "society.population": self.population, "seed": self.seed}
        listed = [*self.changes, *(f"{path}={value}" for path, value in named.items() if value is not None)]
        return listed + (["society.online=FILE"] if self.network else []) + (["--quick"] if self.quick else [])


@dataclass(frozen=True)
class Recorded:
    """What an earlier result says about how it came to be."""

    folder: Path
    attributes: Mapping[str, Any]

    @property
    def experiment(self) -> str:
        """What kind of result it is: a key of `results.about.COMMANDS`."""
        return str(self.attributes["experiment"])

    @property
    def replicates(self) -> int:
        """Replicates that were asked for."""
        return int(self.attributes["replicates"])


def recorded(source: str) -> Recorded | None:
    """The record of an earlier result, if that is what the source is; InputError if it has been tampered with."""
    from hushed.results.store import SCENARIO, is_result, load
    from hushed.scenario.files import read_text

    folder = Path(source)
    if not is_result(folder):
        return None
    attributes = load(folder).attrs
    if read_text(folder / SCENARIO)[0].replace("\r\n", "\n") != attributes["scenario"]:
        raise InputError(
            f"{folder / SCENARIO}: was changed since the run, so the result cannot be repeated from it; "
            f"to run the changed scenario, name the file: {folder / SCENARIO}"
        )
    return Recorded(folder, attributes)


def scenario_of(source: str, asked: Asked, record: Recorded | None) -> Scenario:
    """The scenario to run; InputError with every mistake, and if a network file is not the recorded one any more."""
    from hushed.results.store import SCENARIO
    from hushed.scenario.reader import read_scenario

    file = str(record.folder / SCENARIO) if record else source
    named: dict[str, Any] = {"rounds": asked.rounds, "seed": asked.seed, "network": asked.network}
    people = whole_number(asked.population, option="--population")
    scenario = read_scenario(file, changes=asked.changes, population=people, **named)
    if asked.quick and scenario.society.file is None and scenario.society.population > QUICK_POPULATION:
        scenario = read_scenario(file, changes=asked.changes, population=QUICK_POPULATION, **named)
    if record:
        _check_network(record, scenario)
    return scenario


def _check_network(record: Recorded, scenario: Scenario) -> None:
    from hushed.society.loading import load_network

    file = scenario.society.file
    expected = record.attributes.get("network_shape_sha256")
    was = record.folder / str(record.attributes.get("network_path", ""))
    if file is None or expected is None or Path(file.path).resolve() != was.resolve():
        return
    if load_network(file.path, seed=scenario.seed).shape != expected:
        raise InputError(f"{file.path}: is not the network of {record.folder} any more: its ties have changed")


def default_folder(source: str, record: Recorded | None) -> Path:
    """results/NAME, with a number behind it if that is taken."""
    name = record.folder.name if record else Path(source).name.removesuffix(".toml")
    name = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "scenario"
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    stem = re.sub(r"-\d+$", "", name) if record else name
    candidates = (Path("results", stem if number == 1 else f"{stem}-{number}") for number in range(1, 1_000_000))
    return next(folder for folder in candidates if not folder.exists())


def replicates_of(asked: int | None, record: Recorded | None, *experiments: str, quick: bool) -> int:
    """How many replicates to play: as asked for, as in the earlier result of such an experiment, or the usual."""
    if asked is not None:
        return asked
    if record and record.experiment in experiments:
        return record.replicates
    return QUICK_REPLICATES if quick else REPLICATES
