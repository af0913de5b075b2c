"""Step 2 before anybody speaks: whom each person has around her, and what she hears from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hushed.engine import counting, enforcing, hearing
from hushed.engine.columns import pack, words_for
from hushed.engine.flags import CASE, ENROLLED, LOUD, REPORTS

if TYPE_CHECKING:
    from hushed.engine.simulation import Simulation
    from hushed.society.network import Network

_NOTHING_CUT = np.zeros(0, dtype=np.uint8)


def weigh(run: Simulation) -> None:
    """Count the friends of each standing, hear those who spoke up last round, and see who was punished then."""
    state, society, online = run.state, run.society, rows(run.society.online)
    enforced = _enforce(run)
    if run.standing_changed and run.needs.friends:
        _count(run, online, cut_ties(run), state.standing, ENROLLED, state.enrolled_friends)
    if (run.standing_changed or enforced) and run.needs.informers and society.offline is not None:
        cut = cut_ties(run) if society.offline is society.online else _NOTHING_CUT
        _count(run, rows(society.offline), cut, state.standing, REPORTS, state.reporters)
    run.standing_changed = False
    if run.needs.encouragement and run.terms.encouragement != 0.0:
        _count(run, online, cut_ties(run), state.mark, LOUD, state.loud_friends)
    if run.needs.indignation and run.terms.indignation != 0.0:
        # Marks are written anew when this round is observed; until then they hold the last round's cases.
        _count(run, online, cut_ties(run), state.mark, CASE, state.punished_friends)
    if run.needs.isolation:
        _hear(run, online)


def rows(network: Network) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Where each person's friends begin, and all of them."""
    return network.offsets, network.friends


def cut_ties(run: Simulation) -> NDArray[np.uint8]:
    """The ties that were cut; empty while none is, which is quicker to read."""
    return run.state.cut if run.ties_cut else _NOTHING_CUT


def _enforce(run: Simulation) -> bool:
    """Settle who reports friends for having complied; whether anybody may by that have begun or ceased to."""
    if not run.needs.enforcement or run.wished is None:
        return False
    people, state, tolerance = run.society.people, run.state, run.wished[0]
    last = people.key, people.desire, state.voice, tolerance
    run.later(enforcing.enforce, *last, run.terms.false_enforcement, run.in_force.moment, state.standing)
    return True


def _hear(run: Simulation, online: Any) -> None:
    """Let everyone take heart from the friends she hears, or lose it."""
    state, terms = run.state, run.terms
    loud, spoke = np.empty((2, words_for(run.society.size)), dtype=np.uint64)
    run.later(pack, state.mark, LOUD, loud)
    run.each(hearing.pack_speakers, state.voice, spoke)
    run.each(hearing.hear, online, cut_ties(run), loud, spoke, terms.fading, terms.isolation, state.confidence)


def _count(
    run: Simulation, around: Any, cut: NDArray[np.uint8], flags: NDArray[np.uint8], flag: np.uint8, counts: Any
) -> None:
    """Count everyone's friends with a flag, from one bit a person: so few bytes stay in a near cache."""
    flagged = np.empty(words_for(run.society.size), dtype=np.uint64)
    run.each(pack, flags, flag, flagged)
    run.each(counting.count_flagged, around, cut, flagged, counts)
