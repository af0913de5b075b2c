"""Real disks that are full or cannot be written: small ones in memory, mounted for a test where the system lets us."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from faults.children import check
from faults.grounds import HERE, SCENARIO, Grounds
from faults.interruptions import Kind
from faults.promises import check_goes_on, check_kept, check_whole, check_words

_SIZE = 8 << 20


def _mount(*arguments: str) -> bool:
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def disk(place: Path) -> Iterator[None]:
    """A small disk at a folder, gone afterwards."""
    place.mkdir(exist_ok=True)
    check(_mount("-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)), "a disk could be mounted before")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@cache
def can_mount(place: Path) -> bool:
    """Whether this process may mount disks."""
    here = place / "tried"
    here.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=65536", "tmpfs", str(here)):
        return False
    subprocess.run(["umount", str(here)], check=True)
    return True


def _filled(place: Path, left: int) -> Path:
    """A file that leaves so many bytes free, or none."""
    ballast = place / "ballast"
    free = shutil.disk_usage(place).free
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        file.write(b"\0" * max(0, free - left))
    return ballast


def full(grounds: Grounds, chance: random.Random) -> int:
    """A sweep is begun or gone on with where a few kilobytes are left, or nothing; then space is freed."""
    if not can_mount(grounds.folder):
        return 0
    above = grounds.new("disk")
    with disk(above):
        folder = above / "study"
        if chance.random() < 0.7:
            shutil.copytree(grounds.begun(chance), folder)
        before = check_kept({}, folder, grounds)
        ballast = _filled(above, chance.choice((0, 0, chance.randrange(1 << 12), chance.randrange(1 << 17))))
        order = ("resume", folder) if folder.exists() else ("sweep", grounds.study, "-o", folder)
        ended = grounds.run(*order, *HERE, "--quiet")
        check_words(ended, 0, 2)
        check(
            ended.code == 0 or "the disk is full" in " ".join(ended.err.split()), "it says that the disk is full", ended
        )
        ballast.unlink()
        check_kept(before, folder, grounds)
        check_goes_on(folder, grounds)
    shutil.rmtree(above.parent)
    return int(ended.code != 0)


def readonly(grounds: Grounds, chance: random.Random) -> int:
    """Any command where nothing can be written; then it can."""
    if not can_mount(grounds.folder):
        return 0
    above = grounds.new("disk")
    with disk(above):
        folder = Path(shutil.copytree(grounds.begun(chance), above / "study"))
        before = check_kept({}, folder, grounds)
        order = chance.choice(_orders(grounds, folder, above))
        check(_mount("-o", "remount,ro", str(above)), "the disk could be made read-only")
        ended = grounds.run(*order)
        check_words(ended, 2)
        check("Read-only file system" in ended.err, "it says why", ended)
        check(_mount("-o", "remount,rw", str(above)), "the disk could be made writable")
        check_kept(before, folder, grounds)
        check_goes_on(folder, grounds)
        check_whole(folder, grounds)
    shutil.rmtree(above.parent)
    return 1


def _orders(grounds: Grounds, folder: Path, above: Path) -> list[tuple[object, ...]]:
    return [
        ("resume", folder, *HERE),
        ("resume", folder, "--verify"),
        ("sweep", grounds.study, "-o", above / "other", *HERE),
        ("merge", folder, "-o", above / "other"),
        (*SCENARIO, "-o", above / "result"),
    ]


KINDS: dict[str, Callable[[Grounds, random.Random], int] | Kind] = {
    "disk full (a real small one): sweep, resume": full,
    "read-only disk (a real one): every command": readonly,
}
