"""Step 4: who is seen, misread or denounced, and what each loses."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, helper, trailing_zeros
from hushed.engine.columns import CHUNK, folded, luck, luck_of, span_at, spans, word_of
from hushed.engine.flags import (
    CASE,
    DENOUNCED,
    ENROLLED,
    EVER_PUNISHED,
    EVERYTHING,
    LOUD,
    MISREAD,
    NO_CASE,
    NOTHING,
    PROPORTIONAL,
    PUNISHED,
    PUNISHED_FOR_SPEECH,
    SEEN,
)
from hushed.engine.state import Mark
from hushed.engine.watching import watched
from hushed.random import Channel

_U = np.uint64
_NO_ONE, _ONE, _SIX = _U(0), _U(1), _U(6)
_SEEN_LOUD = np.uint8(Mark.SEEN | Mark.LOUD)
_SEEN_DRAW = _U(Channel.SEEN)
_MISREAD_DRAW = _U(Channel.MISREAD)
_DENOUNCED_DRAW = _U(Channel.DENOUNCED)
_HEARD_DRAW = _U(Channel.HEARD)
_CERTAINLY_NOT = 1.0


@compiled
def expected_cases(
    standing: Any, reporters: Any, voice: Any, terms: Any, tables: Any, block: Any, first: Any, last: Any
) -> Any:
    """Expected number of cases this round, were every case taken up: a sum for each block of people."""
    rows = np.empty((3, CHUNK))
    chance, other, lanes = rows[0], rows[1], rows[2]
    sums = np.zeros((_U(last) - _U(first) + block - _U(1)) // block)
    if terms.severity <= 0.0:
        return sums
    for place in range(_U(len(sums))):
        lanes[:] = 0.0
        begin = _U(first) + place * block
        end = min(begin + block, _U(last))
        for start in spans(begin, end):
            span = span_at(start, end)
            _chances(standing, reporters, voice, terms, tables.unreported, span, chance, other)
            _expect(standing, reporters, voice, terms, tables.undenounced, span, chance, lanes)
        sums[place] = folded(lanes)
    return sums


@helper
def _chances(
    standing: Any, reporters: Any, voice: Any, terms: Any, unreported: Any, span: Any, chance: Any, speaking: Any
) -> int:
    """The chance that each person is in fact seen, short capacity apart; how many have any."""
    start, count = span
    watched(standing, 1.0, terms, unreported, reporters, span, chance, speaking)
    some = 0
    for j in range(_U(count)):
        chance[j] = rules.chance_seen(chance[j], speaking[j], np.float64(voice[start + j]))
        some += int(chance[j] > 0.0)
    return some


@helper
def _expect(
    standing: Any, reporters: Any, voice: Any, terms: Any, undenounced: Any, span: Any, chance: Any, lanes: Any
) -> None:
    """Add to each lane the chance that its person becomes a case: seen and punished, or denounced."""
    start, count = span
    told = len(reporters) > 0
    for j in range(_U(count)):
        here, said = standing[start + j], np.float64(voice[start + j])
        proportional = (here & PROPORTIONAL) != 0
        costly = rules.loss_for_nothing(terms.severity, proportional, terms.misread_excess) > 0.0
        case = chance[j]
        if said <= terms.tolerance:
            case *= terms.misreading if costly else 0.0
        denounced = 0.0
        if told and costly and (here & ENROLLED) != 0:
            denounced = 1.0 - undenounced[reporters[start + j]]
        lanes[j] += case + (1.0 - case) * denounced


@compiled
def observe(
    key: Any,
    standing: Any,
    reporters: Any,
    voice: Any,
    terms: Any,
    tables: Any,
    moment: Any,
    taken_up: float,
    mark: Any,
    loss: Any,
    past: Any,
    lost: Any,
    first: Any,
    last: Any,
) -> None:
    """Draw who is seen, misread or denounced, and what each loses."""
    told = len(reporters) > 0 and terms.false_denunciation > 0.0
    rows = np.empty((3, CHUNK))
    chance, drawn, spare = rows[0], rows[1], rows[2]
    places = np.empty(CHUNK, np.uint16)
    for start in spans(first, last):
        span = span_at(start, last)
        watchable = _chances(standing, reporters, voice, terms, tables.unreported, span, chance, spare)
        _look(key, moment, watchable, span, chance, drawn, spare, places)
        _see(voice, terms.tolerance, drawn, chance, span, mark)
        if terms.misreading > 0.0 and watchable > 0:
            _misread(key, moment, terms.misreading, span, spare, places, mark)
        if told:
            _denounce(key, moment, standing, reporters, tables.undenounced, span, spare, places, mark)
        if taken_up < 1.0:
            _hear(key, moment, taken_up, span, spare, places, mark)
        _lose(standing, voice, terms, span, mark, loss, past, lost)


@helper
def _look(key: Any, moment: Any, watchable: Any, span: Any, chance: Any, drawn: Any, spare: Any, places: Any) -> None:
    """Draw for those who can be seen: for everyone where most can, else only for them."""
    start, count = span
    if 4 * watchable > 3 * count:
        luck(key, moment, _SEEN_DRAW, span, drawn)
        return
    drawn[:] = _CERTAINLY_NOT
    if watchable == 0:
        return
    some = 0
    for j in range(_U(count)):
        places[some] = j
        some += int(chance[j] > 0.0)
    luck_of(places, some, key, moment, _SEEN_DRAW, start, spare)
    for place in range(_U(some)):
        drawn[places[place]] = spare[place]


@helper
def _see(voice: Any, tolerance: float, drawn: Any, chance: Any, span: Any, mark: Any) -> None:
    """Mark who is loud and who is seen; who is both has a case."""
    start, count = span
    for j in range(_U(count)):
        loud = np.float64(voice[start + j]) > tolerance
        seen = drawn[j] < chance[j]
        marks = (LOUD if loud else NOTHING) | (SEEN if seen else NOTHING)
        mark[start + j] = marks | (PUNISHED if loud & seen else NOTHING)


@helper
def _misread(key: Any, moment: Any, chance: float, span: Any, drawn: Any, places: Any, mark: Any) -> None:
    """Draw who among the seen is taken for a dissenter though all she said is lawful."""
    start, count = span
    some = 0
    for j in range(_U(count)):
        places[some] = j
        some += int((mark[start + j] & _SEEN_LOUD) == SEEN)
    luck_of(places, some, key, moment, _MISREAD_DRAW, start, drawn)
    for place in range(_U(some)):
        mark[start + _U(places[place])] |= MISREAD if drawn[place] < chance else NOTHING


@helper
def _denounce(
    key: Any,
    moment: Any,
    standing: Any,
    reporters: Any,
    undenounced: Any,
    span: Any,
    drawn: Any,
    places: Any,
    mark: Any,
) -> None:
    """Draw who among the enrolled without a case is falsely denounced by somebody at a gathering."""
    start, count = span
    some = 0
    for j in range(_U(count)):
        places[some] = j
        free = ((standing[start + j] & ENROLLED) != 0) & ((mark[start + j] & CASE) == 0)
        some += int(free & (reporters[start + j] > 0))
    luck_of(places, some, key, moment, _DENOUNCED_DRAW, start, drawn)
    for place in range(_U(some)):
        i = start + _U(places[place])
        mark[i] |= DENOUNCED if drawn[place] < 1.0 - undenounced[reporters[i]] else NOTHING


@helper
def _hear(key: Any, moment: Any, taken_up: float, span: Any, drawn: Any, places: Any, mark: Any) -> None:
    """Draw which cases are taken up where capacity is short, and drop the others."""
    start, count = span
    some = 0
    for j in range(_U(count)):
        places[some] = j
        some += int((mark[start + j] & CASE) != 0)
    luck_of(places, some, key, moment, _HEARD_DRAW, start, drawn)
    for place in range(_U(some)):
        i = start + _U(places[place])
        mark[i] &= EVERYTHING if drawn[place] < taken_up else NO_CASE


@helper
def _lose(standing: Any, voice: Any, terms: Any, span: Any, mark: Any, loss: Any, past: Any, lost: Any) -> None:
    """What each case takes from a score and leaves in a person's past; a case that takes nothing is none.

    Who said nothing was not punished for anything she said. Cases are few, so they are gone through one by one.
    """
    start, count = span
    loss[start : start + count] = np.float32(0.0)
    severity, tolerance, excess = terms.severity, terms.tolerance, terms.misread_excess
    for begin in range(start, start + count, _U(64)):
        cases = word_of(mark, CASE, begin, min(_U(64), start + count - begin))
        left = cases
        while left != _NO_ONE:
            here, left = left & (~left + _ONE), left & (left - _ONE)
            i = begin + trailing_zeros(here)
            case, said = mark[i] & CASE, np.float64(voice[i])
            proportional = (standing[i] & PROPORTIONAL) != 0
            if case == PUNISHED:
                amount = rules.loss_for_dissent(severity, proportional, said, tolerance)
            else:
                amount = rules.loss_for_nothing(severity, proportional, excess)
            if amount > 0.0:
                loss[i] = amount
                past[i] |= PUNISHED_FOR_SPEECH if case != DENOUNCED and said > 0.0 else EVER_PUNISHED
            else:
                mark[i] &= NO_CASE
                cases ^= here
        if len(lost) > 0:
            lost[begin >> _SIX] = cases
