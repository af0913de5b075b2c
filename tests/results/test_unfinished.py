"""What a killed process left half made is taken away by the next; what somebody is making is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hushed
from hushed.results.store import save
from hushed.results.unfinished import put_back, unfinished

posix = pytest.mark.skipif(os.name != "posix", reason="whether a process is gone, as POSIX tells it")


def left_by_another(target: Path, what: str) -> Path:
    """Something half made by a process that is gone."""
    code = (
        f"from pathlib import Path; from hushed.results.unfinished import unfinished; "
        f"made = unfinished(Path({str(target)!r})); {what}; print(made)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return Path(ended.stdout.strip())


@posix
def test_what_the_dead_left_goes_and_what_others_make_stays(tmp_path: Path) -> None:
    target = tmp_path / "result"
    folder = left_by_another(target, "made.mkdir(); (made / 'a').write_text('half')")
    other = left_by_another(tmp_path / "result.2", "made.write_text('half')")
    assert folder.exists()
    assert other.exists()
    made = unfinished(target)
    assert not folder.exists()
    assert other.exists(), "it was made for another target"
    made.mkdir()
    assert unfinished(target) == made
    assert made.exists(), "a process does not take away what it is making itself"


@posix
def test_a_file_half_written_is_taken_away(tmp_path: Path) -> None:
    file = left_by_another(tmp_path / "table.csv", "made.write_text('half')")
    unfinished(tmp_path / "table.csv")
    assert not file.exists()


def test_a_long_name_leaves_room(tmp_path: Path) -> None:
    unfinished(tmp_path / ("ä" * 120)).write_text("fits")


@pytest.mark.parametrize(
    ("one", "other"), [("x" * 150 + "1", "x" * 150 + "2"), ("a\udcff", "a\udcfe"), ("\udcff", "\ud800")]
)
def test_names_that_begin_alike_or_are_no_text_are_told_apart(tmp_path: Path, one: str, other: str) -> None:
    assert unfinished(tmp_path / one) != unfinished(tmp_path / other)
    put_back(tmp_path / one)


@posix
def test_what_was_taken_from_another_name_that_begins_alike_is_not_put_back(tmp_path: Path) -> None:
    one, other = (tmp_path / ("x" * 150 + end) for end in "12")
    left_by_another(one, "made = made.with_suffix('.old'); made.mkdir()")
    put_back(other)
    assert not other.exists()
    put_back(one)
    assert one.is_dir()


def test_what_is_made_is_hidden_and_says_so_in_its_ending(tmp_path: Path) -> None:
    name = unfinished(tmp_path / "result").name
    assert name.startswith(".result.")
    assert name.endswith(".part")


@posix
@pytest.mark.parametrize("read", ["load", "save"])
def test_a_result_is_put_back_whose_replacing_was_killed_half_way(tmp_path: Path, read: str) -> None:
    target = tmp_path / "result"
    dataset = hushed.run(hushed.read_scenario("free-society", population=50, rounds=2))
    save(dataset, target)
    old = left_by_another(tmp_path / "result", "made = made.with_suffix('.old')")
    os.rename(target, old)
    if read == "load":
        assert hushed.load(target).equals(dataset)
    else:
        save(dataset, target, overwrite=True)
    assert os.listdir(tmp_path) == ["result"]


@posix
def test_nothing_is_put_back_where_something_stands(tmp_path: Path) -> None:
    target = tmp_path / "result"
    old = left_by_another(target, "made = made.with_suffix('.old'); made.mkdir()")
    target.mkdir()
    put_back(target)
    assert old.exists()
