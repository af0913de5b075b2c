"""The steps of a round on the device: the host side of each, in the order of `engine.phases.PHASES`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hushed import rules
from hushed.engine import phases as engine
from hushed.engine import workers
from hushed.engine.flags import CASE, ENROLLED, LOUD, REPORTS
from hushed.engine.state import Tables
from hushed.engine.tally import (
    EVENTS,
    SCORE_BINS,
    Events,
    Scores,
    Speech,
    Wishes,
)
from hushed.gpu import enrolling, hearing, observing, reacting, sanctioning, sharing, speaking, tally
from hushed.gpu.compiled import cuda
from hushed.regime.terms import Tiers

if TYPE_CHECKING:
    from hushed.gpu.simulation import GpuSimulation


def enrol(run: GpuSimulation) -> None:
    """Look up the terms of this round, and settle who stands where if they changed."""
    changed = engine.look_up(run)
    run.tiers = Tiers(*map(cuda.to_device, run.in_force.tiers))
    run.tables = Tables(*map(cuda.to_device, run.in_force.tables))
    if changed:
        state, people = run.there.state, run.there.people
        enrolling.enrol(run.society.size, people.propensity, people.key, run.terms, run.moment, state.standing)
        run.standing_changed = True


def weigh(run: GpuSimulation) -> None:
    """Count the friends of each standing, hear those who spoke up last round, and see who was punished then."""
    there, state = run.there, run.there.state
    enforced = _enforce(run)
    if run.standing_changed and run.needs.friends:
        _count(run, there.online, state.cut, state.standing, ENROLLED, state.enrolled_friends)
    if (run.standing_changed or enforced) and run.needs.informers and there.offline is not None:
        cut = state.cut if there.offline is there.online else there.nothing_cut
        _count(run, there.offline, cut, state.standing, REPORTS, state.reporters)
    run.standing_changed = False
    if run.needs.encouragement and run.terms.encouragement != 0.0:
        _count(run, there.online, state.cut, state.mark, LOUD, state.loud_friends)
    if run.needs.indignation and run.terms.indignation != 0.0:
        _count(run, there.online, state.cut, state.mark, CASE, state.punished_friends)
    if run.needs.isolation:
        heard = *there.online, state.cut, state.mark, state.voice
        hearing.hear(run.society.size, *heard, run.terms.fading, run.terms.isolation, state.confidence)


def _enforce(run: GpuSimulation) -> bool:
    """Settle who reports friends for having complied; whether anybody may by that have begun or ceased to."""
    if not run.needs.enforcement or run.wished is None:
        return False
    people, state, tolerance = run.there.people, run.there.state, run.wished[0]
    last = people.key, people.desire, state.voice, tolerance
    enrolling.enforce(run.society.size, *last, run.terms.false_enforcement, run.moment, state.standing)
    return True


def _count(run: GpuSimulation, rows: Any, cut: Any, flags: Any, flag: np.uint8, having: Any) -> None:
    enrolling.count_flagged(run.society.size, *rows, cut, flags, flag, having)


def speak(run: GpuSimulation) -> None:
    """Let everyone choose what to say."""
    people, state = run.there.people, run.there.state
    company = speaking.Company(
        state.friends, state.enrolled_friends, state.loud_friends, state.punished_friends, state.gathering
    )
    speaking.speak(
        run.society.size,
        *(people, state.standing, company, state.confidence, state.score, state.reproach, state.clock),
        *(run.tables.unreported_believed, run.tiers, run.terms, run.moment.enforced, state.voice),
    )


def observe(run: GpuSimulation) -> None:
    """Draw who is seen, and take from their scores; cases beyond capacity are dropped."""
    people, state, size = run.there.people, run.there.state, run.society.size
    if run.needs.capacity:
        run.expected_cases = _expected_cases(run)
    taken_up = rules.enforced_share(run.terms.capacity * size, run.expected_cases)
    seen = (people.key, state.standing, state.reporters, state.voice)
    observing.observe(size, *seen, run.tables, run.terms, run.moment, taken_up, state.mark, state.loss, state.past)


def _expected_cases(run: GpuSimulation) -> float:
    if run.terms.severity <= 0.0:
        return 0.0
    state, sums = run.there.state, run.there.sums
    observing.expect(
        sums.threads, state.standing, state.reporters, state.voice, run.tables, run.terms, _block(), sums.lanes
    )
    return float(sums.brought_back(1)[0])


def spread(run: GpuSimulation) -> None:
    """Let losses fall on friends, and move every score."""
    there, state, terms = run.there, run.there.state, run.terms
    if run.needs.association and terms.weight > 0.0:
        losses = (*there.online, state.cut, state.loss, state.friends, terms.shared, state.reaching)
        sharing.gather(run.society.size, *losses)
        if run.needs.two_hops:
            sharing.gather_further(run.society.size, *losses, state.further)
    fallen = (state.standing, state.loss, state.reaching, state.further, terms.weight, terms.recovery)
    sharing.spread(run.society.size, *fallen, state.shared, state.before, state.score)


def react(run: GpuSimulation) -> None:
    """Let friends reproach, and cut ties."""
    there, state, terms, size = run.there, run.there.state, run.terms, run.society.size
    if run.needs.reproach:
        reacting.reproach(size, state.loss, state.enrolled_friends, state.friends, terms, state.reproach)
    if not run.needs.cutting:
        return
    reacting.blame(size, state.loss, state.score, state.standing, terms, state.mark)
    same = there.offline is there.online
    reacting.part(
        size,
        *(*there.online, there.people.key, state.mark, state.standing, run.tables.cut, run.moment, state.cut),
        (state.friends, state.enrolled_friends),
        (state.gathering, state.reporters) if same else (there.nobody, there.nobody),
        there.parted,
    )
    run.ties_cut = int(there.parted.copy_to_host()[0]) // 2


def sanction(run: GpuSimulation) -> None:
    """Serve and start sanctions."""
    if run.needs.tiers:
        state, grace = run.there.state, np.uint16(run.terms.grace)
        sanctioning.sanction(run.society.size, state.standing, state.score, state.before, run.tiers, grace, state.clock)


def measure(run: GpuSimulation) -> None:
    """Put the round on record."""
    people, state, sums, tolerance = run.there.people, run.there.state, run.there.sums, run.terms.tolerance
    threads, lanes = sums.threads, sums.lanes
    if run.wished is None or run.wished[0] != tolerance:
        tally.wishes(threads, people.desire, np.uint64(run.society.size), tolerance, _block(), lanes)
        run.wished = tolerance, Wishes(*sums.brought_back(len(Wishes._fields)).tolist())
    tally.speech(threads, people.desire, state.voice, state.past, tolerance, _block(), lanes)
    tally.scores(threads, state.loss, state.shared, state.score, state.standing, _block(), lanes)
    tally.events(threads, state.mark, state.standing, state.past, state.clock, _block(), lanes)
    found = sums.brought_back(tally.TIERS_ROW + run.needs.tiers).tolist()
    said, held = Speech(*found[: tally.SCORES_ROW]), Scores(*found[tally.SCORES_ROW : tally.EVENTS_ROW])
    counts = found[tally.EVENTS_ROW :]
    bins = _bins(run, int(Events(*counts[:EVENTS]).enrolled))
    run.record = engine.on_record(run, run.wished[1], said, held, counts, bins)


def _bins(run: GpuSimulation, enrolled: int) -> NDArray[np.int64]:
    """How many of the enrolled have a score in each bin; the device leaves out bin 0."""
    there = run.there
    there.bins.copy_to_device(np.zeros(SCORE_BINS, dtype=np.uint64))
    tally.score_histogram(run.society.size, there.state.score, there.state.standing, there.bins)
    bins: NDArray[np.int64] = there.bins.copy_to_host().astype(np.int64)
    bins[0] = enrolled - bins.sum()
    return bins


def _block() -> np.uint64:
    return np.uint64(workers.BLOCK)


_ACTS: dict[str, Callable[[Any], None]] = {
    each.__name__: each for each in (enrol, weigh, speak, observe, spread, react, sanction, measure)
}
PHASES = tuple(phase._replace(act=_ACTS.get(phase.name, phase.act)) for phase in engine.PHASES)
"""A round, in order; an adaptive authority thinks on the processor."""
