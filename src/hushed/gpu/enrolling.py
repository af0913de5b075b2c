"""Steps 1 and 2 on the device: where each person stands, and how many friends stand where."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine.flags import ENFORCES, ENROLLED, INFORMS, LINKED, NOT_ENFORCES, NOTHING, PROPORTIONAL, REPORTED
from hushed.engine.state import Moment
from hushed.gpu.compiled import cuda, device, kernel, on_device
from hushed.gpu.people import gone, key_of, luck, trait
from hushed.random import Channel

_U = np.uint64
_ONE = _U(1)
_PLATFORM_DRAW = _U(Channel.PLATFORM)
_RECRUITED_DRAW = _U(Channel.RECRUITED)
_DUTIFUL_DRAW = _U(Channel.DUTIFUL)
_LINKED_DRAW = _U(Channel.LINKED)
_FORM_DRAW = _U(Channel.PROPORTIONALITY)
_ENFORCER_DRAW = _U(Channel.ENFORCER)
_FOR_LIFE = _U(0)
_complied = on_device(rules.complied)


@device
def _belongs(share: Any, me: Any, life: Any, channel: Any) -> Any:
    """Whether a person belongs to a share: the same people from round to round as the share grows."""
    return share > 0.0 and luck(life, me, channel) < share


@kernel
def enrol(propensity: Any, key: Any, terms: Any, moment: Any, standing: Any) -> None:
    """Settle where a person stands."""
    i = _U(cuda.grid(1))
    if i >= _U(len(standing)):
        return
    me = key_of(key, i)
    life = Moment(moment.seed, moment.replicate, _FOR_LIFE, moment.enforced)
    enrolled = trait(propensity, i) < terms.enrolled
    here = ENROLLED if enrolled else NOTHING
    here |= REPORTED if _belongs(terms.cooperation, me, life, _PLATFORM_DRAW) else NOTHING
    here |= INFORMS if _belongs(terms.recruited, me, life, _RECRUITED_DRAW) else NOTHING
    here |= INFORMS if enrolled and _belongs(terms.duty, me, life, _DUTIFUL_DRAW) else NOTHING
    here |= LINKED if _belongs(terms.linked, me, life, _LINKED_DRAW) else NOTHING
    here |= PROPORTIONAL if _belongs(terms.proportional_share, me, life, _FORM_DRAW) else NOTHING
    standing[i] = here


@kernel
def enforce(key: Any, desire: Any, voice: Any, tolerance: Any, share: Any, moment: Any, standing: Any) -> None:
    """Settle whether a person enforces what she complied with last round; `voice` and `tolerance` are of that."""
    i = _U(cuda.grid(1))
    if i >= _U(len(standing)):
        return
    life = Moment(moment.seed, moment.replicate, _FOR_LIFE, moment.enforced)
    bowed = _complied(trait(desire, i), np.float64(voice[i]), tolerance)
    enforces = bowed and _belongs(share, key_of(key, i), life, _ENFORCER_DRAW)
    standing[i] = (standing[i] & NOT_ENFORCES) | (ENFORCES if enforces else NOTHING)


@kernel
def count_flagged(offsets: Any, friends: Any, cut: Any, flags: Any, flag: Any, having: Any) -> None:
    """Count a person's live ties to somebody with a flag."""
    i = _U(cuda.grid(1))
    if i >= _U(len(having)):
        return
    many = _U(0)
    for tie in range(offsets[i], offsets[i + _ONE]):
        if (flags[friends[tie]] & flag) != 0 and not gone(cut, tie):
            many += _ONE
    having[i] = many
