"""Step 7: sanctions under way are served, and those whose threshold was crossed begin."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, inlined
from hushed.engine.speaking import needed
from hushed.engine.state import IN_GRACE

_U = np.uint64
_GRACE = np.uint16(IN_GRACE)
_NONE = np.uint16(0)
_STEP = np.uint16(1)


@inlined
def next_clock(left: Any, below: bool, crossed: bool, rounds: Any, grace: Any) -> Any:
    """A sanction's clock after a round: grace and service run down; a crossing starts it, or starts it again."""
    begun = rounds if (left > _NONE) | (grace == _NONE) else _GRACE + grace
    served = left - _STEP if left > _NONE else _NONE
    waited = left - _STEP if left > _GRACE + _STEP else rounds
    in_grace = waited if below else _NONE
    under_way = begun if crossed else served
    return in_grace if left >= _GRACE else under_way


@compiled
def sanction(
    standing: Any, score: Any, before: Any, tiers: Any, grace: Any, clocks: Any, first: Any, last: Any
) -> None:
    """Serve a round of every sanction under way, and start those whose threshold was crossed."""
    for tier in range(_U(len(tiers.threshold))):
        clock, rounds, need = clocks[tier], tiers.rounds[tier], needed(tiers.platform[tier])
        threshold, threshold_before = tiers.threshold[tier], tiers.threshold_before[tier]
        for i in range(_U(first), _U(last)):
            below = rules.below(np.float64(score[i]), threshold)
            crossed = below & (not rules.below(np.float64(before[i]), threshold_before))
            after = next_clock(clock[i], below, crossed, rounds, grace)
            clock[i] = after if (standing[i] & need) == need else _NONE
