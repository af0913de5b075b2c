"""What is typed becomes a number, a device, a folder's name, or one clear message."""

from __future__ import annotations

from pathlib import Path

import pytest

from hushed.cli.options import device_named, whole_number
from hushed.cli.reading import Asked, default_folder
from hushed.errors import InputError


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5000", 5000),
        ("100_000", 100_000),
        ("100,000", 100_000),
        ("1e6", 10**6),
        (" 7 ", 7),
        ("-3", -3),
        ("2.50e1", 25),
    ],
)
def test_a_whole_number_is_understood_however_it_is_written(text: str, number: int) -> None:
    assert whole_number(text, option="--population") == number
    assert whole_number(None, option="--population") is None


@pytest.mark.parametrize("text", ["", "many", "1.5", "nan", "inf", "1e999", "0x10", "9007199254740993e0.5", "7" * 100])
def test_what_is_no_whole_number_is_told_in_short(text: str) -> None:
    with pytest.raises(InputError) as told:
        whole_number(text, option="--population")
    assert str(told.value) == f"--population: '{text[:40]}' is no whole number; write 5000, 100_000 or 1e6"


def test_a_number_is_not_rounded() -> None:
    """2**53 + 1 has no equal among numbers with a point."""
    with pytest.raises(InputError, match="is no whole number"):
        whole_number("9007199254740993", option="--population")


def test_a_device_has_a_name() -> None:
    assert (device_named("cpu"), device_named("gpu")) == ("cpu", "gpu")
    with pytest.raises(InputError, match="--device: 'gup' is no device; did you mean 'gpu'"):
        device_named("gup")
    with pytest.raises(InputError) as told:
        device_named("x" * 1000)
    assert len(str(told.value)) < 100


def test_a_result_gets_a_name_that_is_free_and_fit_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for source, name in (("peer pressure?.toml", "peer-pressure"), ("a/b/c.toml", "c"), ("...", "scenario")):
        assert default_folder(source, None) == Path("results", name)
    (tmp_path / "results" / "c").mkdir(parents=True)
    assert default_folder("c.toml", None) == Path("results", "c-2")


def test_what_was_asked_is_recorded_as_changes_without_the_place_of_a_network() -> None:
    asked = Asked(rounds=5, population="1e3", network=Path("secret/place.csv"), changes=("a=1",), quick=True)
    expected = ["a=1", "rounds=5", "society.population=1e3", "society.online=FILE", "--quick"]
    assert asked.as_changes() == expected
    assert Asked().as_changes() == []
