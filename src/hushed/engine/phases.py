"""The steps of a round, in the order of docs/model.md: one short function each, and the table of them all."""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed import rules
from hushed.engine import enrolling, observing, reacting, sanctioning, sharing, speaking, telling, workers
from hushed.engine.authority import LEVERS, imposed, next_stance
from hushed.engine.columns import as_words
from hushed.engine.flags import ENROLLED, REPORTS
from hushed.engine.state import Moment, Scene
from hushed.engine.tables import tables
from hushed.engine.tally import (
    EVENTS,
    SCORE_SHARES,
    Events,
    Round,
    Scores,
    Speech,
    Tally,
    Wishes,
    events,
    new_histogram,
    score_bins,
    score_histogram,
    score_quantiles,
    scores,
    speech,
    wishes,
)
from hushed.engine.weighing import cut_ties, rows, weigh
from hushed.regime.terms import terms_at, tiers_at

if TYPE_CHECKING:
    from hushed.engine.simulation import Simulation

# Changes in these move people in or out of a standing; nothing else does.
_STANDING_TERMS = ("enrolled", "cooperation", "recruited", "duty", "linked", "proportional_share")
# While the punished have less than this share of all ties, telling their friends is quicker than asking everyone's.
_FEW = 0.15
TOLD_BYTES = 4 * _FEW
"""Bytes for each end of a tie that telling friends takes at most."""


class Phase(NamedTuple):
    """One step of a round: its name, what it does in one sentence, and the function that does it."""

    name: str
    sentence: str
    act: Callable[[Simulation], None]


def enrol(run: Simulation) -> None:
    """Look up the terms of this round, and settle who stands where if they changed."""
    if look_up(run):
        people = run.society.people
        run.later(enrolling.enrol, people.key, people.propensity, run.terms, run.in_force.moment, run.state.standing)
        run.standing_changed = True


def look_up(run: Simulation) -> bool:
    """Look up the terms of this round; whether anybody's standing may change by them."""
    previous = run.scene.terms if run.scene else None
    terms = terms_at(run.regime, run.reactions, run.round)
    if run.stance is not None:
        terms = imposed(terms, run.stance)
    expected = run.expected_cases
    enforced = rules.enforced_share(terms.capacity * run.society.size, expected)
    moment = Moment(np.uint64(run.seed), np.uint64(run.replicate), np.uint64(run.round), enforced)
    run.scene = Scene(terms, tiers_at(run.regime, run.round), tables(run, terms), moment)
    return previous is None or any(getattr(previous, name) != getattr(terms, name) for name in _STANDING_TERMS)


def speak(run: Simulation) -> None:
    """Let everyone choose what to say."""
    s, scene = run.state, run.in_force
    mine = s.standing, s.score, s.clock, s.reproach
    others = s.friends, s.enrolled_friends, s.loud_friends, s.punished_friends, s.gathering, s.confidence
    believed = scene.terms, scene.tiers, scene.moment.enforced, scene.tables.unreported_believed
    run.later(speaking.speak, run.society.people, *mine, *others, *believed, s.voice)


def observe(run: Simulation) -> None:
    """Draw who is seen, and take from their scores; cases beyond capacity are dropped. Sum what was said."""
    s, scene = run.state, run.in_force
    if run.needs.capacity:
        cases = run.each(
            observing.expected_cases, s.standing, s.reporters, s.voice, scene.terms, scene.tables, _block()
        )
        run.expected_cases = float(_in_order(cases))
    taken_up = rules.enforced_share(run.terms.capacity * run.society.size, run.expected_cases)
    seen = s.standing, s.reporters, s.voice, scene.terms, scene.tables, scene.moment, taken_up
    run.later(observing.observe, run.society.people.key, *seen, s.mark, s.loss, s.past, s.lost)
    if run.needs.association and run.terms.weight > 0.0:
        run.losers = run.later(telling.losers, s.lost, s.loss, s.friends, run.terms.shared)
    run.said = run.later(speech, run.society.people.desire, s.voice, s.past, run.terms.tolerance, _block())


def spread(run: Simulation) -> None:
    """Let losses fall on friends, and move every score."""
    s, terms = run.state, run.terms
    nobody, fallen = s.further[:0], (terms.weight, terms.recovery, s.shared, s.before, s.score)
    if not run.needs.association or terms.weight <= 0.0:
        run.later(sharing.spread, s.standing, s.loss, nobody, nobody, 0.0, *fallen[1:])
        return
    run.run_waiting()
    hear = _hearing(run)
    if run.needs.two_hops:
        run.each(hear, s.reaching)
        further = rows(run.society.online), cut_ties(run), s.loss, s.friends, terms.shared, s.reaching, s.further
        run.each(sharing.gather_further, *further)
        run.later(sharing.spread, s.standing, s.loss, s.reaching, s.further, *fallen)
        return
    # Room for a piece of people for each thread: what a piece hears is used up while it is in the cache.
    rooms = deque(np.empty(1 << run.shift) for _ in range(run.threads))

    def hear_and_fall(first: int, last: int) -> None:
        reaching = rooms.pop()
        hear(reaching, first, last)
        sharing.spread(s.standing, s.loss, reaching, nobody, *fallen, first, last)
        rooms.append(reaching)

    run.later(hear_and_fall)


def _hearing(run: Simulation) -> Callable[..., None]:
    """What sums the losses that reach a piece of people: friends tell where few lost score, else everybody asks."""
    s, online, cut, how = run.state, rows(run.society.online), cut_ties(run), run.terms.shared
    if sum(ties for *_, ties in run.losers) > _FEW * len(online[1]):
        return functools.partial(sharing.gather, online, cut, s.lost, s.loss, s.friends, how)
    pieces = [telling.Losers(*losers) for losers in run.losers]
    told, shift = telling.told_by(pieces), np.uint64(run.shift)

    def tell(first: int, _: int) -> None:
        place = first >> run.shift
        begin = int(told.entries_before[place])
        entries = told.entries[begin : begin + pieces[place].ties]
        telling.tell(online, cut, pieces[place].numbers, shift, told.starts[place], entries)

    run.each(tell)
    return functools.partial(telling.hear, told._replace(starts=np.ascontiguousarray(told.starts.T)), shift)


def react(run: Simulation) -> None:
    """Let friends reproach, and cut ties."""
    s, terms = run.state, run.terms
    if run.needs.reproach:
        run.later(reacting.reproach, s.loss, s.enrolled_friends, s.friends, terms, s.reproach)
    if run.needs.cutting and sum(run.each(reacting.blame, s.standing, s.loss, s.score, terms, s.mark)):
        run.ties_cut += _part_friends(run)


def _part_friends(run: Simulation) -> int:
    """Cut ties piece by piece of people; how many."""
    s, moment, chances, key = run.state, run.in_force.moment, run.in_force.tables.cut.ravel(), run.society.people.key
    online, one_by_one = rows(run.society.online), threading.Lock()
    same = run.needs.informers and run.society.offline is run.society.online

    def part(first: int, last: int) -> int:
        parted = reacting.parting(key, online, s.mark, s.standing, s.cut, moment, chances, first, last)
        # A tie is drawn for from one end only, so whoever reads meanwhile never asks for one being cut.
        with one_by_one:
            reacting.part(parted, online, s.cut)
            if run.needs.friends:
                reacting.take_off(parted, s.standing, ENROLLED, s.friends, s.enrolled_friends)
            if same:
                reacting.take_off(parted, s.standing, REPORTS, s.gathering, s.reporters)
        return len(parted)

    return sum(run.each(part))


def sanction(run: Simulation) -> None:
    """Serve and start sanctions."""
    if run.needs.tiers:
        s, tiers, grace = run.state, run.in_force.tiers, np.uint16(run.terms.grace)
        run.later(sanctioning.sanction, s.standing, s.score, s.before, tiers, grace, s.clock)


def measure(run: Simulation) -> None:
    """Put the round on record."""
    s, desire, tolerance = run.state, run.society.people.desire, run.terms.tolerance
    if run.wished is None or run.wished[0] != tolerance:
        run.wished = tolerance, Wishes(*_in_order(run.each(wishes, desire, tolerance, _block())).tolist())
    held = run.later(scores, s.standing, s.loss, s.shared, s.score, _block())
    counted = run.later(events, as_words(s.mark), as_words(s.standing), s.past, s.clock)
    # As many as threads, handed from piece to piece: zeroing one for each piece would cost more than counting.
    histograms = deque(new_histogram() for _ in range(run.threads))

    def count_scores(first: int, last: int) -> None:
        histogram = histograms.pop()
        score_histogram(s.standing, s.score, histogram, first, last)
        histograms.append(histogram)

    run.later(count_scores)
    run.run_waiting()
    counts = functools.reduce(np.add, counted).astype(np.float64).tolist()
    said, sums = Speech(*_in_order(run.said).tolist()), Scores(*_in_order(held).tolist())
    run.record = on_record(run, run.wished[1], said, sums, counts, score_bins(histograms))


def on_record(
    run: Simulation, wished: Wishes, said: Speech, sums: Scores, counts: Sequence[float], bins: NDArray[np.int64]
) -> Round:
    """What a round leaves on record; `counts` are those of `Events`, then the people serving each tier."""
    happened = Events(*counts[:EVENTS])
    return Round(
        tally=Tally(**wished._asdict(), **said._asdict(), **sums._asdict(), **happened._asdict()),
        score_quantiles=score_quantiles(bins, SCORE_SHARES),
        served=np.array(counts[EVENTS:]),
        ties_cut=run.ties_cut,
        levers=tuple(getattr(run.terms, lever) for lever in LEVERS),
    )


def _block() -> np.uint64:
    return np.uint64(workers.BLOCK)


def _in_order(blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The sum over blocks, added one after the other so that it always rounds alike."""
    return np.asarray(functools.reduce(np.add, np.concatenate(blocks)))


def adapt(run: Simulation) -> None:
    """Let an adaptive authority change its policy for the next round."""
    if run.stance is None:
        return
    authority = run.regime.authority
    cost = authority.adamancy * run.record.tally.voice + run.record.tally.loss
    run.stance = next_stance(authority, run.stance, cost=cost, seed=run.seed, replicate=run.replicate, round=run.round)


PHASES: tuple[Phase, ...] = (
    Phase("enrol", "Look up this round's terms; settle who is enrolled, reported, informing, linked.", enrol),
    Phase(
        "weigh",
        "Count friends, enrolled friends and informers; who of them spoke up last round, or was punished.",
        weigh,
    ),
    Phase("speak", "Everyone weighs chance, cost and nerve, and chooses a voice.", speak),
    Phase("observe", "Draw who is seen, misread or denounced; what each loses.", observe),
    Phase("spread", "Friends lose score too; scores recover.", spread),
    Phase("react", "Friends reproach, shun, and cut ties.", react),
    Phase("sanction", "Scores that crossed a threshold start sanctions; a round of each is served.", sanction),
    Phase("measure", "Sum what every outcome needs.", measure),
    Phase("adapt", "An adaptive authority changes its policy for the next round.", adapt),
)
"""A round, in order."""
