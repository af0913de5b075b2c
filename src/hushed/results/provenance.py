"""Where a result came from: everything needed to repeat it, and nothing about who made it."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from hushed.models.chosen import WITHIN, Chosen
from hushed.scenario.schema import Scenario
from hushed.scenario.writing import toml_text
from hushed.society.society import Society

Value = str | int | float
Provenance = dict[str, Value]
"""Flat, so that it fits the attributes of any file format."""

FORMAT = 1
"""The version of the result format that this hushed writes and reads."""
PACKAGES = ("hushed", "numpy", "numba", "scipy", "xarray", "zarr")


def provenance(
    scenario: Scenario, *, experiment: str, replicates: int, society: Society, model: Chosen | None = None
) -> Provenance:
    """The origin of a result: scenario, seed, replicates, versions, machine, date, and the file of a loaded network.

    Of the machine it tells the system and the number of cores, of a network file its path, counts and the digest of
    its shape, which labels do not enter; no names of people, hosts or nodes. Of a user's own model it tells the
    reference, the digest of its source and every parameter.
    """
    return {
        "hushed_result": FORMAT,
        "experiment": experiment,
        "title": scenario.title,
        "scenario": scenario.to_toml(),
        "scenario_sha256": identity(scenario, shape=society.reading.shape if society.reading else ""),
        "seed": scenario.seed,
        "replicates": replicates,
        "rounds": scenario.rounds,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        **{f"{package}_version": version(package) for package in PACKAGES},
        "python_version": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "machine_cores": os.cpu_count() or 1,
        **_network(scenario, society),
        **(_own(model) if model else {}),
    }


def _own(model: Chosen) -> Provenance:
    parameters = {f"{WITHIN}{name}": value for name, value in model.parameters.items()}
    return {"model": model.reference, "model_sha256": model.digest, **parameters}


def _network(scenario: Scenario, society: Society) -> Provenance:
    file, reading = scenario.society.file, society.reading
    if file is None or reading is None:
        return {}
    loaded = society.online if scenario.society.online is file or society.offline is None else society.offline
    return {
        "network_path": file.path,
        "network_shape_sha256": reading.shape,
        "network_people": loaded.people,
        "network_ties": loaded.ties,
        "network_duplicates": reading.duplicates,
        "network_self_loops": reading.self_loops,
    }


def identity(scenario: Scenario, *, shape: str = "") -> str:
    """SHA-256 of the canonical scenario in which a network file stands by the digest of its shape, wherever it lies."""
    if scenario.society.file is None:
        return scenario.digest()
    return hashlib.sha256(with_network(scenario, f"shape:{shape}").encode()).hexdigest()


def with_network(scenario: Scenario, path: str) -> str:
    """Canonical TOML of the scenario with another path in place of that of its network file."""
    table = scenario.table()
    for layer in ("online", "offline"):
        ties = table["society"].get(layer)
        if isinstance(ties, dict) and ties.get("generator") == "file":
            ties["path"] = path
    return toml_text(table)


def seen_from(folder: Path, path: str) -> str:
    """A path as it is written in a file in a folder: relative, so that the two can move together."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # On Windows, another drive.
        return path


def described_changes(changes: Sequence[str]) -> Provenance:
    """The changes made on the command line, one a line, as part of a provenance."""
    return {"changes": "\n".join(changes)} if changes else {}
