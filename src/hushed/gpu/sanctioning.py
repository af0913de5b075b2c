"""Step 7 on the device: sanctions under way are served, and those whose threshold was crossed begin."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine import sanctioning, speaking
from hushed.gpu.compiled import cuda, kernel, on_device

_U = np.uint64
_NONE = np.uint16(0)
_below = on_device(rules.below)
_needed = on_device(speaking.needed)
_next_clock = on_device(sanctioning.next_clock)


@kernel
def sanction(standing: Any, score: Any, before: Any, tiers: Any, grace: Any, clock: Any) -> None:
    """Serve a round of each of a person's sanctions, and start those whose threshold she crossed."""
    i = _U(cuda.grid(1))
    if i >= _U(len(score)):
        return
    for tier in range(_U(len(tiers.threshold))):
        need = _needed(tiers.platform[tier])
        below = _below(np.float64(score[i]), tiers.threshold[tier])
        crossed = below and not _below(np.float64(before[i]), tiers.threshold_before[tier])
        after = _next_clock(clock[tier, i], below, crossed, tiers.rounds[tier], grace)
        clock[tier, i] = after if (standing[i] & need) == need else _NONE
