"""Preferential attachment that closes triangles (Holme & Kim)."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled, helper, inlined
from hushed.society.generators.attachment import BATCH, drawn_below, end_of_tie, fill_draws, first_targets
from hushed.society.generators.received import last_received, new_received, nth_received, receive
from hushed.society.generators.sampling import Stream, among, draw
from hushed.society.network import Network

_ONE = np.uint64(1)
_TWO = np.uint64(2)
_NOBODY = np.uint64(2**64 - 1)


def holme_kim(people: int, links: int, triads: float, stream: Stream) -> Network:
    """Scale-free and clustered: after a newcomer's tie to w by degree, each further tie goes with probability
    `triads` to a friend of w instead, where one is left; otherwise again by degree.

    The first `links` people count one tie more than they have, so that they can be chosen before they have any.
    Source: Holme & Kim (2002), Phys. Rev. E 65, 026107.
    """
    targets = first_targets(people, links)
    for generous in (False, True):
        lists = new_received(people, targets.size, generous=generous)
        enough = _grow(targets, *lists, np.uint64(people), np.uint64(links), triads, stream)
        # Gone before larger ones, or the rows, take their place.
        del lists
        if enough:
            break
    return Network.from_owned(people, targets, each=links, owner=links)


@compiled
def _grow(targets: Any, rows: Any, pool: Any, free: Any, people: Any, links: Any, triads: Any, stream: Any) -> Any:
    """Choose every newcomer's targets; False if the pool was too small."""
    draws = np.empty((_TWO * links + _TWO, BATCH))
    picks = np.empty((links, BATCH), dtype=np.uint64)
    for tie in range(links):
        receive(tie, links, rows, pool, free)
    for begin in range(links + _ONE, people, BATCH):
        size = min(BATCH, people - begin)
        fill_draws(draws, stream, begin, size)
        _look_ahead(targets, rows, pool, links, triads, draws, picks, begin, size)
        for place in range(size):
            person = begin + place
            first = (person - links) * links
            _choose(targets, rows, pool, links, triads, draws, place, stream, person)
            for tie in range(first, first + links):
                if not receive(np.uint64(targets[tie]), person, rows, pool, free):
                    return False
    return True


@inlined
def _choose(
    targets: Any, rows: Any, pool: Any, links: Any, triads: Any, draws: Any, place: Any, stream: Any, person: Any
) -> None:
    """Choose one newcomer's targets."""
    first = (person - links) * links
    index, centre = np.uint64(0), np.uint64(0)
    for tie in range(first, first + links):
        other = _NOBODY
        if tie > first:
            index += _ONE
            coin = draws[index, place] if index < np.uint64(draws.shape[0]) else draw(stream, person, index)
            if coin < triads and _any_left(centre, targets, rows, pool, links, first, tie):
                degree = _degree(centre, rows, links)
                while other == _NOBODY:
                    index += _ONE
                    number = drawn_below(degree, draws, place, stream, person, index)
                    friend = _nth_friend(centre, number, targets, rows, pool, links)
                    if not among(targets, first, tie, friend):
                        other = friend
        while other == _NOBODY:
            index += _ONE
            half = drawn_below(links + _TWO * first, draws, place, stream, person, index)
            centre = half if half < links else end_of_tie(targets, links, half - links)
            if not among(targets, first, tie, centre):
                other = centre
        targets[tie] = other


@inlined
def _degree(person: Any, rows: Any, links: Any) -> Any:
    """Friends of a person, the first few people's extra tie among them."""
    return np.uint64(rows[person, 1]) + (links if person >= links else np.uint64(0))


@helper
def _any_left(centre: Any, targets: Any, rows: Any, pool: Any, links: Any, first: Any, tie: Any) -> Any:
    """Whether some friend of `centre` has not been chosen: surely so if she has more friends than were chosen."""
    degree = _degree(centre, rows, links)
    if degree > tie - first:
        return True
    for number in range(degree):
        if not among(targets, first, tie, _nth_friend(centre, number, targets, rows, pool, links)):
            return True
    return False


@inlined
def _nth_friend(person: Any, number: Any, targets: Any, rows: Any, pool: Any, links: Any) -> Any:
    """A person's friends in the order they came: those she chose, then those who chose her."""
    made = links if person >= links else np.uint64(0)
    if number < made:
        return np.uint64(targets[(person - links) * links + number])
    return nth_received(person, number - made, rows, pool)


@helper
def _look_ahead(
    targets: Any, rows: Any, pool: Any, links: Any, triads: Any, draws: Any, picks: Any, begin: Any, size: Any
) -> None:
    """Read what a batch of newcomers will probably read, step by step for all of them: reads that do not wait for each
    other overlap. Guesses are wrong where someone draws a friend twice or meets one of the batch, which does no harm.
    """
    for place in range(size):
        ends = np.float64(links + _TWO * (begin + place - links) * links)
        for pick in range(links):
            half = np.uint64(np.int64(draws[_TWO * pick + _ONE, place] * ends))
            chosen = half if half < links else end_of_tie(targets, links, half - links)
            picks[pick, place] = min(chosen, begin)
    touched = np.uint64(0)
    for place in range(size):
        centre = picks[0, place]
        for pick in range(_ONE, links):
            if draws[_TWO * pick, place] < triads:
                degree = np.float64(_degree(centre, rows, links))
                number = np.uint64(np.int64(draws[_TWO * pick + _ONE, place] * degree))
                picks[pick, place] = min(_nth_friend(centre, number, targets, rows, pool, links), begin)
            else:
                centre = picks[pick, place]
                touched += np.uint64(rows[centre, 1])
    for place in range(size):
        for pick in range(links):
            touched += last_received(picks[pick, place], rows, pool)
    # Kept somewhere, or the compiler would leave the reads out.
    picks[0, 0] = touched
