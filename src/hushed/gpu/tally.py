"""What is counted on the device at the end of a round: sums over lanes of blocks, as the processor forms them.

One thread sums one lane of one block of people, from person to person; a second kernel folds the lanes of a block by
halving. So a sum has the same bytes as in `engine.columns.folded`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.engine import speaking
from hushed.engine import tally as engine
from hushed.engine.flags import CASE, DENOUNCED, ENROLLED, EVER_FOR_SPEECH, EVER_PUNISHED, LOUD, MISREAD, PUNISHED, SEEN
from hushed.engine.tally import EVENTS, Scores, Speech
from hushed.gpu.compiled import cuda, device, kernel, on_device
from hushed.gpu.people import block_and_lane, trait

_U = np.uint64
_ONE = _U(1)
_serving = on_device(speaking.serving)
_score_bin = on_device(engine.score_bin)

SCORES_ROW = len(Speech._fields)
EVENTS_ROW = SCORES_ROW + len(Scores._fields)
TIERS_ROW = EVENTS_ROW + EVENTS
"""Rows of sums: those of `Speech`, of `Scores` and of `Events`, then the people serving each tier."""


@kernel
def fold(lanes: Any, sums: Any) -> None:
    """The sum of the lanes of one row and block, halved again and again; the lanes are used up."""
    thread = _U(cuda.grid(1))
    blocks = _U(sums.shape[1])
    row, place = thread // blocks, thread % blocks
    if row >= _U(sums.shape[0]):
        return
    half = _U(lanes.shape[2])
    while half > _ONE:
        half = half >> _ONE
        for lane in range(half):
            lanes[row, place, lane] += lanes[row, place, half + lane]
    sums[row, place] = lanes[row, place, 0]


@kernel
def wishes(desire: Any, people: Any, tolerance: Any, block: Any, lanes: Any) -> None:
    """Form for one lane of a block the sums of `engine.tally.Wishes`."""
    place, lane = block_and_lane(_U(cuda.grid(1)), lanes)
    if place >= _U(lanes.shape[1]):
        return
    total = squares = lawful = beyond = 0.0
    for i in range(place * block + lane, min((place + _ONE) * block, people), _U(lanes.shape[2])):
        wish = trait(desire, i)
        total += wish
        squares += wish * wish
        lawful += min(wish, tolerance)
        beyond += 1.0 if wish > tolerance else 0.0
    lanes[0, place, lane], lanes[1, place, lane] = total, squares
    lanes[2, place, lane], lanes[3, place, lane] = lawful, beyond


@kernel
def speech(desire: Any, voice: Any, past: Any, tolerance: Any, block: Any, lanes: Any) -> None:
    """Form for one lane of a block the sums of `engine.tally.Speech`."""
    place, lane = block_and_lane(_U(cuda.grid(1)), lanes)
    if place >= _U(lanes.shape[1]):
        return
    voices = squares = products = unpunished = lawful = silenced = 0.0
    for i in range(place * block + lane, min((place + _ONE) * block, _U(len(voice))), _U(lanes.shape[2])):
        wish, said = trait(desire, i), np.float64(voice[i])
        voices += said
        squares += said * said
        products += said * wish
        unpunished += 0.0 if past[i] & EVER_PUNISHED else wish - said
        lawful += max(0.0, min(wish, tolerance) - said)
        silenced += 1.0 if said < wish else 0.0
    lanes[0, place, lane], lanes[1, place, lane], lanes[2, place, lane] = voices, squares, products
    lanes[3, place, lane], lanes[4, place, lane], lanes[5, place, lane] = unpunished, lawful, silenced


@kernel
def scores(loss: Any, shared: Any, score: Any, standing: Any, block: Any, lanes: Any) -> None:
    """Form for one lane of a block the sums of `engine.tally.Scores`."""
    place, lane = block_and_lane(_U(cuda.grid(1)), lanes)
    if place >= _U(lanes.shape[1]):
        return
    lost = fallen = total = squares = 0.0
    for i in range(place * block + lane, min((place + _ONE) * block, _U(len(score))), _U(lanes.shape[2])):
        lost += np.float64(loss[i])
        if len(shared) > 0:
            fallen += np.float64(shared[i])
        held = np.float64(score[i]) if standing[i] & ENROLLED else 0.0
        total += held
        squares += held * held
    row = SCORES_ROW
    lanes[row, place, lane], lanes[row + 1, place, lane] = lost, fallen
    lanes[row + 2, place, lane], lanes[row + 3, place, lane] = total, squares


@device
def _add(lanes: Any, row: Any, place: Any, lane: Any, happened: Any) -> None:
    lanes[row, place, lane] += 1.0 if happened else 0.0


@kernel
def events(mark: Any, standing: Any, past: Any, clock: Any, block: Any, lanes: Any) -> None:
    """Count for one lane of a block the events of `engine.tally.Events`, and the people serving each tier."""
    place, lane = block_and_lane(_U(cuda.grid(1)), lanes)
    if place >= _U(lanes.shape[1]):
        return
    for row in range(EVENTS_ROW, TIERS_ROW + len(clock)):
        lanes[row, place, lane] = 0.0
    for i in range(place * block + lane, min((place + _ONE) * block, _U(len(mark))), _U(lanes.shape[2])):
        marks, row = mark[i], EVENTS_ROW
        loud = (marks & LOUD) != 0
        _add(lanes, row, place, lane, loud)
        _add(lanes, row + 1, place, lane, (marks & SEEN) != 0)
        _add(lanes, row + 2, place, lane, (marks & PUNISHED) != 0)
        _add(lanes, row + 3, place, lane, (marks & MISREAD) != 0)
        _add(lanes, row + 4, place, lane, (marks & DENOUNCED) != 0)
        _add(lanes, row + 5, place, lane, (marks & CASE) != 0 and not loud)
        _add(lanes, row + 6, place, lane, (standing[i] & ENROLLED) != 0)
        confined = False
        for tier in range(len(clock)):
            serves = _serving(clock[tier, i])
            _add(lanes, TIERS_ROW + tier, place, lane, serves)
            confined = confined or serves
        _add(lanes, row + 7, place, lane, confined)
        _add(lanes, row + 8, place, lane, confined and (past[i] & EVER_FOR_SPEECH) == 0)


@kernel
def score_histogram(score: Any, standing: Any, bins: Any) -> None:
    """Count a person in the bin of her score if she is enrolled, unless it is bin 0, which holds all the others."""
    i = _U(cuda.grid(1))
    if i >= _U(len(score)) or (standing[i] & ENROLLED) == 0:
        return
    place = _score_bin(np.float64(score[i]))
    # Nearly everyone is in bin 0; so many threads counting in one place would wait for one another.
    if place > 0:
        cuda.atomic.add(bins, place, _ONE)
