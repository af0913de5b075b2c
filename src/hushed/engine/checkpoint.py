"""What a simulation carries from round to round, kept, so that another can go on from there under another policy.

The policy changes with the round it goes on in, as if its schedules did: draws are keyed by round, so the same policy
gives the bytes of a run that was never interrupted. Whatever was remembered under the old policy is remembered: scores,
ties cut, reproach, confidence, whom one heard last. A sanction that the new policy does not know ends at once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine import counting
from hushed.engine.authority import Stance, first_stance
from hushed.engine.simulation import Simulation
from hushed.engine.state import Needs, Scene, State
from hushed.engine.tally import Round, Wishes
from hushed.engine.weighing import cut_ties, rows
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.terms import terms_at
from hushed.society.network import Network
from hushed.society.society import Society


class Checkpoint(NamedTuple):
    """Everything that a simulation on the processor carries from one round to the next; it does not change any more."""

    society: Society
    regime: Regime
    reactions: Reactions
    seed: int
    replicate: int
    round: int
    "The round to be played next."
    needs: Needs
    state: State
    scene: Scene | None
    "What the last round read: who stands where is settled anew only when terms change."
    record: Round | None
    "The last round's, from which everybody knows how many complied."
    stance: Stance | None
    expected_cases: float
    ties_cut: int
    standing_changed: bool
    wished: tuple[float, Wishes] | None


def checkpoint(run: Simulation) -> Checkpoint:
    """Keep where a simulation stands between two rounds; it can be played on all the same.

    Takes as much memory as the simulation's state. Raises ValueError for one on a graphics card.
    """
    if type(run) is not Simulation:
        raise ValueError("only a simulation on the processor can be kept and branched from")
    run.run_waiting()
    return Checkpoint(
        run.society,
        run.regime,
        run.reactions,
        run.seed,
        run.replicate,
        run.round,
        run.needs,
        State._make(array.copy() for array in run.state),
        run.scene,
        run.record if run.round else None,
        run.stance,
        run.expected_cases,
        run.ties_cut,
        run.standing_changed,
        run.wished,
    )


def resumed(
    kept: Checkpoint, regime: Regime | None = None, reactions: Reactions | None = None, *, threads: int = 1
) -> Simulation:
    """A simulation that goes on from a checkpoint, under the same policy or another; any number may go on from one.

    Sanctions are matched by their place in the list. An authority that begins to adapt starts from the policy as
    written, and one that ceases to goes back to it. Raises ValueError where the new policy needs what the society was
    built without.
    """
    run = Simulation(
        kept.society,
        regime or kept.regime,
        reactions or kept.reactions,
        seed=kept.seed,
        replicate=kept.replicate,
        threads=threads,
        besides=kept.needs,
    )
    run.round, run.scene, run.wished = kept.round, kept.scene, kept.wished
    run.expected_cases, run.ties_cut = kept.expected_cases, kept.ties_cut
    run.stance = _stance(kept, run)
    if kept.record is not None:
        run.record = kept.record
    _bring_back(kept, run)
    run.standing_changed = kept.standing_changed or run.needs != kept.needs
    return run


def _stance(kept: Checkpoint, run: Simulation) -> Stance | None:
    if run.regime.authority.mode != "adaptive":
        return None
    return kept.stance or first_stance(terms_at(run.regime, run.reactions, kept.round))


def _bring_back(kept: Checkpoint, run: Simulation) -> None:
    """Fill the state with what was kept; what nobody needed so far is counted over the ties that still stand."""
    state = run.state
    arrays: Any = zip(state, kept.state, strict=True)
    for now, then in arrays:
        if now.shape == then.shape:
            np.copyto(now, then)
    if state.clock.shape != kept.state.clock.shape:
        both = min(len(state.clock), len(kept.state.clock))
        state.clock[:both] = kept.state.clock[:both]
    online, offline = run.society.online, run.society.offline
    if run.ties_cut and run.needs.friends and not kept.needs.friends:
        _count_live(run, online, state.friends)
    if run.ties_cut and run.needs.informers and not kept.needs.informers and offline is online:
        _count_live(run, online, state.gathering)


def _count_live(run: Simulation, network: Network, counts: NDArray[np.uint32]) -> None:
    """Count everyone's ties that still stand."""
    everybody = np.full(-(-run.society.size // 64), ~np.uint64(0))
    run.each(counting.count_flagged, rows(network), cut_ties(run), everybody, counts)
