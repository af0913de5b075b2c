"""Random regimes and reactions: any instrument, any value it allows, now and then a schedule."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.random import Draws
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.sanctions import DOMAINS

Range = tuple[float, float]
SHARE: Range = (0.0, 1.0)
LEVELS: dict[str, dict[str, Range]] = {
    "observation": {"surveillance": SHARE, "cooperation": SHARE, "misreading": SHARE},
    "scoring": {"tolerance": SHARE, "severity": (0.0, 3.0), "recovery": (0.01, 1.0)},
    "association": {"weight": SHARE},
    "publicity": {"audience": SHARE},
    "enrolment": {"share": SHARE},
    "informers": {"duty": SHARE, "report_chance": SHARE},
    "sanctions": {"linked_identity": SHARE},
    "capacity": {"cases": SHARE},
    "clarity": {"vagueness": (0.0, 0.5)},
}
"""What may follow a schedule, with the range it is drawn from."""
NUMBERS: dict[str, dict[str, Range]] = {
    "observation": {"identifiability": SHARE},
    "scoring": {"proportional_share": SHARE, "misread_excess": SHARE, "severity_cap": (0.0, 3.0), "capping": SHARE},
    "publicity": {"shaming_line": (-1.0, 1.0)},
    "enrolment": {"volunteers": SHARE, "right_to_leave": SHARE},
    "informers": {"share": SHARE, "false_denunciation": SHARE},
    "capacity": {"hearings": SHARE},
    "authority": {"adamancy": (0.0, 3.0), "window": (0.01, 0.2)},
}
"""What is one number for the whole run."""
CHOICES: dict[str, dict[str, tuple[Any, ...]]] = {
    "scoring": {"form": ("uniform", "proportional")},
    "association": {"sharing": ("per_tie", "shared"), "hops": (1, 2)},
    "sanctions": {"grace": (0, 1, 3)},
    "authority": {"mode": ("fixed", "fixed", "adaptive"), "acceptance": ("previous_round", "incumbent")},
}
"""What is one of a few."""
REACTIONS: dict[str, Range] = {
    "reproach": (0.0, 2.0),
    "forgiveness": SHARE,
    "ostracism": SHARE,
    "shunning": SHARE,
    "encouragement": (-2.0, 2.0),
    "indignation": (-2.0, 3.0),
    "caution": (0.0, 3.0),
    "isolation": (0.0, 3.0),
    "fading": SHARE,
    "false_enforcement": SHARE,
    "mutual_aid": SHARE,
}
LEVERS = (("scoring", "tolerance"), ("scoring", "severity"), ("observation", "surveillance"))
"""What an adaptive authority sets itself, so that no schedule may."""
_ENDS, _SCHEDULES = 0.3, 0.25
_LATEST = 6


def random_policy(*, seed: int, number: int) -> tuple[Regime, Reactions]:
    """One of endlessly many policies, the same for the same seed and number."""
    dice = _Dice(seed, number)
    rules = {name: dice.instrument(name) for name in sorted(LEVELS | NUMBERS | CHOICES)}
    rules["sanctions"] |= {"tiers": [dice.tier() for _ in range(dice.below(4))]}
    if rules["authority"].get("mode") == "adaptive":
        for instrument, lever in LEVERS:
            rules[instrument].pop(lever, None)
        rules["scoring"] |= {"severity": dice.number((0.01, 3.0))}
    reactions = {name: dice.level(reach) for name, reach in REACTIONS.items() if dice.tossed(0.5)}
    return Regime.model_validate(rules), Reactions.model_validate(reactions)


class _Dice:
    """Throws one after another, all of them following from the seed and the policy's number."""

    def __init__(self, seed: int, number: int) -> None:
        self._drawn = iter(Draws(seed, number).uniforms(0, subjects=np.arange(2_000)))

    def tossed(self, chance: float) -> bool:
        return bool(next(self._drawn) < chance)

    def below(self, count: int) -> int:
        return int(next(self._drawn) * count)

    def number(self, reach: Range) -> float:
        """Any number in the range; often one of its ends, where formulas have their corners."""
        if self.tossed(_ENDS):
            return reach[self.below(2)]
        return reach[0] + float(next(self._drawn)) * (reach[1] - reach[0])

    def level(self, reach: Range) -> Any:
        if not self.tossed(_SCHEDULES):
            return self.number(reach)
        at = sorted({self.below(_LATEST) for _ in range(3)})
        return {"at": at, "value": [self.number(reach) for _ in at], "between": ("step", "linear")[self.below(2)]}

    def instrument(self, name: str) -> dict[str, Any]:
        found = {field: self.level(reach) for field, reach in LEVELS.get(name, {}).items() if self.tossed(0.7)}
        found |= {field: self.number(reach) for field, reach in NUMBERS.get(name, {}).items() if self.tossed(0.4)}
        found |= {field: some[self.below(len(some))] for field, some in CHOICES.get(name, {}).items()}
        return found if name == "scoring" or self.tossed(0.7) else {}

    def tier(self) -> dict[str, Any]:
        return {
            "domain": DOMAINS[self.below(len(DOMAINS))],
            "threshold": self.number((-0.5, 1.0)),
            "rounds": 1 + self.below(6),
            "burden": self.number((0.0, 3.0)),
        }
