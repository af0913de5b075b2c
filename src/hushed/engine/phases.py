"""The steps of a round, in the order of docs/model.md: one short function each, and the table of them all."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed import rules
from hushed.engine import kernels, ties
from hushed.engine.authority import LEVERS, imposed, next_stance
from hushed.engine.state import Mark, Moment, Scene, Standing, Tables
from hushed.engine.tally import SCORE_SHARES, Round, Tally, score_histogram, score_quantiles, served, tally
from hushed.regime.terms import Terms, terms_at, tiers_at

if TYPE_CHECKING:
    from hushed.engine.simulation import Simulation
    from hushed.society.network import Network

# Changes in these move people in or out of a standing; nothing else does.
_STANDING_TERMS = ("enrolled", "cooperation", "recruited", "duty", "linked", "proportional_share")
# With fewer punished than this share of people, telling their friends is quicker than asking everyone's.
_FEW = 0.15
_EVERYONE = np.zeros(0, dtype=np.uint8)


class Phase(NamedTuple):
    """One step of a round: its name, what it does in one sentence, and the function that does it."""

    name: str
    sentence: str
    act: Callable[[Simulation], None]


def enrol(run: Simulation) -> None:
    """Look up the terms of this round, and settle who stands where if they changed."""
    previous = run.scene.terms if run.scene else None
    terms = terms_at(run.regime, run.reactions, run.round)
    if run.stance is not None:
        terms = imposed(terms, run.stance)
    expected = run.expected_cases
    enforced = rules.enforced_share(terms.capacity * run.society.size, expected)
    moment = Moment(np.uint64(run.seed), np.uint64(run.replicate), np.uint64(run.round), enforced)
    run.scene = Scene(terms, tiers_at(run.regime, run.round), _tables(run, terms), moment)
    if previous is None or any(getattr(previous, name) != getattr(terms, name) for name in _STANDING_TERMS):
        run.each(kernels.enrol, run.society.people, run.state, run.scene)
        run.standing_changed = True


def _rows(network: Network) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    return network.offsets, network.friends


def _tables(run: Simulation, terms: Terms) -> Tables:
    told = rules.reporting_share(terms.recruited, terms.duty, terms.enrolled)
    most = run.most_gathering
    chances = [
        [rules.chance_cut(terms.ostracism, harmed, terms.shunning * terms.audience, shamed) for shamed in range(3)]
        for harmed in range(3)
    ]
    return Tables(
        unreported_believed=_powers(1.0 - terms.report_chance * told, most),
        unreported=_powers(1.0 - terms.report_chance, most),
        undenounced=_powers(1.0 - terms.false_denunciation, most),
        cut=np.array(chances, dtype=np.float64),
    )


def _powers(base: float, most: int) -> NDArray[np.float64]:
    """The powers 0 to `most` of a number, multiplied up one factor at a time."""
    factors = np.full(most + 1, base, dtype=np.float64)
    factors[0] = 1.0
    return np.cumprod(factors).astype(np.float64, copy=False)


def weigh(run: Simulation) -> None:
    """Count the friends each person has, and hear those who spoke up last round."""
    state, society = run.state, run.society
    online = _rows(society.online)
    loud = np.uint8(Mark.LOUD)
    if run.needs.friends and (run.standing_changed or run.ties_changed):
        _count_friends(run)
    run.standing_changed = run.ties_changed = False
    if run.needs.encouragement and run.terms.encouragement != 0.0:
        run.each(ties.count_with, online, state.cut, state.mark, loud, state.friends, state.loud_friends, _EVERYONE)


def _count_friends(run: Simulation) -> None:
    state, society = run.state, run.society
    enrolled, informs = np.uint8(Standing.ENROLLED), np.uint8(Standing.INFORMS)
    whom = _EVERYONE if run.standing_changed else state.recount
    if run.needs.informers and society.offline is not None:
        where, cut = _rows(society.offline), state.cut_offline
        also = whom.copy() if len(cut) else _EVERYONE
        if run.standing_changed or len(cut):
            run.each(ties.count_with, where, cut, state.standing, informs, state.gathering, state.reporters, also)
    online = _rows(society.online)
    run.each(ties.count_with, online, state.cut, state.standing, enrolled, state.friends, state.enrolled_friends, whom)


def speak(run: Simulation) -> None:
    """Let everyone choose what to say."""
    run.each(kernels.speak, run.society.people, run.state, run.scene)


def observe(run: Simulation) -> None:
    """Draw who is seen, and take from their scores; cases beyond capacity are dropped."""
    if run.needs.capacity:
        run.expected_cases = sum(run.each(kernels.expected_cases, run.state, run.scene))
    taken_up = rules.enforced_share(run.terms.capacity * run.society.size, run.expected_cases)
    run.punished = sum(run.each(kernels.observe, run.society.people, run.state, run.scene, taken_up))


def spread(run: Simulation) -> None:
    """Let losses fall on friends, and move every score."""
    if run.needs.association and run.terms.weight > 0.0:
        online = _rows(run.society.online)
        if run.punished < _FEW * run.society.size:
            run.each_share(ties.scatter, online, run.state, run.scene)
        else:
            run.each(ties.gather, online, run.state, run.scene)
        if run.needs.two_hops:
            run.each(ties.gather_further, online, run.state, run.scene)
    run.each(ties.spread, run.state, run.scene)


def react(run: Simulation) -> None:
    """Let friends reproach, and cut ties."""
    if run.needs.reproach:
        run.each(kernels.reproach, run.state, run.scene)
    if run.needs.cutting:
        blamed = sum(run.each(ties.blame, run.state, run.scene))
        online = _rows(run.society.online)
        newly = sum(run.each(ties.cut_ties, run.society.people, online, run.state, run.scene)) if blamed else 0
        run.ties_cut += newly
        run.ties_changed |= newly > 0


def sanction(run: Simulation) -> None:
    """Serve and start sanctions."""
    if run.needs.tiers:
        run.each(kernels.sanction, run.state, run.scene)


def measure(run: Simulation) -> None:
    """Put the round on record."""
    sums = _in_order(run.each(tally, run.society.people, run.state, run.scene))
    bins = _in_order(run.each(score_histogram, run.state))
    run.record = Round(
        tally=Tally(*sums.tolist()),
        score_quantiles=score_quantiles(bins, SCORE_SHARES),
        served=_in_order(run.each(served, run.state)),
        ties_cut=run.ties_cut,
        levers=tuple(getattr(run.terms, lever) for lever in LEVERS),
    )


def _in_order(blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The sum over blocks, added one after the other so that it always rounds alike."""
    return functools.reduce(np.add, blocks)


def adapt(run: Simulation) -> None:
    """Let an adaptive authority change its policy for the next round."""
    if run.stance is None:
        return
    authority = run.regime.authority
    cost = authority.adamancy * run.record.tally.voice + run.record.tally.loss
    run.stance = next_stance(authority, run.stance, cost=cost, seed=run.seed, replicate=run.replicate, round=run.round)


PHASES: tuple[Phase, ...] = (
    Phase("enrol", "Look up this round's terms; settle who is enrolled, reported, informing, linked.", enrol),
    Phase("weigh", "Count friends, enrolled friends and informers; hear who spoke up last round.", weigh),
    Phase("speak", "Everyone weighs chance, cost and nerve, and chooses a voice.", speak),
    Phase("observe", "Draw who is seen, misread or denounced; what each loses.", observe),
    Phase("spread", "Friends lose score too; scores recover.", spread),
    Phase("react", "Friends reproach, shun, and cut ties.", react),
    Phase("sanction", "Scores that crossed a threshold start sanctions; a round of each is served.", sanction),
    Phase("measure", "Sum what every outcome needs.", measure),
    Phase("adapt", "An adaptive authority changes its policy for the next round.", adapt),
)
"""A round, in order."""
