"""Step 6 on the device: friends reproach those who cost them score, and leave them or those put to shame.

A tie is drawn for by the pair, so both ends come to the same answer, each for her own row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine.flags import BLAMED, COSTLY, ENROLLED, NOT_BLAMED, NOTHING, REPORTS, SHAMED
from hushed.gpu.compiled import cuda, device, kernel, on_device
from hushed.gpu.people import harm, key_of, luck
from hushed.random import Channel, pair_subject

_U = np.uint64
_ONE = _U(1)
_CUT = np.uint8(1)
_CUT_DRAW = _U(Channel.CUT)
_below = on_device(rules.below)
_next_reproach = on_device(rules.next_reproach)
_pair_subject = on_device(pair_subject)


@kernel
def reproach(loss: Any, enrolled_friends: Any, friends: Any, terms: Any, burden: Any) -> None:
    """Let friends reproach a person who brought a loss on them."""
    i = _U(cuda.grid(1))
    if i >= _U(len(burden)):
        return
    severities = np.float64(loss[i]) / terms.severity if terms.severity > 0.0 else 0.0
    harmed = harm(enrolled_friends, friends, terms.shared, i)
    burden[i] = _next_reproach(
        np.float64(burden[i]), terms.forgiveness, terms.reproach, terms.weight, severities, harmed
    )


@kernel
def blame(loss: Any, score: Any, standing: Any, terms: Any, mark: Any) -> None:
    """Mark a person whom friends may leave: her loss fell on them, or her score is seen to be below the line."""
    i = _U(cuda.grid(1))
    if i >= _U(len(mark)):
        return
    costly = terms.ostracism > 0.0 and terms.weight > 0.0 and loss[i] > 0.0
    shown = terms.shunning * terms.audience > 0.0 and (standing[i] & ENROLLED) != 0
    shamed = shown and _below(np.float64(score[i]), terms.shaming_line)
    marks = (COSTLY if costly else NOTHING) | (SHAMED if shamed else NOTHING)
    mark[i] = (mark[i] & NOT_BLAMED) | marks


@device
def _has(flags: Any, flag: Any) -> Any:
    """1 if a flag is set, else 0."""
    return _ONE if (flags & flag) != 0 else _U(0)


@kernel
def part(
    offsets: Any,
    ends: Any,
    key: Any,
    mark: Any,
    standing: Any,
    chances: Any,
    moment: Any,
    cut: Any,
    online: Any,
    offline: Any,
    parted: Any,
) -> None:
    """Cut a person's ties whose chance comes true, and take them off her counts of friends.

    `online` and `offline` hold her friends and those of a standing: enrolled, reporting. `parted` counts ends of ties.
    """
    i = _U(cuda.grid(1))
    if i >= _U(len(mark)):
        return
    ours, here, me = mark[i], standing[i], key_of(key, i)
    left = enrolled = reporting = _U(0)
    for tie in range(offsets[i], offsets[i + _ONE]):
        friend = ends[tie]
        others = mark[friend]
        if cut[tie] != 0 or ((ours | others) & BLAMED) == 0:
            continue
        # A loss only falls on friends who are enrolled, so only they bear a grudge.
        there = standing[friend]
        harmed = _has(ours, COSTLY) * _has(there, ENROLLED) + _has(others, COSTLY) * _has(here, ENROLLED)
        chance = chances[harmed, _has(ours, SHAMED) + _has(others, SHAMED)]
        if chance > 0.0 and luck(moment, _pair_subject(me, key_of(key, friend)), _CUT_DRAW) < chance:
            cut[tie] = _CUT
            left += _ONE
            enrolled += _has(there, ENROLLED)
            reporting += _has(there, REPORTS)
    if left == 0:
        return
    if len(online[0]) > 0:
        online[0][i] -= np.uint32(left)
        online[1][i] -= np.uint32(enrolled)
    if len(offline[0]) > 0:
        offline[0][i] -= np.uint32(left)
        offline[1][i] -= np.uint32(reporting)
    cuda.atomic.add(parted, 0, left)
