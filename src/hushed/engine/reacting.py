"""Step 6: friends reproach those who cost them score, and leave them or those put to shame."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, helper, inlined
from hushed.engine.columns import CHUNK, STRETCH, ask_ahead, key_of, luck_of_pairs, span_at, spans, tie_bit
from hushed.engine.flags import BLAMED, COSTLY, ENROLLED, NOT_BLAMED, NOTHING, SHAMED
from hushed.engine.speaking import harm
from hushed.random import Channel, pair_subject

_U = np.uint64
_ONE = _U(1)
_THREE = _U(3)
_LAST_THREE = _U(7)
_CUT_DRAW = _U(Channel.CUT)
_BATCH = _U(2048)
_FEW = _U(64)


@compiled
def reproach(loss: Any, enrolled_friends: Any, friends: Any, terms: Any, burden: Any, first: Any, last: Any) -> None:
    """Let friends reproach those who brought a loss on them."""
    harmed = np.empty(CHUNK)
    severity, forgiveness, rate, weight = terms.severity, terms.forgiveness, terms.reproach, terms.weight
    for begin in spans(first, last):
        span = span_at(begin, last)
        start, count = span
        harm(enrolled_friends, friends, terms.shared, span, harmed)
        for j in range(_U(count)):
            severities = loss[start + j] / severity if severity > 0.0 else 0.0
            burden[start + j] = rules.next_reproach(
                np.float64(burden[start + j]), forgiveness, rate, weight, severities, harmed[j]
            )


@compiled
def blame(standing: Any, loss: Any, score: Any, terms: Any, mark: Any, first: Any, last: Any) -> int:
    """Mark those whom friends may leave this round, and count them.

    They are those whose loss fell on friends, and those below the shaming line; who is not enrolled shows no score.
    """
    costly = COSTLY if terms.ostracism > 0.0 and terms.weight > 0.0 else NOTHING
    shamed = SHAMED if terms.shunning * terms.audience > 0.0 else NOTHING
    blamed = 0
    for i in range(_U(first), _U(last)):
        low = rules.below(np.float64(score[i]), terms.shaming_line) & ((standing[i] & ENROLLED) != 0)
        marks = (costly if loss[i] > 0.0 else NOTHING) | (shamed if low else NOTHING)
        blamed += int(marks != 0)
        mark[i] = (mark[i] & NOT_BLAMED) | marks
    return blamed


@inlined
def _has(flags: Any, flag: Any) -> int:
    """1 if a flag is set, else 0."""
    return int((flags & flag) != 0)


@inlined
def _place_in_row(offsets: Any, friends: Any, i: Any, friend: Any) -> Any:
    """Where a friend stands in a person's row, found by halving since rows rise."""
    low, high = offsets[i], offsets[i + _ONE]
    while low < high:
        middle = (low + high) >> _ONE
        if friends[middle] < friend:
            low = middle + _ONE
        else:
            high = middle
    return low


@compiled
def parting(
    key: Any,
    network: Any,
    mark: Any,
    standing: Any,
    cut: Any,
    moment: Any,
    chance_of: Any,
    first: Any,
    last: Any,
) -> Any:
    """The ties cut this round to those who cost a friend score or are put to shame; nothing is changed yet.

    Each tie is drawn for once, from the end that is blamed (the lower, if both are). Returns both ends of each tie
    that is cut; uint32 of shape (ties, 2).
    """
    offsets, friends = network
    blamed = np.empty(STRETCH, np.uint32)
    ends, cases = np.empty((2, _BATCH), np.uint32), np.empty(_BATCH, np.uint8)
    parted, gone = np.empty((_BATCH, 2), np.uint32), _U(0)
    for stretch in range(_U(first), _U(last), _U(STRETCH)):
        some = _blamed(mark, stretch, min(_U(STRETCH), _U(last) - stretch), blamed)
        waiting = _U(0)
        for place in range(some):
            ask_ahead(friends, offsets, blamed, place, some)
            i = _U(blamed[place])
            row, row_end = offsets[i], offsets[i + _ONE]
            while row < row_end:
                stop = min(row_end, row + _BATCH - waiting)
                waiting = _note(friends, row, stop, cut, mark, standing, i, ends[0], ends[1], cases, waiting)
                row = stop
                if waiting == _BATCH:
                    parted, gone = _draw_for(key, moment, ends[0], ends[1], cases, chance_of, waiting, parted, gone)
                    waiting = _U(0)
        parted, gone = _draw_for(key, moment, ends[0], ends[1], cases, chance_of, waiting, parted, gone)
    return parted[:gone]


@helper
def _blamed(mark: Any, start: Any, count: Any, out: Any) -> Any:
    """Those of the `count` people from `start` whom friends may leave, in order; how many they are."""
    some = _U(0)
    for i in range(start, start + count):
        out[some] = i
        some += _U((mark[i] & BLAMED) != 0)
    return some


@inlined
def _note(
    friends: Any,
    row: Any,
    stop: Any,
    cut: Any,
    mark: Any,
    standing: Any,
    i: Any,
    mine: Any,
    theirs: Any,
    cases: Any,
    waiting: Any,
) -> Any:
    """Note the live ties in a stretch of a row that are drawn for from this end; how many wait for their draw then.

    Without a branch to guess wrongly: what is not kept is written over.
    """
    ours, here = mark[i], standing[i]
    for tie in range(row, stop):
        friend = _U(friends[tie])
        others = mark[friend]
        case = _has(ours, SHAMED) + _has(others, SHAMED)
        if (ours | others) & COSTLY:
            # A loss only falls on friends who are enrolled, so only they bear a grudge.
            case += 3 * _has(ours, COSTLY) * _has(standing[friend], ENROLLED)
            case += 3 * _has(others, COSTLY) * _has(here, ENROLLED)
        mine[waiting], theirs[waiting], cases[waiting] = i, friend, case
        from_here = _U((friend > i) | ((others & BLAMED) == 0))
        waiting += from_here & (tie_bit(cut, tie) ^ _ONE)
    return waiting


@helper
def _draw_for(
    key: Any, moment: Any, mine: Any, theirs: Any, cases: Any, chance_of: Any, at_risk: Any, parted: Any, gone: Any
) -> Any:
    """Draw for the first `at_risk` ties of a batch, and note those whose chance comes true."""
    pairs, luck, chances = np.empty(at_risk, np.uint64), np.empty(at_risk), np.empty(at_risk)
    for place in range(at_risk):
        chances[place] = chance_of[_U(cases[place])]
    for place in range(at_risk):
        pairs[place] = pair_subject(key_of(key, mine[place]), key_of(key, theirs[place]))
    luck_of_pairs(pairs, moment, _CUT_DRAW, luck)
    for begin in range(_U(0), at_risk, _FEW):
        end = min(begin + _FEW, at_risk)
        if not _any_below(luck, chances, begin, end):
            continue
        if gone + _FEW > len(parted):
            parted = _longer(parted, gone)
        for place in range(begin, end):
            parted[gone, 0], parted[gone, 1] = mine[place], theirs[place]
            gone += _U(luck[place] < chances[place])
    return parted, gone


@helper
def _longer(parted: Any, gone: Any) -> Any:
    """Room for twice as many ties, with those there are."""
    longer = np.empty((2 * len(parted), 2), np.uint32)
    for place in range(gone):
        longer[place, 0], longer[place, 1] = parted[place, 0], parted[place, 1]
    return longer


@helper
def _any_below(luck: Any, chances: Any, begin: Any, end: Any) -> bool:
    """Whether any chance in a stretch comes true."""
    some = 0
    for place in range(begin, end):
        some += int(luck[place] < chances[place])
    return some > 0


@compiled
def part(parted: Any, network: Any, cut: Any) -> None:
    """Cut ties at both ends."""
    offsets, friends = network
    for place in range(_U(len(parted))):
        i, friend = _U(parted[place, 0]), _U(parted[place, 1])
        for tie in (_place_in_row(offsets, friends, i, friend), _place_in_row(offsets, friends, friend, i)):
            cut[tie >> _THREE] |= np.uint8(_ONE << (tie & _LAST_THREE))


@compiled
def take_off(parted: Any, standing: Any, flag: Any, friends: Any, having: Any) -> None:
    """One friend less at both ends of each tie cut, and one with a standing less where the other had it."""
    for place in range(_U(len(parted))):
        i, friend = _U(parted[place, 0]), _U(parted[place, 1])
        friends[i] -= np.uint32(1)
        friends[friend] -= np.uint32(1)
        having[i] -= np.uint32(_has(standing[friend], flag))
        having[friend] -= np.uint32(_has(standing[i], flag))
