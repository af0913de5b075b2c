"""One coordinator to a folder: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from hushed.errors import InputError


class Lock:
    """Holds a folder until it is closed. Raises InputError, naming who holds it, if another does."""

    def __init__(self, folder: Path) -> None:
        path = folder / "lock"
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from None
        if not _taken(self._handle):
            holder = os.read(self._handle, 200).decode("utf-8", "replace").strip()
            os.close(self._handle)
            raise InputError(f"{folder}: another sweep is at work in this folder{f' ({holder})' if holder else ''}")
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"process {os.getpid()} on {platform.node()}\n".encode())

    def close(self) -> None:
        """Let the folder go."""
        os.close(self._handle)


def _taken(handle: int) -> bool:
    """Whether the lock could be had."""
    try:
        import fcntl
    except ImportError:
        return _taken_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _taken_on_windows(handle: int) -> bool:
    import msvcrt

    try:
        # A byte beyond what is written, so that others can still read who holds the lock.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    finally:
        os.lseek(handle, 0, os.SEEK_SET)
    return True
