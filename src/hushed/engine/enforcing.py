"""Step 2, where the compliant enforce: who reports friends for having complied against her own wish."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled
from hushed.engine.columns import CHUNK, column, luck, span_at, spans
from hushed.engine.flags import ENFORCES, NOT_ENFORCES, NOTHING
from hushed.engine.state import Moment
from hushed.random import Channel

_U = np.uint64
_ENFORCER_DRAW = _U(Channel.ENFORCER)
_FOR_LIFE = _U(0)


@compiled
def enforce(
    key: Any, desire: Any, voice: Any, tolerance: float, share: float, moment: Any, standing: Any, first: Any, last: Any
) -> None:
    """Settle who among the people `first` to `last - 1` enforces what she complied with last round.

    `voice` and `tolerance` are last round's; `share` is that of the people who would enforce, settled for life.
    """
    life = Moment(moment.seed, moment.replicate, _FOR_LIFE, moment.enforced)
    rows = np.empty((2, CHUNK))
    drawn, wish = rows[0], rows[1]
    for begin in spans(first, last):
        span = span_at(begin, last)
        luck(key, life, _ENFORCER_DRAW, span, drawn)
        column(desire, span, wish)
        start, count = span
        for j in range(_U(count)):
            enforces = rules.complied(wish[j], np.float64(voice[start + j]), tolerance) & (drawn[j] < share)
            standing[start + j] = (standing[start + j] & NOT_ENFORCES) | (ENFORCES if enforces else NOTHING)
