"""How many cores there are to use."""

from __future__ import annotations

import math
import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores() -> int:
    """Cores this process may use: those it is bound to, and no more than its container's quota pays for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _quota(cores)))


def _quota(cores: int) -> int:
    try:
        allowed, period = _QUOTA.read_text(encoding="ascii").split()
        return cores if allowed == "max" else math.ceil(int(allowed) / int(period))
    except (OSError, ValueError):
        return cores
