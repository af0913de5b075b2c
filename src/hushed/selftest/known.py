"""Comparisons whose truth is known in closed form, in societies small enough to be played by the thousand.

With ties in a ring, where everybody has as many friends, guilt by association comes to one higher severity for all, and
people's choices are again those of people without ties (docs/model.md, section 6).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations

from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario
from hushed.selftest.expected import Untied
from hushed.society.distributions import TruncatedExponential

_PEOPLE, _FRIENDS, _CARE, _WEIGHT, _SHAME, _AUDIENCE = 1_000, 4, 0.5, 0.25, 0.75, 0.5
_SEVERITY, _VOLUNTEERS = 0.3, 0.3
_SOCIETY = f"""
schema = 1
rounds = 1
[society]
population = {_PEOPLE}
[society.traits]
desired_dissent = {{ distribution = "truncated-exponential", mean = 0.25 }}
boldness = {{ distribution = "exponential", mean = 2.0 }}
care = {_CARE}
shame = {_SHAME}
[regime.observation]
surveillance = 0.1
[regime.enrolment]
volunteers = {_VOLUNTEERS}
[regime.scoring]
tolerance = 0.2
severity = {_SEVERITY}
"""
_RING = f'[society.online]\ngenerator = "ring-lattice"\nmean_degree = {_FRIENDS}\n'
_PLAIN = Untied(
    people=_PEOPLE,
    rate=1.0 / TruncatedExponential(mean=0.25).scale,
    boldness=2.0,
    tolerance=0.2,
    surveillance=0.1,
    severity=_SEVERITY,
    feared=_SEVERITY,
)


@dataclass(frozen=True)
class Known:
    """A comparison whose truth is known."""

    name: str
    rules: str
    "What its scenario adds to the society."
    as_is: Untied
    changed: Untied
    outcomes: tuple[str, ...]
    without: str | None = None
    with_: tuple[str, float] | None = None
    ties: str = _RING

    def scenario(self, seed: int) -> Scenario:
        """The scenario with this seed."""
        return parse_scenario(f"seed = {seed}\n{_SOCIETY}{self.rules}{self.ties}")

    def truth(self, outcome: str) -> tuple[float, float]:
        """Expectation of an outcome in both arms."""
        if outcome == "third_party_loss":
            return _FRIENDS * _WEIGHT * self.as_is.outcome("own_loss"), 0.0
        return self.as_is.outcome(outcome), self.changed.outcome(outcome)


PUBLICITY = Known(
    "without publicity",
    f"[regime.publicity]\naudience = {_AUDIENCE}\n",
    replace(_PLAIN, feared=_SEVERITY * (1.0 + _SHAME * _AUDIENCE)),
    _PLAIN,
    ("chill", "silenced", "political_cost"),
    without="publicity",
)
KNOWN = (
    PUBLICITY,
    Known(
        "without association",
        f"[regime.association]\nweight = {_WEIGHT}\n",
        replace(_PLAIN, feared=_SEVERITY * (1.0 + _CARE * _WEIGHT * _FRIENDS)),
        _PLAIN,
        ("chill", "own_loss", "third_party_loss"),
        without="association",
    ),
    Known(
        "with private channels, half",
        "",
        _PLAIN,
        replace(_PLAIN, watched=0.5),
        ("chill", "punished", "seen"),
        with_=("private_channels", 0.5),
    ),
)


NULL = Known(
    "without association, nobody tied",
    f"[regime.association]\nweight = {_WEIGHT}\n",
    _PLAIN,
    _PLAIN,
    (),
    without="association",
    ties='[society.online]\ngenerator = "empty"\n',
)
"""A comparison in which the instrument has nothing to act upon."""
_INSTRUMENTS = ("observation", "scoring", "publicity", "enrolment")


def publicity_shares() -> dict[str, float]:
    """Shapley shares of the chill among the instruments of the first comparison, over all orders they can come in.

    Without observation or without scoring nothing is chilled; without compulsion only volunteers have a score, and
    anybody else is as free as one whose platform reports nothing.
    """
    chills = {
        frozenset(kept): _chill(frozenset(kept))
        for count in range(len(_INSTRUMENTS) + 1)
        for kept in combinations(_INSTRUMENTS, count)
    }
    orders = list(permutations(_INSTRUMENTS))
    shares = dict.fromkeys(_INSTRUMENTS, 0.0)
    for order in orders:
        for place, name in enumerate(order):
            shares[name] += chills[frozenset(order[: place + 1])] - chills[frozenset(order[:place])]
    return {name: total / len(orders) for name, total in shares.items()}


def _chill(kept: frozenset[str]) -> float:
    if not {"observation", "scoring"} <= kept:
        return 0.0
    society = PUBLICITY.as_is if "publicity" in kept else PUBLICITY.changed
    watched = 1.0 if "enrolment" in kept else _VOLUNTEERS
    return replace(society, watched=watched).outcome("chill")
