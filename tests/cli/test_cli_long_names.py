"""A name longer than the system allows is a mistake like any other, wherever it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import SMALL, Command

NAME = "x" * 4_000
RUN = ("run", "sesame-credit", *SMALL)

READ = (
    ("run", NAME),
    ("run", "sesame-credit", "--network", NAME),
    ("check", NAME),
    ("odd", NAME),
    ("compare", NAME, "--without", "scoring"),
    ("attribute", NAME),
    ("recover", NAME, "--abolish", "all"),
    ("safeguards", NAME),
    ("explore", NAME),
    ("report", NAME),
    ("sensitivity", NAME),
    ("sweep", NAME),
    ("resume", NAME),
    ("export", NAME, "table.csv"),
    ("merge", NAME, "-o", "merged"),
)
WRITTEN = (
    (*RUN, "-o", NAME),
    (*RUN, "-o", NAME, "--overwrite"),
    ("compare", "sesame-credit", *SMALL, "--without", "scoring", "-o", NAME),
    ("attribute", "sesame-credit", *SMALL, "-o", NAME),
    ("recover", "sesame-credit", *SMALL, "--abolish", "all", "-o", NAME),
    ("safeguards", "sesame-credit", *SMALL, "-o", NAME),
    ("odd", "sesame-credit", "-o", f"{NAME}.md"),
    ("new", f"{NAME}.toml"),
    ("explore", "-o", f"{NAME}.html"),
    ("report", "result", "-o", f"{NAME}.html"),
    ("sweep", "study.toml", "-o", NAME),
    ("sensitivity", "study.toml", "--method", "morris", "-o", NAME),
    ("export", "study", f"{NAME}.csv"),
    ("merge", "study", "-o", NAME),
    ("replicate", "daymude-2025", "-o", NAME),
)
STUDY = """study = 1
scenario = "sesame-credit"
replicates = 2
[set]
"society.population" = 20
"society.online.mean_degree" = 4
rounds = 2
[uncertainties]
"regime.scoring.severity" = { low = 0.1, high = 0.2, steps = 2 }
"""


@pytest.mark.parametrize("arguments", READ, ids=lambda typed: typed[0])
def test_too_long_to_be_read(hushed: Command, arguments: tuple[str, ...]) -> None:
    ended = hushed(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "File name too long" in ended.err or "no such folder" in ended.err


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
@pytest.mark.parametrize("arguments", READ, ids=lambda typed: typed[0])
def test_what_is_no_name_at_all(hushed: Command, arguments: tuple[str, ...], name: str) -> None:
    ended = hushed(*(name if word == NAME else word for word in arguments))
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("arguments", WRITTEN, ids=lambda typed: typed[0])
def test_too_long_to_be_written(hushed: Command, arguments: tuple[str, ...]) -> None:
    sweep = ("sweep", "study.toml", "-o", "study", "--executor", "in-process")
    made = {"result": (*RUN, "-o", "result"), "study": sweep}
    Path("study.toml").write_text(STUDY)
    for needed in made.keys() & set(arguments):
        assert hushed(*made[needed]).code == 0
    before = sorted(map(str, Path().rglob("*")))
    ended = hushed(*arguments)
    assert ended.code == 2, ended.err
    assert "File name too long" in ended.err
    assert sorted(map(str, Path().rglob("*"))) == before


def test_a_study_of_a_scenario_with_a_name_too_long(hushed: Command) -> None:
    Path("study.toml").write_text(f'study = 1\nscenario = "{"x" * 900}"\n')
    ended = hushed("sweep", "study.toml")
    assert ended.code == 2
    assert "study.toml:2: scenario: no such file" in ended.err


def test_an_instrument_with_a_name_too_long_is_unknown_before_a_folder_is_called_after_it(hushed: Command) -> None:
    ended = hushed("compare", "sesame-credit", "--without", NAME)
    assert ended.code == 2
    assert "there is no instrument 'xxx" in ended.err


def test_a_folder_called_after_a_long_name_leaves_room(hushed: Command) -> None:
    name = "ä" * 120
    assert hushed("new", f"{name}.toml").code == 0
    for command in ("run", "attribute"):
        assert hushed(command, f"{name}.toml", *SMALL, "--replicates", "2").code == 0
    assert len(list(Path("results").iterdir())) == 2
