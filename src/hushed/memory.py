"""How much memory there is, and how to say so."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def available_bytes() -> int:
    """Bytes of memory a program could still take without swapping, within its container's limit.

    Where the system does not say what is free, all memory counts; where it says nothing, `sys.maxsize`.
    """
    machine = _meminfo_available() or _sysconf_available() or sys.maxsize
    group = _group_available()
    return machine if group is None else min(machine, group)


def ran_out(error: BaseException) -> bool:
    """Whether an error says, in one of the ways of Python and its libraries, that no more memory could be had."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    words = {
        RuntimeError: ("can't start new thread",),
        ImportError: ("cannot allocate memory", "failed to map segment"),
    }
    said = str(error).lower()
    return any(isinstance(error, kind) and word in said for kind, known in words.items() for word in known)


def readable(amount: int) -> str:
    """A number of bytes as people say it, such as '3.2 GiB'."""
    value, unit = float(amount), 0
    while value >= 1024 and unit < len(_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{amount} bytes" if unit == 0 else f"{value:,.1f} {_UNITS[unit]}"


def _meminfo_available() -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _sysconf_available() -> int | None:
    for name in ("SC_AVPHYS_PAGES", "SC_PHYS_PAGES"):
        try:
            return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE")
        except (AttributeError, ValueError, OSError):
            continue
    return None


def _group_available() -> int | None:
    try:
        limit = (_GROUP / "memory.max").read_text(encoding="ascii").strip()
        used = (_GROUP / "memory.current").read_text(encoding="ascii").strip()
    except OSError:
        return None
    return None if limit == "max" else max(0, int(limit) - int(used))
