"""What was found: how much each dose restores, which sets restore enough, and what is left of it after a reaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from hushed.experiments.safeguarding.arms import Arm
from hushed.experiments.safeguarding.measuring import Floats
from hushed.experiments.safeguarding.sets import SafeguardSet, Sifting, cost_of
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.statistics import Estimate, estimate

Verdict = Literal["holds", "walked round", "cannot be told", "falls short", "not tested"]
"""What an authority that reacts makes of a set.

- falls short: against the fixed authority it restores less than was asked for;
- holds: against the one that reacts, the whole 95 % interval of what it restores is at or above that;
- walked round: the whole interval is below;
- cannot be told: that share lies within the interval, or there is none.
"""


class Response(NamedTuple):
    """What one safeguard alone does at each dose."""

    safeguard: str
    doses: tuple[float, ...]
    restored: tuple[Estimate, ...]
    "Share of free speech at each dose."
    gained: tuple[Estimate, ...]
    "How much more that is than without it, over the same people and luck."


class Member(NamedTuple):
    """A set on the frontier, or a smallest one that reaches what was asked for; shares are of free speech."""

    safeguards: tuple[str, ...]
    cost: float
    restored: Estimate
    gained: Estimate
    "Against the same authority without safeguards."
    reacted: Estimate | None
    "Restored where the authority reacts; None where that was not measured."
    loss: Estimate | None
    "What the reaction takes away: restored minus reacted, over the same people and luck."
    gained_reacted: Estimate | None
    "Against the authority that reacts, without safeguards."
    verdict: Verdict
    unbeaten: bool
    "No measured set costs as little and restores as much, one of the two strictly."
    smallest: bool
    "It reaches the share asked for, and no part of it does."


def responses(restored: Mapping[Arm, Floats], names: Sequence[str], doses: Sequence[float]) -> list[Response]:
    """Each safeguard's answer to its dose, the strongest at its highest dose first; what was not measured is NaN."""
    as_is = restored[Arm()]
    found = []
    for name in names:
        values = [restored.get(Arm.of([name], dose=dose), np.full_like(as_is, np.nan)) for dose in doses]
        shares = tuple(estimate(each) for each in values)
        found.append(Response(name, tuple(doses), shares, tuple(estimate(each - as_is) for each in values)))
    return sorted(found, key=lambda each: -np.nan_to_num(each.gained[-1].mean, nan=-1.0))


def members(restored: Mapping[Arm, Floats], sifting: Sifting) -> list[Member]:
    """The frontier and the smallest sets, by rising cost and then falling share."""
    unbeaten, smallest = sifting.unbeaten(), sifting.smallest()
    found = [
        _member(restored, sifting, each, unbeaten=each in unbeaten, smallest=each in smallest)
        for each in {*unbeaten, *smallest}
    ]
    return sorted(found, key=lambda each: (each.cost, -each.restored.mean, each.safeguards))


def _member(
    restored: Mapping[Arm, Floats], sifting: Sifting, each: SafeguardSet, *, unbeaten: bool, smallest: bool
) -> Member:
    values, reacted = restored[Arm.of(each)], restored.get(Arm.of(each, adapts=True))
    alone = restored.get(Arm(adapts=True))
    reached, after = estimate(values), None if reacted is None else estimate(reacted)
    return Member(
        safeguards=tuple(name for name in SAFEGUARDS if name in each),
        cost=cost_of(each, sifting.costs),
        restored=reached,
        gained=estimate(values - restored[Arm()]),
        reacted=after,
        loss=None if reacted is None else estimate(values - reacted),
        gained_reacted=None if reacted is None or alone is None else estimate(reacted - alone),
        verdict=verdict(sifting.share, reached, after),
        unbeaten=unbeaten,
        smallest=smallest,
    )


def verdict(share: float, reached: Estimate, reacted: Estimate | None) -> Verdict:
    """What an authority that reacts makes of a set that was to reach a share."""
    if not reached.mean >= share:
        return "falls short"
    if reacted is None or reacted.replicates == 0:
        return "not tested"
    if reacted.low >= share:
        return "holds"
    return "walked round" if reacted.high < share else "cannot be told"
