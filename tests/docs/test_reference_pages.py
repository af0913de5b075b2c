"""The reference is what hushed says of itself today, and nothing that a user can write, type or read is left out."""

from __future__ import annotations

import re

import pytest
import reference
import typer

import hushed
from hushed.cli.app import app
from hushed.outcomes import OUTCOMES
from hushed.scenario.shape import paths

PAGES = reference.pages()
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_that_are_kept_are_those_that_would_be_made(name):
    kept = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert kept == PAGES[name], f"docs/reference/{name} has fallen behind: make reference"


def test_every_parameter_of_a_scenario_is_there():
    rows = re.findall(r"^\| (?:&emsp;)?`(\w+)` \|", PAGES["scenario.md"], re.MULTILINE)
    tables = re.findall(r"^##+ `\[+([\w.]+)\]+`$", PAGES["scenario.md"], re.MULTILINE)
    named = {*rows, *(table.rpartition(".")[2] for table in tables), "distribution", "generator"}
    schedules = {"at", "value", "between"}
    assert {path.rpartition(".")[2] for path in paths()} - schedules <= named


def test_every_outcome_is_there_with_its_sentence_and_formula():
    for name, outcome in OUTCOMES.items():
        (row,) = (line for line in PAGES["outcomes.md"].splitlines() if f"| `{name}` |" in line)
        assert outcome.sentence in row
        assert outcome.formula.replace("*", "\\*") in row


def test_every_option_of_every_command_is_there():
    for name, command in COMMANDS.items():
        section = PAGES["commands.md"].split(f"\n## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            for written in parameter.opts:
                if written.startswith("-") and parameter.name != "help":
                    assert written in section, f"{name} {written}"


def test_every_public_name_is_there_and_explained():
    for name in set(hushed.__all__) - {"__version__"}:
        section = PAGES["python.md"].split(f"\n### {name}\n")[1].split("\n##")[0]
        assert len(section.split()) >= 10, name
