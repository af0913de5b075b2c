"""The bill of materials is sound CycloneDX, says what the lock says, and is the same each time."""

from __future__ import annotations

import json
import subprocess
import sys

import bill
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from locked import ROOT, locks, npm_locked

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


@pytest.fixture(scope="module")
def made() -> dict[str, object]:
    made: dict[str, object] = bill.bill()
    return made


def test_it_is_valid_by_the_published_schema() -> None:
    assert VALIDATOR.validate_str(bill.text()) is None
    broken = json.loads(bill.text()) | {"components": [{"type": "library"}]}
    assert VALIDATOR.validate_str(json.dumps(broken)) is not None


def test_it_is_the_same_each_time() -> None:
    script = "import sys; sys.path.append('supply'); import bill; sys.stdout.write(bill.text())"
    texts = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert texts == {bill.text().encode()}


def test_it_names_what_the_wheel_needs_with_the_digests_of_the_lock(made) -> None:
    locked = {f"pkg:pypi/{each.name}@{each.version}": each for each in locks()["run"]}
    told = {each["purl"]: each for each in made["components"]}
    python = {purl: each for purl, each in told.items() if purl.startswith("pkg:pypi/")}
    assert python.keys() <= locked.keys()
    names = {locked[purl].name for purl in python}
    assert names >= {"numpy", "scipy", "numba", "zarr", "llvmlite", "pydantic-core"}
    # What only builds hushed is no part of it.
    assert not {"hatchling", "trove-classifiers", "pathspec"} & names
    for purl, each in python.items():
        (where,) = each["externalReferences"]
        assert {digest["content"] for digest in where["hashes"]} == set(locked[purl].digests)
    bundled = {f"{each.name}@{each.version}" for each in npm_locked() if not each.only_builds}
    assert {purl.removeprefix("pkg:npm/") for purl in told.keys() - python.keys()} == bundled


def test_its_dependencies_lead_from_hushed_to_every_component(made) -> None:
    needs = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    waiting, reached = [made["metadata"]["component"]["bom-ref"]], set()
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += needs[ref]
    assert reached == needs.keys()
    assert reached == {each["bom-ref"] for each in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
