"""A file that is either whole or not there."""

from __future__ import annotations

from pathlib import Path

from hushed.errors import InputError
from hushed.results.flushing import DISK_FULL, replace_flushed


def write_file(file: str | Path, content: bytes, *, overwrite: bool = False, new_folder: bool = False) -> Path:
    """Write a file that appears once it is whole and on the disk; its path. `new_folder`: where there is none, make it.

    Raises InputError if it exists and is not to be overwritten, or if it cannot be written; then nothing is left
    behind, and a file to be replaced is still there.
    """
    target = Path(file)
    try:
        check_free(target, overwrite=overwrite)
        if new_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        replace_flushed(target, content)
    except OSError as error:
        if error.errno in DISK_FULL:
            raise InputError(f"{file}: the disk is full; free some space and try again") from None
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from None
    return target


def check_free(target: Path, *, overwrite: bool) -> None:
    """Raises InputError if a file is there that is not to be replaced, or anything that no file is to replace."""
    check_ordinary(target)
    if not overwrite and (target.exists() or target.is_symlink()):
        raise InputError(f"{target}: exists already; choose another name, or replace it with --overwrite")


def check_ordinary(target: Path) -> None:
    """Raises InputError for a folder, a pipe or a device, and for what can be no file's name."""
    try:
        folder, ordinary = target.is_dir(), target.is_file() or not target.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{target}: cannot be written: {getattr(error, 'strerror', None) or error}") from None
    if folder:
        raise InputError(f"{target}: is a folder; name a file in it")
    if not ordinary:
        raise InputError(f"{target}: is a pipe or a device; name a file")
