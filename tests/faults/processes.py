"""Processes as the system sees them: whose children they are, what they run, how much memory they hold."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def children(process: int) -> list[int]:
    """The processes that one has started and that are still there."""
    found = []
    for place in _PROC.glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(place.name))
    return sorted(found)


def workers(process: int) -> list[int]:
    """The worker processes of a sweep, without the helpers that the system of processes starts for itself."""
    return [child for child in children(process) if "popen_loky" in command_line(child)]


def command_line(process: int) -> str:
    """What a process was started as; empty once it is gone."""
    try:
        return (_PROC / str(process) / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def memory(process: int) -> dict[str, int] | None:
    """Bytes of memory that a process holds now and held at most, by the system's names; None once it is gone."""
    try:
        lines = (_PROC / str(process) / "status").read_text().splitlines()
    except OSError:
        return None
    told = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return {name: 1024 * int(size) for name, size in told.items()} or None


def gone(process: int) -> bool:
    """Whether a process has ended; the dead that nobody collected have."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    status = _PROC / str(process) / "stat"
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"
