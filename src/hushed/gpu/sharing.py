"""Step 5 on the device: losses fall on friends, and scores move.

Each person asks her friends in the order of her row, so sums round as they do on the processor.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine import sharing
from hushed.engine.flags import ENROLLED
from hushed.gpu.compiled import cuda, kernel, on_device
from hushed.gpu.people import gone

_U = np.uint64
_ONE = _U(1)
_portion = on_device(sharing.portion)
_recovered = on_device(rules.recovered)


@kernel
def gather(offsets: Any, ends: Any, cut: Any, loss: Any, friends: Any, shared: Any, reaching: Any) -> None:
    """Sum the losses that reach a person from friends, unweighted."""
    i = _U(cuda.grid(1))
    if i >= _U(len(reaching)):
        return
    total = 0.0
    for tie in range(offsets[i], offsets[i + _ONE]):
        friend = ends[tie]
        lost = np.float64(loss[friend])
        if lost > 0.0 and not gone(cut, tie):
            total += lost * _portion(friends[friend], shared)
    reaching[i] = total


@kernel
def gather_further(
    offsets: Any, ends: Any, cut: Any, loss: Any, friends: Any, shared: Any, reaching: Any, further: Any
) -> None:
    """Sum the losses that reach a person over two ties, never her own."""
    i = _U(cuda.grid(1))
    if i >= _U(len(further)):
        return
    own = np.float64(loss[i]) * _portion(friends[i], shared)
    total = 0.0
    for tie in range(offsets[i], offsets[i + _ONE]):
        if not gone(cut, tie):
            friend = ends[tie]
            total += (reaching[friend] - own) * _portion(friends[friend], shared)
    further[i] = total


@kernel
def spread(
    standing: Any,
    loss: Any,
    reaching: Any,
    further: Any,
    weight: Any,
    recovery: Any,
    shared: Any,
    before: Any,
    score: Any,
) -> None:
    """Let friends' losses fall on a person if she is enrolled, and move her score."""
    i = _U(cuda.grid(1))
    if i >= _U(len(score)):
        return
    lost = np.float64(loss[i])
    if len(shared) > 0:
        falling = weight * reaching[i]
        if len(further) > 0:
            falling += weight * weight * further[i]
        fallen = np.float32(falling if standing[i] & ENROLLED else 0.0)
        shared[i] = fallen
        lost += np.float64(fallen)
    if len(before) > 0:
        before[i] = score[i]
    score[i] = _recovered(np.float64(score[i]), recovery) - lost
