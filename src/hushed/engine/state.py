"""What the model carries from round to round, and what it only looks up within one."""

from __future__ import annotations

from enum import IntFlag
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.columns import byte_flags, words_for
from hushed.regime.terms import Terms, Tiers
from hushed.society.society import Society

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Counts = NDArray[np.uint32]
Words = NDArray[np.uint64]


class Standing(IntFlag):
    """Where a person stands towards the regime; one bit each in `State.standing`."""

    ENROLLED = 1
    REPORTED = 2
    "The platform she uses reports to the authority."
    INFORMS = 4
    "She reports her friends at gatherings."
    LINKED = 8
    "One identity number links her accounts."
    PROPORTIONAL = 16
    "She is judged under the proportional form."
    ENFORCES = 32
    "She reports her friends at gatherings this round, having complied against her own wish in the last."


class Mark(IntFlag):
    """What happened to a person this round; one bit each in `State.mark`."""

    SEEN = 1
    PUNISHED = 2
    "She lost score for dissent that was seen."
    MISREAD = 4
    "She lost score for lawful conduct that was seen and misread."
    DENOUNCED = 8
    "She lost score to a false denunciation."
    LOUD = 16
    "Her voice was above the line."
    COSTLY = 32
    "Her own loss fell on her friends too (only where ties can be cut)."
    SHAMED = 64
    "Her score is below the shaming line (only where ties can be cut)."


class Past(IntFlag):
    """What has ever happened to a person; one bit each in `State.past`."""

    PUNISHED = 1
    "She has lost score in her own right at least once."
    FOR_SPEECH = 2
    "At least once, for something she said."


IN_GRACE = 0x8000
"""The bit of a sanction's clock that says it has been ordered but has not begun."""


class State(NamedTuple):
    """Arrays over N people (or over ties or tiers); those an absent instrument would use have length 0."""

    voice: Float32s
    score: Float32s
    before: Float32s
    "Score before this round (only with sanctions)."
    loss: Float32s
    "Score lost this round in her own right."
    shared: Float32s
    "Score lost this round for her friends' sake (only with association)."
    reproach: Float32s
    standing: Bytes
    mark: Bytes
    past: Bytes
    friends: Counts
    "Friends online on live ties."
    enrolled_friends: Counts
    gathering: Counts
    "Friends offline on live ties (only with informers)."
    reporters: Counts
    "Those of them who report (only with informers)."
    loud_friends: Counts
    "Friends heard above the line last round (only with encouragement)."
    punished_friends: Counts
    "Friends on live ties who lost score in their own right last round (only with indignation)."
    confidence: Float32s
    "How far she believes her opinion to be shared; 0 at first (only with fear of isolation)."
    reaching: Float64s
    "Losses that reach a person from friends this round, unweighted (only with two hops)."
    further: Float64s
    "Losses that reach her over two ties (only with two hops)."
    clock: NDArray[np.uint16]
    "Rounds of each sanction left, or `IN_GRACE` plus the rounds of grace left: tiers x people."
    lost: Words
    "One bit for each person who lost score in her own right this round (only with association)."
    cut: Bytes
    "One bit for each entry of `friends` in the online layer, set if the tie was cut (only with ostracism or shunning)."


class Needs(NamedTuple):
    """Which optional parts of the model a policy ever uses; what is off costs neither memory nor time."""

    friends: bool
    "Whether anything depends on how many friends a person has."
    association: bool
    two_hops: bool
    reproach: bool
    informers: bool
    encouragement: bool
    indignation: bool
    isolation: bool
    "Whether people ever take heart from whom they hear, or lose it."
    enforcement: bool
    "Whether the compliant ever report friends."
    cutting: bool
    capacity: bool
    tiers: int
    beliefs: bool
    "Whether it matters where people believe the line lies."


class Moment(NamedTuple):
    """The names of this round's draws (unsigned 64-bit), and the share of cases that can be taken up."""

    seed: np.uint64
    replicate: np.uint64
    round: np.uint64
    enforced: float


class Tables(NamedTuple):
    """Chances looked up by count: products taken one factor at a time, the same in every implementation."""

    unreported_believed: Float64s
    "(1 - q iota')^k for k friends at gatherings."
    unreported: Float64s
    "(1 - q)^n for n who report."
    undenounced: Float64s
    "(1 - false denunciation)^n for n who report."
    cut: Float64s
    "3 x 3: chance that a tie is cut, by ends harmed by the other and ends below the shaming line."


class Scene(NamedTuple):
    """Everything a round reads besides people and ties: what kernels are handed."""

    terms: Terms
    tiers: Tiers
    tables: Tables
    moment: Moment


def initial_state(society: Society, needs: Needs) -> State:
    """Everyone at score 1, nothing said, nothing cut, everybody's friends counted."""
    people, offline = society.size, society.offline
    optional = {True: people, False: 0}
    none = np.zeros(0, dtype=np.uint32)
    return State(
        voice=np.zeros(people, dtype=np.float32),
        score=np.ones(people, dtype=np.float32),
        before=np.ones(optional[needs.tiers > 0], dtype=np.float32),
        loss=np.zeros(people, dtype=np.float32),
        shared=np.zeros(optional[needs.association], dtype=np.float32),
        reproach=np.zeros(optional[needs.reproach], dtype=np.float32),
        standing=byte_flags(people),
        mark=byte_flags(people),
        past=byte_flags(people),
        friends=society.online.degrees() if needs.friends else none,
        enrolled_friends=np.zeros(optional[needs.friends], dtype=np.uint32),
        gathering=offline.degrees() if needs.informers and offline is not None else none,
        reporters=np.zeros(optional[needs.informers], dtype=np.uint32),
        loud_friends=np.zeros(optional[needs.encouragement], dtype=np.uint32),
        punished_friends=np.zeros(optional[needs.indignation], dtype=np.uint32),
        confidence=np.zeros(optional[needs.isolation], dtype=np.float32),
        reaching=np.zeros(optional[needs.two_hops], dtype=np.float64),
        further=np.zeros(optional[needs.two_hops], dtype=np.float64),
        clock=np.zeros((needs.tiers, people), dtype=np.uint16),
        lost=np.zeros(words_for(optional[needs.association]), dtype=np.uint64),
        cut=np.zeros(-(-len(society.online.friends) // 8) if needs.cutting else 0, dtype=np.uint8),
    )
