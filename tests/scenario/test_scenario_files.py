"""Scenario files that cannot be read, and scenarios in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hushed.errors import InputError
from hushed.regime.sanctions import Tier
from hushed.regime.schedule import Schedule
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.told import layer_in_words, value_in_words


def failing(number: int) -> object:
    """Something that fails as a disk does."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fails


def message(source: str | Path) -> str:
    with pytest.raises(InputError) as told:
        read_scenario(source)
    return str(told.value)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.toml").write_text("schema = 1\n")
    monkeypatch.setattr(Path, "open", failing(errno.EACCES))
    assert message(tmp_path / "mine.toml") == f"{tmp_path / 'mine.toml'}: cannot be read: Permission denied"
    assert message("x" * 3_000).endswith(": cannot be read: File name too long")


def test_a_file_that_is_not_there_is_told_where_the_folder_cannot_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "iterdir", failing(errno.EACCES))
    assert "no such file, and no scenario in the library has that name" in message(tmp_path / "mine.toml")


def test_a_kind_that_is_no_text_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as told:
        parse_scenario("schema = 1\nrounds = 5\n[society]\nonline = { generator = 5 }\n", name="mine.toml")
    assert str(told.value).startswith("mine.toml:4: society.online.generator: found a whole number, 5; allowed: ")


def test_nesting_without_end_is_refused_in_words() -> None:
    with pytest.raises(InputError) as told:
        parse_scenario("schema = 1\nrounds = " + "[" * 60 + "]" * 60, name="mine.toml")
    assert str(told.value) == "mine.toml: tables and arrays nested more than 32 deep; a scenario needs four"


def test_an_authority_that_reacts_is_one_change_of_a_scenario() -> None:
    scenario = read_scenario("sesame-credit")
    adapted = scenario.with_adaptive_authority()
    assert (scenario.regime.authority.mode, adapted.regime.authority.mode) == ("fixed", "adaptive")
    assert adapted.table() | {"regime": None} == scenario.table() | {"regime": None}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.25, "0.25"),
        (100_000, "100,000"),
        (True, "true"),
        ("uniform", "uniform"),
        (Schedule(at=(0, 52), value=(0.3, 1.0), between="step"), "0.3 from round 0, 1 from round 52"),
        (
            Schedule(at=(0, 52), value=(0.0, 1.0), between="linear"),
            "0 from round 0, 1 from round 52 (straight lines between)",
        ),
        (
            (Tier(domain="bank", threshold=0.2, rounds=26), Tier(domain="travel", threshold=0.5, rounds=4)),
            "bank below 0.2; travel below 0.5",
        ),
    ],
)
def test_values_are_read_aloud(value: object, words: str) -> None:
    assert value_in_words(value) == words


def test_layers_are_read_aloud_and_a_network_file_without_its_path() -> None:
    scenario = parse_scenario(
        'schema = 1\nrounds = 5\n[society]\nonline = { generator = "file", path = "ties.csv" }\noffline = "same"\n'
    )
    assert layer_in_words(scenario.society.online) == "from a network file, of which the shape is kept"
    assert layer_in_words(scenario.society.offline) == "the same ties as online"
    made = parse_scenario('schema = 1\nrounds = 5\n[society]\nonline = { generator = "holme-kim", mean_degree = 10 }\n')
    assert layer_in_words(made.society.online).startswith("holme-kim (mean degree 10")
