"""The round loop: a society, a policy and a seed go in; one tally per round comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from hushed.engine.authority import Stance, first_stance
from hushed.engine.phases import PHASES
from hushed.engine.state import Needs, Scene, initial_state
from hushed.engine.tally import Round, Wishes
from hushed.engine.workers import Workers
from hushed.random import check_keys
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.schedule import Level, values_of
from hushed.regime.terms import Terms, terms_at
from hushed.society.network import largest_component
from hushed.society.society import Society


def _ever(level: Level) -> bool:
    return any(value != 0.0 for value in values_of(level))


def minds_the_line(regime: Regime) -> bool:
    """Whether it ever matters where people believe the line lies."""
    return _ever(regime.clarity.vagueness)


def needs_of(regime: Regime, reactions: Reactions, society: Society) -> Needs:
    """Which optional parts of the model this policy ever uses in this society."""
    told, guilt = regime.informers, _ever(regime.association.weight)
    reports = _ever(told.report_chance) or _ever(told.false_denunciation)
    gather = society.offline is not None and reports
    enforcement = gather and _ever(reactions.false_enforcement)
    informers = enforcement or (gather and (_ever(told.share) or _ever(told.duty)))
    encouragement, indignation = _ever(reactions.encouragement), _ever(reactions.indignation)
    aid = bool(regime.sanctions.tiers) and _ever(reactions.mutual_aid)
    return Needs(
        friends=guilt or informers or encouragement or indignation or aid,
        association=guilt,
        two_hops=guilt and regime.association.hops == 2,
        reproach=guilt and _ever(reactions.reproach),
        informers=informers,
        encouragement=encouragement,
        indignation=indignation,
        isolation=_ever(reactions.isolation),
        enforcement=enforcement,
        cutting=(guilt and _ever(reactions.ostracism))
        or (_ever(reactions.shunning) and _ever(regime.publicity.audience)),
        capacity=regime.capacity.active,
        tiers=len(regime.sanctions.tiers),
        beliefs=minds_the_line(regime),
    )


def united(needs: Needs, others: Needs) -> Needs:
    """What either of two policies uses; sanctions, and how far guilt travels, are those of the first."""
    both = (mine or theirs for mine, theirs in zip(needs, others, strict=True))
    return Needs._make(both)._replace(tiers=needs.tiers, two_hops=needs.two_hops)


class Simulation:
    """One run of one policy on one society; `step` plays a round, and the state can be looked at between rounds.

    The same society, policy, seed and replicate give the same bytes for any number of threads.
    """

    def __init__(
        self,
        society: Society,
        regime: Regime,
        reactions: Reactions,
        *,
        seed: int,
        replicate: int = 0,
        threads: int = 1,
        besides: Needs | None = None,
    ) -> None:
        """`besides` is what to keep room for although this policy does not use it; what was remembered stays so."""
        check_keys(seed=seed, replicate=replicate)
        self.society, self.regime, self.reactions = society, regime, reactions
        self.seed, self.replicate, self.round = seed, replicate, 0
        needs = needs_of(regime, reactions, society)
        self.needs = united(needs, besides) if besides else needs
        if self.needs.beliefs and not len(society.people.belief):
            raise ValueError("this society was built without beliefs about the line, which a vague line needs")
        self.state = initial_state(society, self.needs)
        self.stance: Stance | None = None
        if regime.authority.mode == "adaptive":
            self.stance = first_stance(terms_at(regime, reactions, 0))
        self.scene: Scene | None = None
        self.record: Round
        self.expected_cases = 0.0
        self.losers: list[Any] = []
        "Those who lost score in their own right, by piece of people (only with association)."
        self.said: list[Any] = []
        "The sums over what people say, by piece of people."
        self.ties_cut = 0
        self.standing_changed = True
        self.wished: tuple[float, Wishes] | None = None
        "The sums that only depend on the tolerance, and the tolerance."
        offline = society.offline
        self.most_gathering = int(offline.degrees().max()) if self.needs.informers and offline else 0
        self.seconds = dict.fromkeys((phase.name for phase in PHASES), 0.0)
        self._workers = Workers(threads, society.size)

    @property
    def in_force(self) -> Scene:
        """What the round under way, or the last one played, reads besides people and ties."""
        if self.scene is None:
            raise ValueError("no round has been played yet")
        return self.scene

    @property
    def terms(self) -> Terms:
        """The numbers in force in the round under way, or the last one played."""
        return self.in_force.terms

    @property
    def threads(self) -> int:
        """Threads that play."""
        return self._workers.threads

    def later(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Have a kernel that only looks at its own people run over everybody before anything else is looked at."""
        return self._workers.later(kernel, *arguments)

    def run_waiting(self) -> None:
        """Run the kernels that wait."""
        self._workers.run_waiting()

    def each(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Run a kernel over all people; what it returns for each piece of them, in order."""
        return self._workers.each(kernel, *arguments)

    @property
    def shift(self) -> int:
        """People in a piece of those that kernels run over, as a power of two."""
        return self._workers.shift

    def step(self) -> Round:
        """Play one round, phase by phase, and return what goes on record."""
        for place, phase in enumerate(PHASES):
            self._workers.phase = place
            started, before = time.perf_counter(), sum(self._workers.seconds.values())
            phase.act(self)
            # What was waiting may belong to steps before; the workers know.
            between = time.perf_counter() - started - (sum(self._workers.seconds.values()) - before)
            self._workers.seconds[place] += between
        for place, phase in enumerate(PHASES):
            self.seconds[phase.name] = self._workers.seconds[place]
        self.round += 1
        return self.record

    def rounds(self, count: int) -> Iterator[Round]:
        """Play rounds one after another."""
        for _ in range(count):
            yield self.step()

    def largest_component(self) -> int:
        """People in the largest component of the online layer over ties that still stand."""
        return largest_component(self.society.online, self.state.cut if len(self.state.cut) else None)

    def close(self) -> None:
        """Let the threads go."""
        self._workers.close()
