"""Where a result came from: enough to repeat it, nothing about who made it or who stood in a network file."""

from __future__ import annotations

import getpass
import hashlib
import json
import platform
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from hushed.experiments.run import run
from hushed.results.provenance import identity
from hushed.results.store import load, save
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.society.loading import load_network

NAMES = ["anaximander", "boudicca", "cassiopeia", "demosthenes", "eratosthenes", "fibonacci"]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A ring of six named people, with one tie repeated and one self-loop."""
    ties = [f"{NAMES[at]},{NAMES[(at + 1) % 6]}" for at in range(6)]
    path = tmp_path / "ties.csv"
    path.write_text("\n".join(["source,target", *ties, f"{NAMES[1]},{NAMES[0]}", f"{NAMES[2]},{NAMES[2]}"]) + "\n")
    return path


def test_it_holds_versions_and_a_scenario_that_parses_back(small: xr.Dataset) -> None:
    attributes = small.attrs
    assert attributes["numpy_version"] == np.__version__
    assert attributes["python_version"] == platform.python_version()
    scenario = parse_scenario(attributes["scenario"])
    assert (scenario.rounds, scenario.seed, scenario.society.population) == (8, 5, 300)
    assert attributes["scenario_sha256"] == hashlib.sha256(attributes["scenario"].encode()).hexdigest()
    assert all(isinstance(value, str | int | float) for value in attributes.values())


def test_it_names_no_host_and_no_user(small: xr.Dataset) -> None:
    told = json.dumps({key: value for key, value in small.attrs.items() if key != "scenario"}).lower()
    for name in {platform.node(), getpass.getuser()} - {""}:
        assert f'"{name.lower()}' not in told
    assert small.attrs["machine"].split() == [platform.system(), platform.machine()]


def test_a_network_leaves_its_counts_and_digest_but_no_label(network: Path, tmp_path: Path) -> None:
    dataset = run(read_scenario("sesame-credit", network=network, rounds=3))
    folder = save(dataset, tmp_path / "results" / "one")
    attributes = load(folder).attrs
    assert attributes["network_shape_sha256"] == load_network(network, seed=99).shape
    assert hashlib.sha256(network.read_bytes()).hexdigest() not in json.dumps(attributes, default=str)
    counts = [attributes[f"network_{what}"] for what in ("people", "ties", "duplicates", "self_loops")]
    assert counts == [6, 6, 1, 1]
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes().lower()
            assert not any(name.encode() in content for name in NAMES), file


def test_a_stored_scenario_names_the_network_as_seen_from_its_folder(network: Path, tmp_path: Path) -> None:
    scenario = read_scenario("sesame-credit", network=network, rounds=3)
    folder = save(run(scenario), tmp_path / "results" / "one")
    assert str(tmp_path) not in (folder / "scenario.toml").read_text()
    again = read_scenario(folder / "scenario.toml")
    assert Path(again.society.file.path).resolve() == network.resolve()  # type: ignore[union-attr]
    assert identity(again, shape="s") == identity(scenario, shape="s") != identity(scenario, shape="t")


def test_the_identity_follows_the_ties_of_a_network_and_neither_its_place_nor_its_labels(tmp_path: Path) -> None:
    def told(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text)
        return str(run(read_scenario("sesame-credit", network=path, rounds=1)).attrs["scenario_sha256"])

    named = told("a.csv", "ann,bob\nbob,cy\n")
    assert named == told("b.csv", "ann,bob\nbob,cy\n") == told("c.tsv", "1\t2\n2\t33\n")
    assert named != told("d.csv", "ann,bob\nbob,cy\ncy,ann\n")
