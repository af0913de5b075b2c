"""What a killed process left half made is taken away by the next; what somebody is making is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hushed.results.exchanging import exchange
from hushed.results.unfinished import unfinished

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


def test_what_is_made_is_hidden_and_says_so_in_its_ending(tmp_path: Path) -> None:
    name = unfinished(tmp_path / "result").name
    assert name.startswith(".result.")
    assert name.endswith(".part")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges names")
def test_two_folders_change_names_and_a_missing_one_changes_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    (one / "new").touch()
    assert not exchange(one, other)
    assert (one / "new").exists()
    other.mkdir()
    (other / "old").touch()
    if not exchange(one, other):
        pytest.skip("this disk cannot exchange names")
    assert (other / "new").exists()
    assert (one / "old").exists()
