"""`hushed odd`: where the description goes, and what it never tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import SMALL, Command


def test_it_prints_or_writes_the_same_description(hushed: Command) -> None:
    printed = hushed("odd", "sesame-credit")
    assert printed.code == 0
    written = hushed("odd", "sesame-credit", "-o", "odd.md")
    assert (written.code, Path("odd.md").read_text(encoding="utf-8")) == (0, printed.out)
    assert written.out.startswith("Wrote odd.md: the ODD description of “Opt-in, then mandatory”")
    assert hushed("odd", "sesame-credit", "-o", "again.md", "--quiet").out == "again.md\n"
    assert "Invented people. A model, not a forecast." in printed.out


def test_options_change_the_scenario_described(hushed: Command) -> None:
    text = hushed("odd", "sesame-credit", "--quick", "--seed", 9, "--set", "regime.scoring.severity=0.75").out
    assert "5,000 invented people" in text
    assert "`regime.scoring.severity` = 0.75 (score)" in text
    assert "Seed: 9." in text


def test_json_holds_elements_parameters_and_outcomes(hushed: Command) -> None:
    told = hushed("odd", "informers", "--json").json
    assert [element["number"] for element in told["elements"]] == [1, 2, 3, 4, 5, 6, 7]
    assert told["notice"] == "Invented people. A model, not a forecast."
    assert told["file"] is None
    assert {"unit", "formula", "sentence"} == set(told["outcomes"]["chill"])
    severity = next(row for row in told["parameters"] if row["path"] == "regime.scoring.severity")
    assert (severity["unit"], severity["status"]) == ("score", "acts")


def test_a_result_is_described_by_the_scenario_it_was_run_with(hushed: Command) -> None:
    assert hushed("run", "free-society", *SMALL, "-o", "result", "--quiet").code == 0
    assert "300 invented people" in hushed("odd", "result").out


def test_what_exists_is_spared_and_what_cannot_be_written_leaves_nothing(
    hushed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("odd.md").write_text("mine")
    refused = hushed("odd", "free-society", "-o", "odd.md")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "hushed: odd.md: exists already; choose another name, or replace it with --overwrite\n"
    assert hushed("odd", "free-society", "-o", "no/such/odd.md").code == 2
    assert "is a folder" in hushed("odd", "free-society", "-o", ".").err

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    failed = hushed("odd", "free-society", "-o", "odd.md", "--overwrite")
    assert (failed.code, failed.err) == (2, "hushed: odd.md: the disk is full; free some space and try again\n")
    assert Path("odd.md").read_text() == "mine"
    assert [each.name for each in Path().iterdir()] == ["odd.md"]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_loaded_network_leaves_no_name_in_it(hushed: Command, more: tuple[str, ...]) -> None:
    Path("friends-of-ann.csv").write_text("ann,bob\nbob,cleo\n")
    text = hushed("odd", "sesame-credit", "--network", "friends-of-ann.csv", *more).out
    assert "shape of a network read from a file" in " ".join(text.replace("\\n", " ").split())
    for word in ("friends-of-ann", "bob", "cleo", str(Path.cwd())):
        assert word not in text
