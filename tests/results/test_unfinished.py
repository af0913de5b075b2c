"""What a killed process left half made is taken away by the next; what somebody is making is left alone."""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import hushed
from hushed.results import unfinished as of_unfinished
from hushed.results.store import save
from hushed.results.unfinished import put_back, unfinished

GONE = 2**22 + 1
"""No process: Linux numbers them up to 2^22, and other systems not as far."""
posix = pytest.mark.skipif(os.name != "posix", reason="whether a process is gone, as POSIX tells it")


def left_by_another(target: Path, what: str) -> Path:
    """Something half made by a process that is gone."""
    code = (
        f"from pathlib import Path; from hushed.results.unfinished import unfinished; "
        f"made = unfinished(Path({str(target)!r})); {what}; print(made)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return Path(ended.stdout.strip())


def left_by(process: int, target: Path, kind: str = ".part") -> Path:
    """The name of something that a process of this machine was making."""
    own = unfinished(target, kind)
    return own.with_name(own.name.replace(f".{os.getpid()}-", f".{process}-"))


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


def test_a_name_says_of_what_by_whom_and_where(tmp_path: Path) -> None:
    by = f"{os.getpid()}-{zlib.crc32(platform.node().encode()):08x}"
    assert unfinished(tmp_path / "result") == tmp_path / f".result.{by}.part"
    assert unfinished(tmp_path / "result", ".old") == tmp_path / f".result.{by}.old"
    assert unfinished(tmp_path / ("x" * 100)) == tmp_path / f".{'x' * 100}.{by}.part"
    long = "x" * 101
    assert unfinished(tmp_path / long) == tmp_path / f".{'x' * 100}~{zlib.crc32(long.encode()):08x}.{by}.part"
    assert unfinished(tmp_path / "gone" / "result") == tmp_path / "gone" / f".result.{by}.part"


@posix
def test_only_what_was_made_for_the_same_on_the_same_machine_goes(tmp_path: Path) -> None:
    target = tmp_path / "a.b"
    dead = left_by(GONE, target)
    within = dead.with_name(f".{dead.name.replace('.part', '.merging')}.{GONE}-{dead.name[-13:-5]}.part")
    others = [
        left_by(GONE, tmp_path / "axb"),
        left_by(GONE, target, ".old"),
        dead.with_name(f"..{dead.name}"),
        dead.with_name(f"{dead.name}.more"),
        dead.with_name(dead.name.replace(f".{GONE}-", f".{GONE}-0")),
        left_by(os.getpid(), target),
        left_by(10**30, target),
    ]
    for each in (dead, within, *others):
        each.write_text("half")
    unfinished(target)
    assert sorted(tmp_path.iterdir()) == sorted([within, *others])
    unfinished(target, ".merging")
    assert sorted(tmp_path.iterdir()) == sorted(others)


@posix
def test_who_may_not_be_asked_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    left = left_by(GONE, tmp_path / "result")
    left.write_text("half")
    with monkeypatch.context() as during:
        during.setattr(os, "kill", refused)
        unfinished(tmp_path / "result")
        assert left.exists()
    with monkeypatch.context() as during:
        # Where processes cannot be asked whether they are there, nothing is taken from them.
        during.setattr(os, "name", "nt")
        assert not of_unfinished._gone(GONE)
    unfinished(tmp_path / "result")
    assert not left.exists()


@posix
def test_a_link_is_taken_away_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("precious")
    link = left_by(GONE, tmp_path / "result")
    link.symlink_to(tmp_path / "mine")
    unfinished(tmp_path / "result")
    assert not link.is_symlink()
    assert (tmp_path / "mine" / "file").read_text() == "precious"


@posix
def test_what_cannot_be_taken_away_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def fails(name: object, **_: object) -> None:
        tried.append(os.path.basename(str(name)))
        raise OSError(errno.EBUSY, "Device or resource busy")

    folder, file = left_by(GONE, tmp_path / "folder"), left_by(GONE, tmp_path / "file")
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text("half")
    file.write_text("half")
    monkeypatch.setattr(os, "unlink", fails)
    monkeypatch.setattr(os, "rmdir", fails)
    unfinished(tmp_path / "folder")
    assert {"a", "b"} < set(tried), "as much as can be is taken away"
    unfinished(tmp_path / "file")
    assert file.name in tried


@posix
def test_one_of_several_is_put_back_and_a_name_that_is_none_is_let_be(tmp_path: Path) -> None:
    target = tmp_path / "result"
    for left in [left_by(process, target, ".old") for process in (GONE, GONE + 1)]:
        left.write_text("old")
    put_back(target)
    assert target.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2
    put_back(tmp_path / ("x" * 5_000))
