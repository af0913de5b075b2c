"""Having on the disk itself what was written, so that a power cut takes nothing that was said to be kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hushed.errors import InputError


def write_flushed(path: Path, content: bytes) -> None:
    """Write a file and have it on the disk."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def check_new(file: Path, *, overwrite: bool) -> None:
    """Raises InputError unless a file could be written there: told before the work rather than after it."""
    if file.is_dir():
        raise InputError(f"{file}: is a folder; name a file in it")
    if (file.exists() or file.is_symlink()) and not overwrite:
        raise InputError(f"{file}: exists already; choose another name, or replace it with --overwrite")
    if not file.parent.is_dir():
        raise InputError(f"{file}: cannot be written: there is no folder {file.parent}")


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that appears once all of it is on the disk, in place of any there was. Raises InputError."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        try:
            write_flushed(partial, content)
            os.replace(partial, file)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from None


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
