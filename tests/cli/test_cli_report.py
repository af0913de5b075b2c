"""`hushed report`: what it writes, where, and what it says when it cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import SMALL, Command

from hushed.results import flushing

NOTICE = "Invented people. A model, not a forecast."


@pytest.fixture
def result(hushed: Command) -> str:
    """The folder of a small run."""
    assert hushed("run", "sesame-credit", *SMALL, "--replicates", 2, "-o", "results/mine", "--quiet").code == 0
    return "results/mine"


def test_a_report_lies_beside_the_result_and_is_never_written_over(hushed: Command, result: str) -> None:
    ended = hushed("report", result)
    assert ended.code == 0, ended.err
    page = Path("results/report.html")
    assert str(page) in ended.out
    assert NOTICE in ended.out
    before = page.read_bytes()
    assert before.startswith(b"<!doctype html>")
    refused = hushed("report", result)
    assert (refused.code, refused.out) == (2, "")
    assert "exists already" in refused.err
    assert hushed("report", result, "--overwrite", "--quiet").out == f"{page}\n"
    assert page.read_bytes() == before


def test_json_tells_the_file_its_size_and_the_results(hushed: Command, result: str) -> None:
    assert hushed("compare", result, "--without", "association", "--replicates", 2, "-o", "other", "--quiet").code == 0
    told = hushed("report", result, "other", "-o", "both.html", "--json").json
    assert told == {"report": "both.html", "bytes": Path("both.html").stat().st_size, "results": [result, "other"]}
    assert "2 results" in Path("both.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "nothing: no such folder"),
        (("results",), "results: is no result of hushed; it holds some: results/mine"),
        (("results/mine", "-o", "report.pdf"), "give it a name that ends in .html"),
        (("results/mine", "-o", "results/mine/scenario.toml/report.html"), "cannot be written"),
        (("results/mine", "-o", "folder.html"), "is a folder"),
        (("results/mine", "--seed", 3), "--seed is for the command that plays"),
        (("results/mine", "--quick"), "--quick is for the command that plays"),
        (("results/mine/scenario.toml",), "is no result of hushed"),
        ((), "missing argument"),
    ],
)
def test_mistakes_are_told_in_a_line_and_leave_nothing(
    hushed: Command, result: str, arguments: tuple[object, ...], said: str
) -> None:
    Path("folder.html").mkdir()
    before = sorted(Path().rglob("*"))
    ended = hushed("report", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1
    assert sorted(Path().rglob("*")) == before
    assert result


def test_a_page_appears_whole_or_not_at_all(hushed: Command, result: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hushed("report", result, "-o", "page.html").code == 0
    before = Path("page.html").read_bytes()

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flushing, "write_flushed", full)
    for file in ("page.html", "new.html"):
        ended = hushed("report", result, "-o", file, "--overwrite")
        assert (ended.code, ended.out) == (2, "")
        assert "the disk is full" in ended.err
    assert Path("page.html").read_bytes() == before
    assert sorted(os.listdir()) == ["page.html", "results"]


def test_a_damaged_result_is_told(hushed: Command, result: str) -> None:
    metadata = Path(result, "outcomes.zarr", "chill", "zarr.json")
    metadata.write_text("{}")
    ended = hushed("report", result)
    assert ended.code == 2
    assert "damaged" in ended.err


def test_a_study_of_which_nothing_is_played_is_told(hushed: Command) -> None:
    from hushed.studies.folder import create_folder
    from hushed.studies.reader import read_study

    Path("study.toml").write_text(
        'study = 1\nscenario = "sesame-credit"\nreplicates = 1\n[levers]\n"regime.scoring.severity" = [0.1]\n'
    )
    create_folder(Path("begun"), read_study("study.toml"))
    ended = hushed("report", "begun")
    assert (ended.code, ended.out) == (2, "")
    assert "nothing of this study was played to its end; to go on, or to see why: hushed resume begun" in ended.err
