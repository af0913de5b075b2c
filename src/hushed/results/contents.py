"""What may lie in a stored folder: files and folders of its own, of a size that can be read."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hushed.errors import InputError, shortened

_LONGEST_REASON = 300


def check_contents(folder: Path) -> None:
    """Raises InputError for a link, a pipe or a device in a stored folder.

    A link could lead anywhere: what lies outside would be read into a result, or written over. Reading a pipe never
    ends.
    """
    for entry in _entries(folder):
        if not (entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)):
            what = "a link" if entry.is_symlink() else "neither a file nor a folder"
            raise InputError(f"{entry.path}: is {what}; a stored folder holds files of its own and nothing else")


def check_sizes(folder: Path, *, largest: int, name: str = "") -> None:
    """Raises InputError for a file in a stored folder that has more than `largest` bytes; of a name, if given."""
    for entry in _entries(folder):
        if entry.is_file() and name in ("", entry.name):
            size = entry.stat().st_size
            if size > largest:
                raise InputError(f"{entry.path}: is damaged: it has {size:,} bytes, where {largest:,} are the most")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listed:
            entries = list(listed)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror or error}") from None
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(Path(entry.path))


@contextmanager
def made_sense_of(folder: str | Path) -> Iterator[None]:
    """What a stored folder says is used here; where it does not hold together, that is told as an InputError.

    Each file can be sound by itself and the whole still not be what hushed wrote: a label missing, a number where a
    name is due. Those are as many as there are uses, so they are told where they show.
    """
    try:
        # NumPy warns of numbers that no sound result has; what comes of them is refused, or shown as it is.
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            yield
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError) as error:
        reason = shortened(f"{type(error).__name__}: {error}", _LONGEST_REASON)
        raise InputError(
            f"{folder}: is damaged or was changed; what is stored does not hold together: {reason}"
        ) from error
