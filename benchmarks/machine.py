"""What the machine is: what figures depend on, and nothing by which it could be found."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from subjects import usable_cores


def described() -> dict[str, Any]:
    """The processor, cores, memory, system, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": usable_cores(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    told = _lines("/proc/cpuinfo")
    name = told.get("model name", platform.processor() or "unknown")
    flags = told.get("flags", "").split()
    extra = [label for flag, label in (("avx2", "AVX2"), ("avx512f", "AVX-512")) if flag in flags]
    family = f"family {told['cpu family']} model {told['model']}" if "cpu family" in told else ""
    return ", ".join(part for part in (name, family, *extra[-1:]) if part)


def _lines(path: str) -> dict[str, str]:
    try:
        text = Path(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    pairs = (line.partition(":") for line in text.split("\n\n")[0].splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def available_bytes() -> int | None:
    """Memory a program could still take; None where the system does not say."""
    told = _lines("/proc/meminfo").get("MemAvailable")
    return None if told is None else int(told.split()[0]) * 1024
