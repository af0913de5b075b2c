"""A stored folder holds files and folders of its own, of a size that can be read, and what they say holds together."""

from __future__ import annotations

import errno
import os
import warnings
from pathlib import Path

import numpy as np
import pytest

from hushed.errors import InputError
from hushed.results.contents import check_contents, check_sizes, made_sense_of
from refused import message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of three bytes in it, and one of five bytes deep down."""
    (tmp_path / "stored" / "deep" / "down").mkdir(parents=True)
    (tmp_path / "stored" / "some").write_bytes(b"one")
    (tmp_path / "stored" / "deep" / "down" / "more").write_bytes(b"three")
    check_contents(tmp_path / "stored")
    return tmp_path / "stored"


ALONE = "; a stored folder holds files of its own and nothing else"


@pytest.mark.parametrize("where", ["", "deep", "deep/down"])
@pytest.mark.parametrize("to", ["folder", "file", "nothing", "itself"])
def test_a_link_is_told_wherever_it_leads(folder: Path, tmp_path: Path, where: str, to: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("secret")
    link = folder / where / "link"
    link.symlink_to(link if to == "itself" else tmp_path / to)
    assert message(check_contents, folder) == f"{link}: is a link{ALONE}"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes with names")
def test_a_pipe_is_told_and_not_read(folder: Path) -> None:
    os.mkfifo(folder / "deep" / "pipe")
    assert message(check_contents, folder) == f"{folder / 'deep' / 'pipe'}: is neither a file nor a folder{ALONE}"
    check_sizes(folder, largest=5)


def test_files_may_be_as_large_as_said_and_no_larger(folder: Path) -> None:
    check_sizes(folder, largest=5)
    more = folder / "deep" / "down" / "more"
    assert message(check_sizes, folder, largest=4) == f"{more}: is damaged: it has 5 bytes, where 4 are the most"
    check_sizes(folder, largest=3, name="some")
    check_sizes(folder, largest=0, name="down")
    assert message(check_sizes, folder, largest=4, name="more").startswith(f"{more}: is damaged")
    os.truncate(more, 12_345)
    assert message(check_sizes, folder, largest=1_234).endswith("it has 12,345 bytes, where 1,234 are the most")


def test_sizes_are_not_looked_up_where_a_link_leads_to_a_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "file").write_bytes(b"x" * 100)
    (folder / "link").symlink_to(tmp_path / "large")
    check_sizes(folder, largest=5)


def test_a_folder_that_cannot_be_listed_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert message(check_contents, folder / "gone") == f"{folder / 'gone'}: cannot be read: {os.strerror(errno.ENOENT)}"
    for error, words in ((OSError(errno.EIO, "Input/output error"), "Input/output error"), (OSError("lost"), "lost")):

        def fails(_: object, error: OSError = error) -> None:
            raise error

        monkeypatch.setattr(os, "scandir", fails)
        assert message(check_sizes, folder, largest=5) == f"{folder}: cannot be read: {words}"


@pytest.mark.parametrize(
    "error",
    [
        KeyError("round"),
        ValueError("no"),
        TypeError("no"),
        AttributeError("no"),
        OverflowError("no"),
        AssertionError("no"),
    ],
)
def test_what_does_not_hold_together_is_told_as_damage(error: Exception) -> None:
    with pytest.raises(InputError) as told, made_sense_of("HERE"):
        raise error
    damaged = "HERE: is damaged or was changed; what is stored does not hold together: "
    assert str(told.value) == f"{damaged}{type(error).__name__}: {error}"
    assert told.value.__cause__ is error
    with pytest.raises(InputError) as told, made_sense_of("HERE"):
        raise type(error)("x" * 1_000)
    assert len(str(told.value)) == len(damaged) + 300


def test_what_was_told_already_and_what_is_a_bug_is_let_through() -> None:
    for error in (InputError("told"), RuntimeError("a bug"), OSError("a disk")):
        with pytest.raises(type(error)) as told, made_sense_of("HERE"):
            raise error
        assert told.value is error


def test_numbers_that_no_sound_result_has_are_not_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with made_sense_of("HERE"):
            np.float64(1) / np.float64(0)
        with pytest.raises(UserWarning), made_sense_of("HERE"):
            warnings.warn("of something else", UserWarning, stacklevel=1)
