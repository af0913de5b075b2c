"""Loops over ties: counting friends, hearing them, sharing their losses, cutting ties.

Like kernels.py, each handles the people `first` to `last - 1` and writes only to them and
their ties. Rows of a network rise, and sums run along them, so they round alike always.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, inlined
from hushed.engine.state import Mark, Standing
from hushed.random import Channel, drawn, pair_subject

_U = np.uint64
_ENROLLED = np.uint8(Standing.ENROLLED)
_INFORMS = np.uint8(Standing.INFORMS)
_LOUD = np.uint8(Mark.LOUD)
_COSTLY = np.uint8(Mark.COSTLY)
_SHAMED = np.uint8(Mark.SHAMED)
_BLAMED = np.uint8(Mark.COSTLY | Mark.SHAMED)
_NOBODY = np.uint8(0)
_KEPT_MARKS = np.uint8(255 - _BLAMED)
_CUT_DRAW = _U(Channel.CUT)
_ONE = np.uint32(1)
_BATCH = 4096


@compiled
def count_with(
    network: Any, cut: Any, flags: Any, flag: Any, live: Any, having: Any, only: Any, first: Any, last: Any
) -> None:
    """Count each person's live ties, and those that lead to someone with a flag set.

    Where `only` is not empty, people without a mark in it keep their counts, and the marks are taken off.
    """
    offsets, friends = network
    cuttable, some = len(cut) > 0, len(only) > 0
    for i in range(_U(first), _U(last)):
        if some:
            if not only[i]:
                continue
            only[i] = 0
        all_live = np.uint32(0)
        with_flag = np.uint32(0)
        for tie in range(offsets[i], offsets[i + _U(1)]):
            if cuttable and cut[tie]:
                continue
            all_live += _ONE
            if flags[friends[tie]] & flag:
                with_flag += _ONE
        live[i] = all_live
        having[i] = with_flag


@inlined
def _part(friends: Any, shared: float) -> float:
    """Part of a person's loss that reaches each friend, before the weight: all, or one share of it."""
    return 1.0 / max(1.0, np.float64(friends)) if shared > 0.0 else 1.0


@compiled
def gather(network: Any, state: Any, scene: Any, first: Any, last: Any) -> None:
    """Sum for each person the losses that reach her from friends, unweighted, by asking every friend (step 5)."""
    offsets, friends = network
    shared = scene.terms.shared
    cuttable = len(state.cut) > 0
    for i in range(_U(first), _U(last)):
        total = 0.0
        for tie in range(offsets[i], offsets[i + _U(1)]):
            if cuttable and state.cut[tie]:
                continue
            friend = friends[tie]
            total += state.loss[friend] * _part(state.friends[friend], shared)
        state.reaching[i] = total


@compiled
def scatter(network: Any, state: Any, scene: Any, first: Any, last: Any) -> None:
    """The same sums, to the byte, by telling the friends of those who lost: quicker where few did (step 5).

    Everybody's losses are read, and only the people `first` to `last - 1` are written to. Whoever loses tells her
    friends in the order of people, which is the order in which `gather` asks.
    """
    offsets, friends = network
    shared = scene.terms.shared
    cuttable = len(state.cut) > 0
    start, end = _U(first), _U(last)
    state.reaching[start:end] = 0.0
    for i in range(_U(len(state.loss))):
        if state.loss[i] == 0.0:
            continue
        reaching = state.loss[i] * _part(state.friends[i], shared)
        # Rows rise: skip those before, stop at the first one after.
        tie, row_end = offsets[i], offsets[i + _U(1)]
        while tie < row_end and friends[tie] < start:
            tie += _U(1)
        while tie < row_end and friends[tie] < end:
            if not (cuttable and state.cut[tie]):
                state.reaching[friends[tie]] += reaching
            tie += _U(1)


@compiled
def gather_further(network: Any, state: Any, scene: Any, first: Any, last: Any) -> None:
    """Sum for each person the losses that reach her over two ties, never her own (step 5)."""
    offsets, friends = network
    shared = scene.terms.shared
    cuttable = len(state.cut) > 0
    for i in range(_U(first), _U(last)):
        own = state.loss[i] * _part(state.friends[i], shared)
        total = 0.0
        for tie in range(offsets[i], offsets[i + _U(1)]):
            if cuttable and state.cut[tie]:
                continue
            friend = friends[tie]
            total += (state.reaching[friend] - own) * _part(state.friends[friend], shared)
        state.further[i] = total


@compiled
def spread(state: Any, scene: Any, first: Any, last: Any) -> None:
    """Let friends' losses fall on the enrolled, and move every score (step 5)."""
    terms = scene.terms
    associated = len(state.shared) > 0
    far = len(state.further) > 0
    remembers = len(state.before) > 0
    for i in range(_U(first), _U(last)):
        lost = np.float64(state.loss[i])
        if associated:
            falling = terms.weight * state.reaching[i]
            if far:
                falling += terms.weight * terms.weight * state.further[i]
            state.shared[i] = falling if state.standing[i] & _ENROLLED else 0.0
            lost += state.shared[i]
        if remembers:
            state.before[i] = state.score[i]
        state.score[i] = rules.recovered(np.float64(state.score[i]), terms.recovery) - lost


@compiled
def blame(state: Any, scene: Any, first: Any, last: Any) -> int:
    """Mark those whom friends may leave this round, and count them (step 6).

    They are those whose loss fell on friends, and those below the shaming line; who is not enrolled shows no score.
    """
    terms = scene.terms
    resented = terms.ostracism > 0.0 and terms.weight > 0.0
    shunned = terms.shunning * terms.audience > 0.0
    blamed = 0
    for i in range(_U(first), _U(last)):
        mark = state.mark[i] & _KEPT_MARKS
        costly = resented & (state.loss[i] > 0.0)
        low = rules.below(np.float64(state.score[i]), terms.shaming_line)
        shamed = shunned & low & ((state.standing[i] & _ENROLLED) != 0)
        mark |= (_COSTLY if costly else _NOBODY) | (_SHAMED if shamed else _NOBODY)
        blamed += int(costly | shamed)
        state.mark[i] = mark
    return blamed


@inlined
def _has(flags: Any, flag: Any) -> int:
    """1 if a flag is set, else 0."""
    return int((flags & flag) != 0)


@inlined
def _other_end(offsets: Any, friends: Any, friend: Any, i: Any) -> Any:
    """Where the same tie stands in the friend's row, found by halving since rows rise."""
    low, high = offsets[friend], offsets[friend + _U(1)]
    while low < high:
        middle = (low + high) >> _U(1)
        if friends[middle] < i:
            low = middle + _U(1)
        else:
            high = middle
    return low


@compiled
def cut_ties(people: Any, network: Any, state: Any, scene: Any, first: Any, last: Any) -> int:
    """Cut ties to those who cost a friend score or are put to shame; counts the ties cut (step 6).

    Each tie is drawn for once, from the end that is blamed (the lower, if both are), which writes both ends: no other
    person touches either.
    """
    offsets, friends = network
    # Ties at risk are gathered first, so that their draws run in vector instructions.
    ends = np.empty((3, _BATCH), np.uint64)
    chances = np.empty(_BATCH)
    waiting = newly = 0
    for i in range(_U(first), _U(last)):
        mine, here = state.mark[i] & _BLAMED, state.standing[i]
        if mine == 0:
            continue
        for tie in range(offsets[i], offsets[i + _U(1)]):
            friend = _U(friends[tie])
            theirs = state.mark[friend] & _BLAMED
            if state.cut[tie] or (theirs != 0 and friend < i):
                continue
            # A loss only falls on friends who are enrolled, so only they bear a grudge.
            there = state.standing[friend]
            harmed = _has(mine, _COSTLY) * _has(there, _ENROLLED) + _has(theirs, _COSTLY) * _has(here, _ENROLLED)
            chance = scene.tables.cut[harmed, _has(mine, _SHAMED) + _has(theirs, _SHAMED)]
            if chance <= 0.0:
                continue
            chances[waiting] = chance
            ends[0, waiting], ends[1, waiting], ends[2, waiting] = i, friend, tie
            waiting += 1
            if waiting == _BATCH:
                newly += _cut_some(people.key, network, state.cut, state.recount, scene.moment, ends, chances, waiting)
                waiting = 0
    return newly + _cut_some(people.key, network, state.cut, state.recount, scene.moment, ends, chances, waiting)


@compiled
def _cut_some(
    key: Any, network: Any, cut: Any, recount: Any, moment: Any, ends: Any, chances: Any, waiting: Any
) -> int:
    """Draw for the first `waiting` ties in a batch, and cut at both ends those whose chance comes true."""
    offsets, friends = network
    seed, replicate, round_ = moment.seed, moment.replicate, moment.round
    luck = np.empty(waiting)
    pairs = np.empty(waiting, np.uint64)
    for place in range(_U(waiting)):
        pairs[place] = pair_subject(_U(key[ends[0, place]]), _U(key[ends[1, place]]))
    for place in range(_U(waiting)):
        luck[place] = drawn(seed, replicate, round_, pairs[place], _CUT_DRAW)
    newly = 0
    for place in range(_U(waiting)):
        if luck[place] < chances[place]:
            i, friend, tie = ends[0, place], ends[1, place], ends[2, place]
            cut[tie] = 1
            cut[_other_end(offsets, friends, friend, i)] = 1
            recount[i] = recount[friend] = 1
            newly += 1
    return newly
