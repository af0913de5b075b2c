"""Step 1: where each person stands towards the regime."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled, helper
from hushed.engine.columns import CHUNK, column, luck, span_at, spans
from hushed.engine.flags import ENROLLED, INFORMS, LINKED, NOTHING, PROPORTIONAL, REPORTED
from hushed.engine.state import Moment
from hushed.random import Channel

_U = np.uint64
_PLATFORM_DRAW = _U(Channel.PLATFORM)
_RECRUITED_DRAW = _U(Channel.RECRUITED)
_DUTIFUL_DRAW = _U(Channel.DUTIFUL)
_LINKED_DRAW = _U(Channel.LINKED)
_FORM_DRAW = _U(Channel.PROPORTIONALITY)
_FOR_LIFE = _U(0)


@compiled
def enrol(key: Any, propensity: Any, terms: Any, moment: Any, standing: Any, first: Any, last: Any) -> None:
    """Settle where the people `first` to `last - 1` stand."""
    life = Moment(moment.seed, moment.replicate, _FOR_LIFE, moment.enforced)
    drawn = np.empty(CHUNK)
    for start in spans(first, last):
        span = span_at(start, last)
        standing[span[0] : span[0] + span[1]] = NOTHING
        column(propensity, span, drawn)
        _join(standing, drawn, terms.enrolled, ENROLLED, NOTHING, span)
        _belong(standing, key, life, _PLATFORM_DRAW, terms.cooperation, REPORTED, NOTHING, drawn, span)
        _belong(standing, key, life, _RECRUITED_DRAW, terms.recruited, INFORMS, NOTHING, drawn, span)
        _belong(standing, key, life, _DUTIFUL_DRAW, terms.duty, INFORMS, ENROLLED, drawn, span)
        _belong(standing, key, life, _LINKED_DRAW, terms.linked, LINKED, NOTHING, drawn, span)
        _belong(standing, key, life, _FORM_DRAW, terms.proportional_share, PROPORTIONAL, NOTHING, drawn, span)


@helper
def _belong(
    standing: Any, key: Any, life: Any, channel: Any, share: Any, bit: Any, among: Any, drawn: Any, span: Any
) -> None:
    """Give a share of people a standing: the same people from round to round as the share grows."""
    if share <= 0.0:
        return
    if share < 1.0:
        luck(key, life, channel, span, drawn)
    else:
        drawn[:] = 0.0
    _join(standing, drawn, share, bit, among, span)


@helper
def _join(standing: Any, drawn: Any, share: Any, bit: Any, among: Any, span: Any) -> None:
    """Give a standing to those whose number is below a share, among those who have another."""
    start, count = span
    for j in range(_U(count)):
        here = standing[start + j]
        standing[start + j] = here | (bit if (drawn[j] < share) & ((here & among) == among) else NOTHING)
