"""Step 4 on the device: who is seen, misread or denounced, and what each loses."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine.flags import (
    CASE,
    DENOUNCED,
    ENROLLED,
    EVER_PUNISHED,
    LOUD,
    MISREAD,
    NO_CASE,
    NOTHING,
    PROPORTIONAL,
    PUNISHED,
    PUNISHED_FOR_SPEECH,
    SEEN,
)
from hushed.gpu.compiled import cuda, device, kernel, on_device
from hushed.gpu.people import block_and_lane, key_of, luck, watched
from hushed.random import Channel

_U = np.uint64
_ONE = _U(1)
_SEEN_DRAW = _U(Channel.SEEN)
_MISREAD_DRAW = _U(Channel.MISREAD)
_DENOUNCED_DRAW = _U(Channel.DENOUNCED)
_HEARD_DRAW = _U(Channel.HEARD)
_chance_seen = on_device(rules.chance_seen)
_loss_for_dissent = on_device(rules.loss_for_dissent)
_loss_for_nothing = on_device(rules.loss_for_nothing)


@device
def _chance(here: Any, said: Any, terms: Any, reporters: Any, unreported: Any, i: Any) -> Any:
    """The chance that a person is in fact seen, short capacity apart."""
    reported = 1.0 - unreported[reporters[i]] if len(reporters) > 0 else 0.0
    anyway, speaking = watched(here, 1.0, terms, reported)
    return _chance_seen(anyway, speaking, said)


@kernel
def expect(standing: Any, reporters: Any, voice: Any, tables: Any, terms: Any, block: Any, lanes: Any) -> None:
    """Sum for one lane of a block the chances that its people become cases: seen and punished, or denounced."""
    place, lane = block_and_lane(_U(cuda.grid(1)), lanes)
    if place >= _U(lanes.shape[1]):
        return
    total = 0.0
    for i in range(place * block + lane, min((place + _ONE) * block, _U(len(voice))), _U(lanes.shape[2])):
        here, said = standing[i], np.float64(voice[i])
        proportional = (here & PROPORTIONAL) != 0
        costly = _loss_for_nothing(terms.severity, proportional, terms.misread_excess) > 0.0
        case = _chance(here, said, terms, reporters, tables.unreported, i)
        if said <= terms.tolerance:
            case *= terms.misreading if costly else 0.0
        denounced = 0.0
        if len(reporters) > 0 and costly and (here & ENROLLED) != 0:
            denounced = 1.0 - tables.undenounced[reporters[i]]
        total += case + (1.0 - case) * denounced
    lanes[0, place, lane] = total


@device
def _marks(here: Any, said: Any, me: Any, reporters: Any, tables: Any, terms: Any, moment: Any, i: Any) -> Any:
    """Draw whether a person is seen, misread or denounced."""
    loud = said > terms.tolerance
    chance = _chance(here, said, terms, reporters, tables.unreported, i)
    seen = chance > 0.0 and luck(moment, me, _SEEN_DRAW) < chance
    marks = (LOUD if loud else NOTHING) | (SEEN if seen else NOTHING)
    if loud and seen:
        marks |= PUNISHED
    if seen and not loud and terms.misreading > 0.0 and luck(moment, me, _MISREAD_DRAW) < terms.misreading:
        marks |= MISREAD
    if terms.false_denunciation > 0.0 and len(reporters) > 0 and (here & ENROLLED) != 0 and (marks & CASE) == 0:
        told = reporters[i]
        if told > 0 and luck(moment, me, _DENOUNCED_DRAW) < 1.0 - tables.undenounced[told]:
            marks |= DENOUNCED
    return marks


@device
def _taken(case: Any, here: Any, said: Any, terms: Any) -> Any:
    """What a case takes from a score."""
    if case == 0:
        return 0.0
    proportional = (here & PROPORTIONAL) != 0
    if case == PUNISHED:
        return _loss_for_dissent(terms.severity, proportional, said, terms.tolerance)
    return _loss_for_nothing(terms.severity, proportional, terms.misread_excess)


@kernel
def observe(
    key: Any,
    standing: Any,
    reporters: Any,
    voice: Any,
    tables: Any,
    terms: Any,
    moment: Any,
    taken_up: Any,
    mark: Any,
    loss: Any,
    past: Any,
) -> None:
    """Draw whether a person has a case and whether it is taken up, and what she loses; what takes nothing is none."""
    i = _U(cuda.grid(1))
    if i >= _U(len(voice)):
        return
    me, here, said = key_of(key, i), standing[i], np.float64(voice[i])
    marks = _marks(here, said, me, reporters, tables, terms, moment, i)
    if taken_up < 1.0 and (marks & CASE) != 0 and luck(moment, me, _HEARD_DRAW) >= taken_up:
        marks &= NO_CASE
    case = marks & CASE
    taken = _taken(case, here, said, terms)
    if taken > 0.0:
        spoke = case != DENOUNCED and said > 0.0
        past[i] |= PUNISHED_FOR_SPEECH if spoke else EVER_PUNISHED
    else:
        taken = 0.0
        marks &= NO_CASE
    mark[i] = marks
    loss[i] = taken
