"""Two folders that change names in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE, from Linux's fcntl.h and fs.h."""


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders change names, so that at every moment each name stands for one of them.

    False, with nothing changed, where the system or the disk cannot.
    """
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_HERE, bytes(one), _HERE, bytes(other), _EXCHANGE) == 0)
