"""The pages on own models and on sensitivity show the files that are there, and those files do what the pages say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import hushed
from hushed.cli.start import run_command

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / f"{name}.md").read_text() for name in ("own-models", "sensitivity")}
FEW = {"population": 60, "replicates": 2}


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in (DOCS / "examples").iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("page", "file"),
    [("own-models", "my_model.py"), ("own-models", "peer-pressure.toml"), ("sensitivity", "what-chills.toml")],
)
def test_a_page_shows_the_file_as_it_is(page: str, file: str) -> None:
    assert (DOCS / "examples" / file).read_text() in PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_and_page_that_is_named_is_there(page: str) -> None:
    for name in re.findall(r"\]\(([\w/.-]+)\)", PAGES[page]):
        assert (DOCS / name).exists(), name


def test_the_users_own_model_goes_through_everything(examples: Path) -> None:
    small = ["--population", "200", "--rounds", "6", "--quiet"]
    named = ["--model", "my_model.py:PeerPressure", "--set", "model.rate=0.5"]
    assert run_command(["check-model", "my_model.py:PeerPressure", "--quick", "--quiet"]) == 0
    assert run_command(["run", "sesame-credit", *named, *small]) == 0
    assert run_command(["compare", "sesame-credit", *named, "--arm", "model.bar=0.6", "--quick", *small]) == 0
    sizes = ["--population", "60", "--replicates", "2", "--executor", "in-process", "--quiet"]
    assert run_command(["sweep", "peer-pressure.toml", *sizes]) == 0
    assert run_command(["sensitivity", "peer-pressure.toml", "--samples", "4", *sizes]) == 0
    results = hushed.open_study(examples / "results" / "peer-pressure")
    assert results.sizes["point"] == 18
    assert bool(results["done"].all())


def test_the_study_of_sensitivity_can_be_read_with_both_methods(examples: Path) -> None:
    from hushed.studies.sensitivity import read_design

    assert len(read_design(examples / "what-chills.toml", method="morris", **FEW).points) == 140
    assert len(read_design(examples / "what-chills.toml", method="sobol", **FEW).points) == 2048
