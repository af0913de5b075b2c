"""What is counted at the end of a round: the plain sums from which every outcome is computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, helper, inlined
from hushed.engine.columns import CHUNK, column, counted, folded, lowest, span_at, spans
from hushed.engine.flags import ENROLLED, EVER_FOR_SPEECH, EVER_PUNISHED
from hushed.engine.speaking import serving

_U = np.uint64
# Places of the bits of `Mark`, from seen to loud.
_ONE, _TWO, _THREE, _FOUR = _U(1), _U(2), _U(3), _U(4)
_SEVEN = _U(7)

_BIN_SHIFT = 14
_LEAST = int(np.float32(2.0**-20).view(np.uint32)) >> _BIN_SHIFT
SCORE_BINS = (32 << 9) + 1
"""Bins of the score distribution: 512 for each doubling of the shortfall 1 - score, from 2**-20 to 2**12."""


class Tally(NamedTuple):
    """Sums over everyone in one round; counts are whole numbers held as float64."""

    desire: float
    desire_squared: float
    voice: float
    voice_squared: float
    voice_desire: float
    silenced: float
    withheld_unpunished: float
    "Dissent withheld by people never punished so far."
    lawful_wish: float
    "Sum of min(desire, tolerance)."
    lawful_withheld: float
    dissenters: float
    loud: float
    seen: float
    punished: float
    misread: float
    denounced: float
    wrongly_punished: float
    loss: float
    shared: float
    enrolled: float
    score: float
    score_squared: float
    sanctioned: float
    sanctioned_for_nothing: float


SCORE_SHARES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
"""Shares of the enrolled whose score quantiles are recorded."""


class Wishes(NamedTuple):
    """The part of `Tally` that only depends on what people wish to say and on the line."""

    desire: float
    desire_squared: float
    lawful_wish: float
    dissenters: float


class Speech(NamedTuple):
    """The part of `Tally` about what people say."""

    voice: float
    voice_squared: float
    voice_desire: float
    withheld_unpunished: float
    lawful_withheld: float
    silenced: float


class Scores(NamedTuple):
    """The part of `Tally` about losses and scores."""

    loss: float
    shared: float
    score: float
    score_squared: float


class Events(NamedTuple):
    """The part of `Tally` that counts what happened to people."""

    loud: float
    seen: float
    punished: float
    misread: float
    denounced: float
    wrongly_punished: float
    enrolled: float
    sanctioned: float
    sanctioned_for_nothing: float


EVENTS = len(Events._fields)
_ALL = _U(0xFFFFFFFFFFFFFFFF)


class Round(NamedTuple):
    """What one round leaves on record: sums, scores, sanctions, ties, and the policy in force."""

    tally: Tally
    score_quantiles: NDArray[np.float64]
    "Scores below which the `SCORE_SHARES` of the enrolled lie."
    served: NDArray[np.float64]
    "People serving each tier's sanction."
    ties_cut: int
    "Ties cut since the start."
    levers: tuple[float, ...]
    "Tolerance, severity and surveillance in force."


@compiled
def wishes(desire: Any, tolerance: float, block: Any, first: Any, last: Any) -> Any:
    """What only depends on wishes and the line, a row for each block: the sums of `Wishes`, in its order."""
    sums = np.empty((_blocks(first, last, block), 4))
    lanes = np.empty((4, CHUNK))
    total, squares, lawful, beyond = lanes[0], lanes[1], lanes[2], lanes[3]
    wished = np.empty(CHUNK)
    for place in range(_U(len(sums))):
        begin = _U(first) + place * block
        end = min(begin + block, _U(last))
        lanes[:] = 0.0
        for chunk in spans(begin, end):
            span = span_at(chunk, end)
            column(desire, span, wished)
            for j in range(span[1]):
                total[j] += wished[j]
                squares[j] += wished[j] * wished[j]
            for j in range(span[1]):
                lawful[j] += min(wished[j], tolerance)
                beyond[j] += 1.0 if wished[j] > tolerance else 0.0
        for row in range(_U(4)):
            sums[place, row] = folded(lanes[row])
    return sums


@compiled
def speech(desire: Any, voice: Any, past: Any, tolerance: float, block: Any, first: Any, last: Any) -> Any:
    """What people say, a row for each block: the sums of `Speech`, in its order."""
    sums = np.empty((_blocks(first, last, block), 6))
    lanes = np.empty((5, CHUNK))
    wished = np.empty(CHUNK)
    for place in range(_U(len(sums))):
        begin = _U(first) + place * block
        end = min(begin + block, _U(last))
        lanes[:] = 0.0
        silenced = 0
        for chunk in spans(begin, end):
            span = span_at(chunk, end)
            column(desire, span, wished)
            _add_voices(wished, voice, span, lanes[0], lanes[1], lanes[2])
            silenced += _add_withheld(wished, voice, past, tolerance, span, lanes[3], lanes[4])
        for row in range(_U(5)):
            sums[place, row] = folded(lanes[row])
        sums[place, 5] = silenced
    return sums


@helper
def _add_voices(desire: Any, voice: Any, span: Any, voices: Any, squares: Any, products: Any) -> None:
    start, count = span
    for j in range(_U(count)):
        said = np.float64(voice[start + j])
        voices[j] += said
        squares[j] += said * said
    for j in range(_U(count)):
        products[j] += np.float64(voice[start + j]) * desire[j]


@helper
def _add_withheld(desire: Any, voice: Any, past: Any, tolerance: float, span: Any, unpunished: Any, lawful: Any) -> int:
    """Add what is withheld by the never punished, and what is withheld though lawful; how many withhold anything."""
    start, count = span
    silenced = 0
    for j in range(_U(count)):
        silenced += int(np.float64(voice[start + j]) < desire[j])
    if silenced == 0:
        return 0
    for j in range(_U(count)):
        withheld = desire[j] - np.float64(voice[start + j])
        unpunished[j] += 0.0 if past[start + j] & EVER_PUNISHED else withheld
    for j in range(_U(count)):
        lawful[j] += max(0.0, min(desire[j], tolerance) - np.float64(voice[start + j]))
    return silenced


@compiled
def scores(standing: Any, loss: Any, shared: Any, score: Any, block: Any, first: Any, last: Any) -> Any:
    """Losses and scores, a row for each block: the sums of `Scores`, in its order."""
    sums = np.empty((_blocks(first, last, block), 4))
    lanes = np.empty((4, CHUNK))
    for place in range(_U(len(sums))):
        begin = _U(first) + place * block
        end = min(begin + block, _U(last))
        lanes[:] = 0.0
        for chunk in spans(begin, end):
            span = span_at(chunk, end)
            _add(loss, span, lanes[0])
            if len(shared) > 0:
                _add(shared, span, lanes[1])
            _add_scores(score, standing, span, lanes[2], lanes[3])
        for row in range(_U(4)):
            sums[place, row] = folded(lanes[row])
    return sums


@helper
def _add(values: Any, span: Any, lanes: Any) -> None:
    start, count = span
    for j in range(_U(count)):
        lanes[j] += values[start + j]


@helper
def _add_scores(score: Any, standing: Any, span: Any, total: Any, squares: Any) -> None:
    start, count = span
    for j in range(_U(count)):
        held = np.float64(score[start + j]) if standing[start + j] & ENROLLED else 0.0
        total[j] += held
        squares[j] += held * held


@compiled
def events(mark: Any, standing: Any, past: Any, clocks: Any, first: Any, last: Any) -> Any:
    """What happened to people: the counts of `Events`, in its order, then the people serving each tier.

    `mark` and `standing` are words of eight people's bytes, as `as_words` gives them.
    """
    tiers = len(clocks)
    counts = np.zeros(EVENTS + tiers, np.uint64)
    confined = np.zeros(CHUNK, np.uint8)
    for chunk in spans(first, last):
        span = span_at(chunk, last)
        _count_marks(mark, standing, span, counts)
        if tiers > 0:
            _count_served(clocks, past, span, confined, counts)
    return counts


@helper
def _count_marks(mark: Any, standing: Any, span: Any, counts: Any) -> None:
    """Add up the bits of a chunk's marks, eight people in a word; a byte counts to 64 at most.

    The bytes after the last person of all are 0, so they may be counted with hers.
    """
    start, count = span
    seen = punished = misread = denounced = loud = wrongly = enrolled = _U(0)
    for place in range(start >> _THREE, (start + count + _SEVEN) >> _THREE):
        word = mark[place]
        spoke = lowest(word >> _FOUR)
        case = lowest((word >> _ONE) | (word >> _TWO) | (word >> _THREE))
        seen += lowest(word)
        punished += lowest(word >> _ONE)
        misread += lowest(word >> _TWO)
        denounced += lowest(word >> _THREE)
        loud += spoke
        wrongly += case & (spoke ^ lowest(_ALL))
        enrolled += lowest(standing[place])
    counts[0] += counted(loud)
    counts[1] += counted(seen)
    counts[2] += counted(punished)
    counts[3] += counted(misread)
    counts[4] += counted(denounced)
    counts[5] += counted(wrongly)
    counts[6] += counted(enrolled)


@helper
def _count_served(clocks: Any, past: Any, span: Any, confined: Any, counts: Any) -> None:
    """Count those serving each tier, those serving any, and those of them never punished for anything they said."""
    start, count = span
    confined[:] = 0
    for tier in range(_U(len(clocks))):
        served = 0
        for j in range(_U(count)):
            now = serving(clocks[tier, start + j])
            served += int(now)
            confined[j] |= np.uint8(now)
        counts[EVENTS + tier] += _U(served)
    anybody = for_nothing = 0
    for j in range(_U(count)):
        anybody += int(confined[j] != 0)
        for_nothing += int((confined[j] != 0) & ((past[start + j] & EVER_FOR_SPEECH) == 0))
    counts[7] += _U(anybody)
    counts[8] += _U(for_nothing)


@inlined
def _blocks(first: Any, last: Any, block: Any) -> Any:
    """How many blocks the people `first` to `last - 1` make."""
    return (_U(last) - _U(first) + block - _ONE) // block


@inlined
def score_bin(score: float) -> int:
    """Bin of a score by its distance from the baseline: 0 at the baseline, the last far below."""
    shortfall = np.float32(1.0 - score)
    if shortfall <= 0.0:
        return 0
    place = int(shortfall.view(np.uint32) >> np.uint32(_BIN_SHIFT)) - _LEAST + 1
    return min(SCORE_BINS - 1, max(0, place))


@compiled
def score_histogram(standing: Any, score: Any, bins: Any, first: Any, last: Any) -> None:
    """Count the enrolled by score: add to uint32 counts of shape (2, SCORE_BINS + 1), whose last column is for nobody.

    Neighbours count in different rows, so that one need not wait for the other.
    """
    places = np.empty(CHUNK, np.uint16)
    for chunk in spans(first, last):
        span = span_at(chunk, last)
        start, count = span
        for j in range(_U(count)):
            place = score_bin(score[start + j])
            places[j] = place if standing[start + j] & ENROLLED else SCORE_BINS
        for j in range(_U(count)):
            bins[j & _ONE, places[j]] += np.uint32(1)


def new_histogram() -> NDArray[np.uint32]:
    """Counts by score, all 0."""
    return np.zeros((2, SCORE_BINS + 1), dtype=np.uint32)


def score_bins(histograms: Iterable[NDArray[np.uint32]]) -> NDArray[np.int64]:
    """How many of the enrolled have a score in each of `SCORE_BINS` bins, from counts made apart."""
    bins = np.zeros(SCORE_BINS + 1, dtype=np.int64)
    for histogram in histograms:
        bins += histogram.sum(axis=0, dtype=np.int64)
    return bins[:SCORE_BINS]


def score_quantiles(bins: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores below which given shares of the enrolled lie, to a fifth of a hundredth of 1 - score.

    A score is the least, in steps of the histogram, that at least the share does not exceed; with nobody enrolled, 1.
    """
    total = int(bins.sum())
    if total == 0:
        return np.ones(len(shares))
    from_below = np.cumsum(bins[::-1])
    rank = np.maximum(1, np.ceil(shares * total - 1e-9)).astype(np.int64)
    places = SCORE_BINS - 1 - np.searchsorted(from_below, rank, side="left")
    bits = ((places + _LEAST - 1) << _BIN_SHIFT) + (1 << (_BIN_SHIFT - 1))
    middle = bits.astype(np.uint32).view(np.float32).astype(np.float64)
    return np.where(places == 0, 1.0, 1.0 - middle)
