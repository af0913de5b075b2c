"""Sets of safeguards, told apart by what they cost and how much speech they restore; which to measure next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import NamedTuple, TypeAlias

SafeguardSet: TypeAlias = frozenset[str]
"""Safeguards in force together, each at full dose."""
SLACK = 0.005
"""How far a first look may be off, as a share of free speech; sets this near to mattering are measured again."""
_DIGITS = 12


class Seen(NamedTuple):
    """What has been measured of a set."""

    restored: float
    "Mean share of free speech."
    settled: bool
    "Measured with all replicates, not only with those of a first look."


def cost_of(names: Iterable[str], costs: Mapping[str, float]) -> float:
    """What a set costs: the sum over its safeguards, to twelve digits, so that equal sums are equal."""
    return float(f"{math.fsum(costs[name] for name in names):.{_DIGITS}g}")


def undominated(restored: Mapping[SafeguardSet, float], costs: Mapping[str, float]) -> list[SafeguardSet]:
    """The sets that no other one beats, by rising cost: none costs as little or less and restores as much or more.

    A set that equals another one in both is not beaten by it.
    """
    priced = sorted((cost_of(members, costs), -share, sorted(members)) for members, share in restored.items())
    kept: list[SafeguardSet] = []
    highest = -math.inf
    for _, group in groupby(priced, key=lambda entry: entry[0]):
        equals = list(group)
        top = -equals[0][1]
        if top > highest:
            highest = top
            kept += [frozenset(names) for _, share, names in equals if -share == top]
    return kept


def smallest_reaching(restored: Mapping[SafeguardSet, float], share: float) -> list[SafeguardSet]:
    """The sets that restore the share of which no part does, smallest first."""
    reaching = [members for members, value in restored.items() if value >= share]
    found: list[SafeguardSet] = []
    for members in sorted(reaching, key=lambda each: (len(each), sorted(each))):
        if not any(part <= members for part in found):
            found.append(members)
    return found


class Sifting:
    """Decides which sets are measured, and how well; what has been measured is told to it in `seen`.

    Sets are taken by size. A set with a part that surely reaches the share is not looked at: it is no smallest set,
    and costs more than its part. Nothing else is concluded without measuring: that a set restores no less than its
    parts is not assumed.
    """

    def __init__(self, names: Sequence[str], costs: Mapping[str, float], share: float, largest: int) -> None:
        self.names, self.costs, self.share = tuple(names), costs, share
        self.largest = min(largest, len(self.names))
        self.seen: dict[SafeguardSet, Seen] = {}

    def to_screen(self) -> list[SafeguardSet]:
        """The sets of the smallest size at which some are still to be looked at; none when all have been."""
        for size in range(self.largest + 1):
            waiting = [members for members in self._open(size) if members not in self.seen]
            if waiting:
                return waiting
        return []

    def to_settle(self) -> list[SafeguardSet]:
        """The sets to be measured with all replicates, because what a first look showed may be on the frontier."""
        unsettled = [members for members, each in self.seen.items() if not each.settled]
        sure, most = self._sure(), self._most_for()
        return [each for each in unsettled if self._may_be_smallest(each, sure) or self._may_stand(each, most)]

    def most_to_come(self) -> int:
        """How many sets may still have to be looked at; those that a part rules out are not counted."""
        sizes = range(self.largest + 1)
        return sum(members not in self.seen for size in sizes for members in self._open(size))

    def settled(self) -> dict[SafeguardSet, float]:
        """What the sets measured with all replicates restore."""
        return {members: each.restored for members, each in self.seen.items() if each.settled}

    def unbeaten(self) -> list[SafeguardSet]:
        """The undominated sets by rising cost.

        Up to the cheapest that reaches the share no set is left out of account, for what was not looked at costs more;
        beyond it, they are those that no set which was looked at beats.
        """
        return undominated(self.settled(), self.costs)

    def smallest(self) -> list[SafeguardSet]:
        """The sets that reach the share of which no part does, among those whose parts were all looked at."""
        looked = {members: value for members, value in self.settled().items() if len(members) <= self.largest}
        return smallest_reaching(looked, self.share)

    def is_exhaustive(self) -> bool:
        """Whether no larger set than were measured could cost as little as the cheapest that reaches the share."""
        if self.largest == len(self.names):
            return True
        larger = cost_of(sorted(self.names, key=self.costs.__getitem__)[: self.largest + 1], self.costs)
        reaching = [members for members, value in self.settled().items() if value >= self.share]
        return any(cost_of(members, self.costs) < larger for members in reaching)

    def _open(self, size: int) -> Iterator[SafeguardSet]:
        sure = [members for members in self._sure() if len(members) < size]
        for names in combinations(self.names, size):
            members = frozenset(names)
            if not any(part < members for part in sure):
                yield members

    def _sure(self) -> list[SafeguardSet]:
        return [members for members, each in self.seen.items() if self._surely_reaches(each)]

    def _surely_reaches(self, each: Seen) -> bool:
        return each.restored >= self.share + (0.0 if each.settled else SLACK)

    def _may_be_smallest(self, members: SafeguardSet, sure: Sequence[SafeguardSet]) -> bool:
        near = self.seen[members].restored >= self.share - SLACK
        return near and not any(part < members for part in sure)

    def _may_stand(self, members: SafeguardSet, most: Mapping[float, float]) -> bool:
        return self.seen[members].restored >= most[cost_of(members, self.costs)] - SLACK

    def _most_for(self) -> dict[float, float]:
        """The most that any set restores for each cost or less."""
        most: dict[float, float] = {}
        highest = -math.inf
        for cost, restored in sorted((cost_of(each, self.costs), seen.restored) for each, seen in self.seen.items()):
            most[cost] = highest = max(highest, restored)
        return most
