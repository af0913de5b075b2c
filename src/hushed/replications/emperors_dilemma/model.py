"""The Emperor's Dilemma of Centola, Willer & Macy 2005: a norm that few believe in and most come to enforce.

Events of a run:

1. People stand in a network. A share of them believe in the norm (B = 1, conviction S = 1), placed at random or in one
   cluster; the others disbelieve it (B = -1), with convictions uniform on [lowest_conviction, largest_conviction].
2. Everybody starts by doing as she believes, C = B, and enforces nothing, E = 0.
3. In every round each person in a random order looks at her N neighbours and decides anew, at once seen by the rest:
   a. pressure against her belief: p = -(B/N) sum of neighbours' E;
   b. she complies with the other side, C = -B, if p > S, and does as she believes, C = B, otherwise;
   c. she falsely enforces the other side, E = -B, if p > S + K, K being the cost of enforcement. She complies then too,
      as K is not negative: nobody enforces what she does not do;
   d. she enforces her own side, E = B, if C = B and S W > K, W being the share of neighbours whose C is not B;
   e. she enforces nothing otherwise, E = 0.
4. It ends when nobody would change, or when rounds run out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.bibliography.publications import in_full
from hushed.compiled import compiled
from hushed.random import Draws
from hushed.replications.emperors_dilemma.people import ORDER, Settings, Society, draw_society
from hushed.replications.meanings import Meaning

NAME = "emperors-dilemma"
CITATION = in_full("centola2005")


class State(NamedTuple):
    """Where a run stands."""

    round: int
    "Rounds played."
    compliance: NDArray[np.int8]
    "C: 1 complies with the norm, -1 deviates; shape (people,)."
    enforcement: NDArray[np.int8]
    "E: 1 enforces the norm, -1 deviance, 0 nothing; shape (people,)."


class Shares(NamedTuple):
    """What people do, as shares; those of nobody are 0. Each is explained in `MEANINGS`."""

    compliance: float
    false_compliance: float
    false_enforcement: float
    deviance_enforcement: float
    true_enforcement: float


MEANINGS = {
    "compliance": Meaning("share of people", "How many comply with the norm."),
    "false_compliance": Meaning("share of disbelievers", "How many comply with the norm they do not believe in."),
    "false_enforcement": Meaning("share of disbelievers", "How many enforce the norm they do not believe in."),
    "deviance_enforcement": Meaning("share of disbelievers", "How many enforce deviance from the norm."),
    "true_enforcement": Meaning("share of believers", "How many enforce the norm they believe in."),
    "rounds": Meaning("rounds", "How many were played until nobody would change, or there were no more."),
    "settled": Meaning("share of runs", "In how many nobody would change any more."),
}
"""The shares, and how the runs ended; all are means over runs."""


class Run(NamedTuple):
    """A run: what people did after each round, and whether it settled."""

    rounds: list[Shares]
    "The start first; rounds + 1 entries."
    settled: bool
    "Whether nobody would change any more."
    society: Society
    state: State


def init(settings: Settings, replicate: int = 0) -> tuple[Society, State]:
    """A society, and what everybody does at first; raises InputError where settings contradict each other."""
    society = draw_society(settings, replicate)
    if settings.start == "sincere":
        return society, State(0, society.belief.copy(), np.zeros_like(society.belief))
    return society, State(0, np.ones_like(society.belief), np.ones_like(society.belief))


def step(society: Society, state: State, settings: Settings, replicate: int = 0) -> State:
    """One round: everybody decides anew, in the order that is drawn for it."""
    compliance, enforcement = state.compliance.copy(), state.enforcement.copy()
    at_once = settings.updating == "synchronous"
    seen = (state.compliance, state.enforcement) if at_once else (compliance, enforcement)
    order = _order(settings, state.round, replicate)
    _decide(*_rules(society, settings), order, seen, compliance, enforcement)
    return State(state.round + 1, compliance, enforcement)


def restless(society: Society, state: State, settings: Settings) -> int:
    """How many people would change what they do, if they decided now."""
    compliance, enforcement = state.compliance.copy(), state.enforcement.copy()
    everybody, seen = np.arange(society.belief.size), (state.compliance, state.enforcement)
    _decide(*_rules(society, settings), everybody, seen, compliance, enforcement)
    return int(np.count_nonzero((compliance != state.compliance) | (enforcement != state.enforcement)))


def play(settings: Settings, replicate: int = 0) -> Run:
    """Play one society until nobody would change or rounds run out."""
    society, state = init(settings, replicate)
    rounds = [shares(society, state)]
    settled = restless(society, state, settings) == 0
    while not settled and state.round < settings.rounds:
        state = step(society, state, settings, replicate)
        rounds.append(shares(society, state))
        settled = restless(society, state, settings) == 0
    return Run(rounds, settled, society, state)


def play_all(settings: Settings, runs: int, progress: Callable[[int], None] | None = None) -> list[Run]:
    """The runs 0 to `runs` - 1; `progress` is told the number after each."""
    played = []
    for replicate in range(runs):
        played.append(play(settings, replicate))
        if progress is not None:
            progress(replicate + 1)
    return played


def shares(society: Society, state: State) -> Shares:
    """What people do, as shares of all, of disbelievers and of believers."""
    believes = society.belief == 1
    doubters, others = int(np.count_nonzero(~believes)), int(np.count_nonzero(believes))
    complies, enforces = state.compliance == 1, state.enforcement == 1
    return Shares(
        float(complies.mean()),
        int(np.count_nonzero(complies & ~believes)) / max(doubters, 1),
        int(np.count_nonzero(enforces & ~believes)) / max(doubters, 1),
        int(np.count_nonzero((state.enforcement == -1) & ~believes)) / max(doubters, 1),
        int(np.count_nonzero(enforces & believes)) / max(others, 1),
    )


def _order(settings: Settings, round_: int, replicate: int) -> NDArray[np.int64]:
    """Who decides when in a round; shape (people,)."""
    if settings.updating == "synchronous":
        return np.arange(settings.people)
    drawn = Draws(settings.seed, replicate).uniforms(ORDER, round=round_, subjects=settings.people)
    if settings.updating == "random-order":
        return np.argsort(drawn, kind="stable")
    return (drawn * settings.people).astype(np.int64)


def _rules(society: Society, settings: Settings) -> tuple[Any, Any, Any, Any, float]:
    return (
        society.network.offsets,
        society.network.friends,
        society.belief,
        society.conviction,
        settings.cost,
    )


@compiled
def _decide(
    offsets: Any,
    friends: Any,
    belief: Any,
    conviction: Any,
    cost: Any,
    order: Any,
    seen: Any,
    compliance: Any,
    enforcement: Any,
) -> None:
    """Let people decide in order: from what is `seen`, compliance and enforcement, into `compliance`, `enforcement`.

    Both pairs may be the same arrays, and then everybody sees what was decided before her.
    """
    complies, enforces = seen
    for person in order:
        own = np.int64(belief[person])
        enforcing: Any = 0
        against: Any = 0
        first, last = np.int64(offsets[person]), np.int64(offsets[person + 1])
        for entry in range(first, last):
            friend = friends[entry]
            enforcing += np.int64(enforces[friend])
            if complies[friend] != own:
                against += 1
        neighbours: Any = max(last - first, 1)
        pressure = -own * enforcing / neighbours
        compliance[person] = -own if pressure > conviction[person] else own
        if pressure > conviction[person] + cost:
            enforcement[person] = -own
        elif compliance[person] == own and conviction[person] * (against / neighbours) > cost:
            enforcement[person] = own
        else:
            enforcement[person] = 0
