"""Step 2 on the device, where people fear isolation: what each hears, and what it does to her confidence."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine.flags import LOUD
from hushed.gpu.compiled import cuda, kernel, on_device
from hushed.gpu.people import gone

_U = np.uint64
_ONE = _U(1)
_climate = on_device(rules.climate)
_next_confidence = on_device(rules.next_confidence)


@kernel
def hear(
    offsets: Any,
    friends: Any,
    cut: Any,
    mark: Any,
    voice: Any,
    fading: Any,
    isolation: Any,
    confidence: Any,
) -> None:
    """Let a person take heart from friends above the line last round, and lose it to those who conformed."""
    i = _U(cuda.grid(1))
    if i >= _U(len(confidence)):
        return
    loud = conforming = 0.0
    for tie in range(offsets[i], offsets[i + _ONE]):
        if gone(cut, tie):
            continue
        friend = friends[tie]
        if (mark[friend] & LOUD) != 0:
            loud += 1.0
        elif voice[friend] > 0:
            conforming += 1.0
    air = _climate(loud, conforming)
    confidence[i] = _next_confidence(np.float64(confidence[i]), fading, isolation, air)
