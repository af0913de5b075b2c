"""Names under which files and folders are made until they are whole, and what killed processes left under them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import zlib
from contextlib import suppress
from pathlib import Path

PART, REPLACED = ".part", ".old"
_LONGEST = 100


def unfinished(target: Path, kind: str = PART) -> Path:
    """The hidden name beside a file or folder under which this process makes it.

    What processes of this machine that are no more left there for the same target is taken away first.
    """
    for left in _left(target, kind):
        with suppress(OSError):
            _remove(left)
    return target.with_name(f".{_short(target)}.{os.getpid()}-{_machine()}{kind}")


def put_back(target: Path) -> None:
    """Give a folder its name back that a killed process had taken away from it to put another in its place."""
    with suppress(OSError):  # Whoever asked for the folder tells what is wrong with its name, or its place.
        if not target.exists():
            for left in _left(target, REPLACED)[:1]:
                os.rename(left, target)


def _left(target: Path, kind: str) -> list[Path]:
    """What was being made for a target by processes that are gone."""
    by_whom = rf"(\d+)-{_machine()}"
    # What is made within what is being made, as the folder of a whole that is put together, has two such endings.
    pattern = re.compile(rf"\.{{1,2}}{re.escape(_short(target))}\.{by_whom}{re.escape(kind)}(\.\d+-\w+\.part)?")
    try:
        beside = os.listdir(target.parent)
    except OSError:
        return []
    found = ((name, pattern.fullmatch(name)) for name in beside)
    return [target.with_name(name) for name, made in found if made and _gone(int(made[1]))]


def _short(target: Path) -> str:
    """As much of a name as leaves room for what is put around it; names that begin alike stay apart."""
    whole = target.name.encode(errors="surrogatepass")  # Names on a disk need not be text.
    short = whole[:_LONGEST].decode(errors="ignore")
    return short if short == target.name else f"{short}~{zlib.crc32(whole):08x}"


def _machine() -> str:
    """Tells machines apart that share a disk: a process of another one cannot be seen from here."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _gone(process: int) -> bool:
    if os.name != "posix":
        return False  # There, asking would end it.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _remove(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink()
