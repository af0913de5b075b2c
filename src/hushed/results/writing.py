"""A file that is either whole or not there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hushed.errors import InputError
from hushed.results.flushing import flush_folder, write_flushed
from hushed.results.unfinished import unfinished


def write_file(file: str | Path, content: bytes, *, overwrite: bool = False) -> Path:
    """Write a file that appears once it is whole and on the disk; the path, as given.

    Raises InputError if it exists and is not to be overwritten, or if it cannot be written; then nothing is left
    behind, and a file to be replaced is still there.
    """
    target = Path(file)
    _check(target, str(file), overwrite=overwrite)
    partial = unfinished(target)
    try:
        write_flushed(partial, content)
        os.replace(partial, target)
        flush_folder(target.parent)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def _check(target: Path, file: str, *, overwrite: bool) -> None:
    try:
        folder, taken = target.is_dir(), target.exists() or target.is_symlink()
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from None
    if folder:
        raise InputError(f"{file}: is a folder; name a file in it")
    if taken and not overwrite:
        raise InputError(f"{file}: exists already; choose another name, or replace it with --overwrite")
