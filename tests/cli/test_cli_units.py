"""Every outcome that is printed comes with its unit and a sentence: in its table or right below, and in the JSON."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from commands import Command

from hushed.experiments.recovery.habits import HABITS
from hushed.outcomes import OUTCOMES
from hushed.results.table import HEADLINES, meaning_line, spoken, units_line

TINY = ("--population", "400", "--rounds", "6", "--replicates", "2", "-o", "result")
COMMANDS = {
    "run": ("run", "sesame-credit", *TINY),
    "compare": ("compare", "sesame-credit", "--without", "association", *TINY),
    "attribute": ("attribute", "sesame-credit", *TINY),
    "recover": ("recover", "sesame-credit", "--abolish", "association", *TINY),
    "scan": (
        *("recover", "sesame-credit", "--scan", "regime.scoring.severity", "--from", "0", "--to", "1"),
        *("--steps", "3", "--hold", "2", "--population", "400", "--replicates", "2", "-o", "result"),
    ),
    "sweep": ("sweep", "study.toml", "--executor", "in-process", "-o", "result"),
    "sensitivity": ("sensitivity", "what.toml", "--executor", "in-process", "-o", "result"),
}
STUDY = """
study = 1
scenario = "sesame-credit"
replicates = 2
[set]
rounds = 3
"society.population" = 300
[levers]
"regime.scoring.severity" = [0.1, 0.9]
"""
WHAT = """
study = 1
scenario = "sesame-credit"
replicates = 2
design = "morris"
points = 4
[set]
rounds = 3
"society.population" = 300
[levers]
"regime.scoring.severity" = { low = 0.1, high = 0.9 }
"regime.association.weight" = { low = 0.0, high = 0.5 }
"""
DESCRIBED = {name: (each.unit, each.sentence) for name, each in OUTCOMES.items()} | {
    name: (each.unit, each.sentence) for name, each in HABITS.items()
}


@pytest.fixture(autouse=True)
def studies(hushed: Command) -> None:  # noqa: ARG001
    Path("study.toml").write_text(STUDY)
    Path("what.toml").write_text(WHAT)


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def rows_of(text: str) -> set[str]:
    """The outcomes that begin a line of the output: rows of a table, and headings."""
    names = {spoken(name): name for name in DESCRIBED}
    starts = (re.match(r" ?([a-z][a-z0-9 ]*?)  ", line) for line in text.splitlines())
    return {names[start[1]] for start in starts if start and start[1] in names}


@pytest.mark.parametrize("columns", [80, 130])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_has_units_and_sentences(
    hushed: Command, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ended = hushed(*COMMANDS[command])
    assert ended.code == 0, ended.err
    printed, said = rows_of(ended.out) or {"chill"}, flat(ended.out)
    assert len(printed) > 1 or command in ("attribute", "sensitivity")
    for name in printed:
        unit, sentence = DESCRIBED[name]
        told = set(re.findall(r"[\w']+", said))
        # Cells of a table are wrapped beside each other, so of a sentence there the words are looked for.
        assert sentence in said or set(re.findall(r"[\w']+", sentence)) <= told, (name, sentence)
        assert unit in said or set(re.findall(r"[\w']+", unit)) <= told, (name, unit)
        # A column of units that is wrapped looks the same; where there is none a line must tell them in full.
        if " Unit\n" not in "\n".join(line.rstrip() for line in ended.out.splitlines()) + "\n":
            assert unit in said, (name, unit)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_json_of_a_command_has_a_unit_and_a_sentence_for_every_outcome(hushed: Command, command: str) -> None:
    told = hushed(*COMMANDS[command], "--json").json
    columns = told["columns"]
    named = set(told.get("outcomes", {})) | set(told.get("regained", {})) | set(told.get("loops", {}))
    named |= set(told.get("differences", {})) | ({told["outcome"]} if "outcome" in told else set())
    assert named
    for name in named:
        unit, sentence = DESCRIBED[name]
        assert columns[name] == {"unit": unit, "meaning": sentence}


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("run", "columns.csv"),
        ("compare", "differences.csv"),
        ("recover", "recovery.csv"),
        ("scan", "loops.csv"),
        ("attribute", "shares.csv"),
        ("attribute", "interactions.csv"),
    ],
)
def test_tables_that_are_kept_have_a_column_of_units(hushed: Command, command: str, file: str) -> None:
    assert hushed(*COMMANDS[command], "--quiet").code == 0
    rows = list(csv.DictReader(StringIO(Path("result", file).read_text(encoding="utf-8"))))
    assert rows
    for row in rows:
        name = row["column" if file == "columns.csv" else "outcome"]
        if name in DESCRIBED:
            assert row["unit"] == DESCRIBED[name][0]
            assert row.get("meaning", DESCRIBED[name][1]) == DESCRIBED[name][1]
    named = {row["column" if file == "columns.csv" else "outcome"] for row in rows}
    assert named & OUTCOMES.keys()
    assert None not in {key for row in rows for key in row}


def test_a_narrow_run_tells_units_below_and_a_wide_one_beside(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "Units: voice share, chill, bystander chill: share of desired dissent;" in flat(hushed(*COMMANDS["run"]).out)
    monkeypatch.setenv("COLUMNS", "130")
    wide = hushed(*COMMANDS["run"], "--overwrite").out
    assert "Units:" not in wide
    assert "Unit" in wide


def test_lines_of_units_and_meanings() -> None:
    assert units_line({"own_loss": "score", "chill": "share", "seen": "share", "odd": ""}) == (
        "Units: own loss: score; chill, seen: share; odd: a number."
    )
    assert meaning_line("own_loss", "score", "What is lost.") == "own loss (score): What is lost."
    assert set(HEADLINES) <= OUTCOMES.keys()


def test_what_safeguards_prints_has_units(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = ("--population", "300", "--rounds", "8", "--replicates", "2", "--doses", "0,1", "--largest", "1", "--quick")
    monkeypatch.setenv("COLUMNS", "80")
    said = flat(hushed("safeguards", "sesame-credit", *sizes, "-o", "result").out)
    assert "Alone: % restored at dose" in said
    for column in ("Restored", "Gained", "Dose", "Cost", "If it reacts"):
        assert f"{column}: " in said, column
    assert "Restored: share of the speech of the same people left free" in said
    assert "Cost: units of cost" in said
    assert "pt: points, hundredths of the whole" in said


def test_what_explore_prints_has_units(hushed: Command) -> None:
    said = flat(hushed("explore", "sesame-credit", "--no-open", "-o", "page.html").out)
    assert re.search(r"Page page\.html \(\d+ kB\)", said)
