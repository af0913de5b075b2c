"""Having on the disk itself what was written, so that a power cut takes nothing that was said to be kept."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from hushed.results.unfinished import unfinished

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says of a disk, or of a share of it, that is full."""


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file and have it on the disk."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_flushed(path: Path, content: bytes) -> None:
    """Write a file that appears, or replaces one, only once all of it is on the disk."""
    made = unfinished(path)
    try:
        write_flushed(made, content)
        os.replace(made, path)
    finally:
        with suppress(OSError):
            made.unlink()
    with suppress(OSError):
        flush_folder(path.parent)


def flush_tree(folder: Path) -> None:
    """Have everything in a folder on the disk, and the names in it."""
    for where, _, names in os.walk(folder):
        for name in names:
            _flush(Path(where, name))
        flush_folder(Path(where))


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can do that."""
    if os.name == "posix":
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
