"""What is counted at the end of a round: the plain sums from which every outcome is computed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined
from hushed.engine.kernels import serving
from hushed.engine.state import Mark, Past, Standing

_U = np.uint64
_ENROLLED = np.uint8(Standing.ENROLLED)
_SEEN = np.uint8(Mark.SEEN)
_PUNISHED = np.uint8(Mark.PUNISHED)
_MISREAD = np.uint8(Mark.MISREAD)
_DENOUNCED = np.uint8(Mark.DENOUNCED)
_LOUD = np.uint8(Mark.LOUD)
_ANY_CASE = np.uint8(Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED)
_EVER_PUNISHED = np.uint8(Past.PUNISHED)
_EVER_FOR_SPEECH = np.uint8(Past.FOR_SPEECH)

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
def tally(people: Any, state: Any, scene: Any, first: Any, last: Any) -> Any:
    """The sums of `Tally` over the people `first` to `last - 1`, in its order."""
    speech = _speech(people, state, scene.terms.tolerance, first, last)
    return np.concatenate((speech, _events(state, first, last)))


@compiled
def _speech(people: Any, state: Any, tolerance: float, first: Any, last: Any) -> Any:
    """The sums from `desire` to `loud`."""
    desires = squares = voices = voices_squared = products = withheld = lawful_wish = lawful_withheld = 0.0
    silenced = dissenters = loud = 0
    for i in range(_U(first), _U(last)):
        desire, voice = np.float64(people.desire[i]), np.float64(state.voice[i])
        lawful = min(desire, tolerance)
        desires += desire
        squares += desire * desire
        voices += voice
        voices_squared += voice * voice
        products += voice * desire
        withheld += 0.0 if state.past[i] & _EVER_PUNISHED else desire - voice
        lawful_wish += lawful
        lawful_withheld += max(0.0, lawful - voice)
        silenced += int(voice < desire)
        dissenters += int(desire > tolerance)
        loud += int(voice > tolerance)
    sums = (desires, squares, voices, voices_squared, products, float(silenced), withheld, lawful_wish, lawful_withheld)
    return np.array((*sums, float(dissenters), float(loud)))


@compiled
def _events(state: Any, first: Any, last: Any) -> Any:
    """The sums from `seen` to `sanctioned_for_nothing`."""
    seen = punished = misread = denounced = wrongly = sanctioned = for_nothing = 0
    for i in range(_U(first), _U(last)):
        mark = state.mark[i]
        seen += (mark & _SEEN) != 0
        punished += (mark & _PUNISHED) != 0
        misread += (mark & _MISREAD) != 0
        denounced += (mark & _DENOUNCED) != 0
        wrongly += ((mark & _ANY_CASE) != 0) & ((mark & _LOUD) == 0)
    if len(state.clock) > 0:
        for i in range(_U(first), _U(last)):
            if _sanctioned(state.clock, i):
                sanctioned += 1
                for_nothing += (state.past[i] & _EVER_FOR_SPEECH) == 0
    counts = (float(seen), float(punished), float(misread), float(denounced), float(wrongly))
    return np.array((*counts, *_scores(state, first, last), float(sanctioned), float(for_nothing)))


@compiled
def _scores(state: Any, first: Any, last: Any) -> Any:
    """The sums from `loss` to `score_squared`."""
    losses = shared = scores = squares = 0.0
    enrolled = 0
    if len(state.shared) > 0:
        for i in range(_U(first), _U(last)):
            shared += np.float64(state.shared[i])
    for i in range(_U(first), _U(last)):
        losses += np.float64(state.loss[i])
        has_score = (state.standing[i] & _ENROLLED) != 0
        score = np.float64(state.score[i]) if has_score else 0.0
        enrolled += has_score
        scores += score
        squares += score * score
    return losses, shared, float(enrolled), scores, squares


@inlined
def _sanctioned(clock: Any, i: Any) -> bool:
    """Whether a person is serving any sanction."""
    for tier in range(_U(len(clock))):
        if serving(clock[tier, i]):
            return True
    return False


@compiled
def served(state: Any, first: Any, last: Any) -> Any:
    """People serving each tier's sanction: counts over tiers."""
    counts = np.zeros(len(state.clock))
    for tier in range(_U(len(state.clock))):
        for i in range(_U(first), _U(last)):
            counts[tier] += serving(state.clock[tier, i])
    return counts


@inlined
def _score_bin(score: float) -> int:
    """Bin of a score by its distance from the baseline: 0 at the baseline, the last far below."""
    shortfall = np.float32(1.0 - score)
    if shortfall <= 0.0:
        return 0
    place = int(shortfall.view(np.uint32) >> np.uint32(_BIN_SHIFT)) - _LEAST + 1
    return min(SCORE_BINS - 1, max(0, place))


@compiled
def score_histogram(state: Any, first: Any, last: Any) -> Any:
    """How many of the enrolled have a score in each bin: int64 counts over `SCORE_BINS` bins."""
    bins = np.zeros(SCORE_BINS, np.int64)
    for i in range(_U(first), _U(last)):
        if state.standing[i] & _ENROLLED:
            bins[_score_bin(state.score[i])] += 1
    return bins


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
