"""What is measured: every outcome, defined once, with its formula, unit and a sentence in plain words.

All are aggregates over the society; nothing here can be traced to one person. In formulas a is what a
person says, delta what she would like to say, tau the tolerance, N the number of people.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from hushed.engine.tally import SCORE_SHARES, Round
from hushed.regime.regime import Regime
from hushed.regime.sanctions import DOMAINS
from hushed.regime.schedule import value_at


class Setting(NamedTuple):
    """What an outcome needs to know besides the round's record."""

    people: int
    ties: int
    regime: Regime
    round: int


class Outcome(NamedTuple):
    """One measure: its name, formula, unit, a sentence, how it is computed, and whether more of it is worse."""

    name: str
    formula: str
    unit: str
    sentence: str
    value: Callable[[Round, Setting], float]
    harm: bool = True


def _share(count: float, whole: float) -> float:
    return count / whole if whole > 0 else 0.0


def _voice_share(r: Round) -> float:
    return r.tally.voice / r.tally.desire if r.tally.desire > 0 else 1.0


def voice_share_error(record: Round) -> float:
    """Sampling error of the voice share in a society of this size: the ratio estimator's standard error.

    sqrt(sum (a - V delta)^2) / sum delta: people as independent draws (Cochran 1977, Sampling Techniques, 6.4).
    """
    t, share = record.tally, _voice_share(record)
    squares = t.voice_squared - 2.0 * share * t.voice_desire + share * share * t.desire_squared
    return math.sqrt(max(0.0, squares)) / t.desire if t.desire > 0 else 0.0


def _score_spread(r: Round) -> float:
    if r.tally.enrolled == 0:
        return 0.0
    mean = r.tally.score / r.tally.enrolled
    return math.sqrt(max(0.0, r.tally.score_squared / r.tally.enrolled - mean * mean))


def _score_quantile(place: int) -> Callable[[Round, Setting], float]:
    return lambda r, s: float(r.score_quantiles[place])


def _in_domain(domain: str, *, burdened: bool) -> Callable[[Round, Setting], float]:
    def value(record: Round, setting: Setting) -> float:
        total = 0.0
        for tier, count in zip(setting.regime.sanctions.tiers, record.served, strict=True):
            if tier.domain == domain:
                total += count * (value_at(tier.burden, setting.round) if burdened else 1.0)
        return total / setting.people

    return value


_SPEECH = (
    Outcome(
        "voice_share",
        "sum a / sum delta",
        "share of desired dissent",
        "How much of what people would like to say is said.",
        lambda r, s: _voice_share(r),
        harm=False,
    ),
    Outcome(
        "chill",
        "1 - sum a / sum delta",
        "share of desired dissent",
        "How much of what people would like to say stays unsaid.",
        lambda r, s: 1.0 - _voice_share(r),
    ),
    Outcome(
        "silenced",
        "share with a < delta",
        "share of people",
        "How many say less than they would like to.",
        lambda r, s: r.tally.silenced / s.people,
    ),
    Outcome(
        "bystander_chill",
        "sum over the never punished of (delta - a) / sum delta",
        "share of desired dissent",
        "How much stays unsaid by people who were never punished themselves.",
        lambda r, s: _share(r.tally.withheld_unpunished, r.tally.desire),
    ),
    Outcome(
        "overbreadth",
        "sum max(0, min(delta, tau) - a) / sum min(delta, tau)",
        "share of lawful desired speech",
        "How much lawful speech is withheld.",
        lambda r, s: _share(r.tally.lawful_withheld, r.tally.lawful_wish),
    ),
    Outcome(
        "false_consensus",
        "share with delta > tau - share with a > tau",
        "share of people",
        "How many dissent in private beyond the line, less those who are heard to.",
        lambda r, s: (r.tally.dissenters - r.tally.loud) / s.people,
    ),
)

_PUNISHMENT = (
    Outcome(
        "seen", "share seen", "share of people", "How many were seen this round.", lambda r, s: r.tally.seen / s.people
    ),
    Outcome(
        "punished",
        "share who lost score in their own right",
        "share of people",
        "How many were punished this round, rightly or wrongly.",
        lambda r, s: (r.tally.punished + r.tally.misread + r.tally.denounced) / s.people,
    ),
    Outcome(
        "wrongly_punished",
        "share punished with a <= tau",
        "share of people",
        "How many were punished this round though all they said was lawful.",
        lambda r, s: r.tally.wrongly_punished / s.people,
    ),
    Outcome(
        "own_loss",
        "sum l / N",
        "score per person",
        "Score lost this round for one's own punishment.",
        lambda r, s: r.tally.loss / s.people,
    ),
    Outcome(
        "third_party_loss",
        "sum of friends' shares of l / N",
        "score per person",
        "Score lost this round because a friend was punished.",
        lambda r, s: r.tally.shared / s.people,
    ),
)

_SCORES = (
    Outcome(
        "enrolled",
        "share with e = 1",
        "share of people",
        "How many have a score.",
        lambda r, s: r.tally.enrolled / s.people,
    ),
    Outcome(
        "score_mean",
        "mean of s over the enrolled",
        "score",
        "The average score of those who have one.",
        lambda r, s: r.tally.score / r.tally.enrolled if r.tally.enrolled else 1.0,
        harm=False,
    ),
    Outcome(
        "score_spread",
        "standard deviation of s over the enrolled",
        "score",
        "How far scores lie apart.",
        lambda r, s: _score_spread(r),
    ),
    *(
        Outcome(
            f"score_p{round(share * 100):02d}",
            f"least s that {share * 100:.0f} % of the enrolled do not exceed",
            "score",
            f"The score that {share * 100:.0f} % of those enrolled do not exceed.",
            _score_quantile(place),
            harm=False,
        )
        for place, share in enumerate(SCORE_SHARES.tolist())
    ),
)

_SANCTIONS = (
    Outcome(
        "sanctioned",
        "share serving any sanction",
        "share of people",
        "How many are shut out of some part of life.",
        lambda r, s: r.tally.sanctioned / s.people,
    ),
    *(
        Outcome(
            f"sanctioned_{domain}",
            f"people serving each {domain} sanction / N",
            "sanctions per person",
            f"Sanctions being served in the domain '{domain}'.",
            _in_domain(domain, burdened=False),
        )
        for domain in DOMAINS
    ),
    *(
        Outcome(
            f"hardship_{domain}",
            f"sum of S over {domain} sanctions being served / N",
            "score per person",
            f"Burden borne this round in the domain '{domain}'.",
            _in_domain(domain, burdened=True),
        )
        for domain in DOMAINS
    ),
    Outcome(
        "hardship",
        "sum of S over all sanctions being served / N",
        "score per person",
        "Burden of all sanctions borne this round.",
        lambda r, s: sum(_in_domain(domain, burdened=True)(r, s) for domain in DOMAINS),
    ),
    Outcome(
        "collateral_sanctions",
        "share of the sanctioned who never lost score for anything they said",
        "share of the sanctioned",
        "How many of the sanctioned pay for others' words, or for nothing.",
        lambda r, s: _share(r.tally.sanctioned_for_nothing, r.tally.sanctioned),
    ),
)

_SOCIETY_AND_STATE = (
    Outcome(
        "ties_cut",
        "ties cut since the start / ties at the start",
        "share of ties",
        "How many friendships have been broken off.",
        lambda r, s: _share(r.ties_cut, s.ties),
    ),
    Outcome(
        "political_cost",
        "alpha sum a / N",
        "cost per person",
        "What the dissent that is voiced costs the authority.",
        lambda r, s: s.regime.authority.adamancy * r.tally.voice / s.people,
        harm=False,
    ),
    Outcome(
        "punishment_cost",
        "sum l / N",
        "cost per person",
        "What punishing costs the authority.",
        lambda r, s: r.tally.loss / s.people,
    ),
    Outcome("tolerance", "tau", "voice", "Where the line lies.", lambda r, s: r.levers[0], harm=False),
    Outcome("severity", "psi", "score", "What crossing it costs.", lambda r, s: r.levers[1]),
    Outcome("surveillance", "nu", "chance", "Chance of being seen whatever one says.", lambda r, s: r.levers[2]),
)

OUTCOMES: dict[str, Outcome] = {
    outcome.name: outcome for outcome in (*_SPEECH, *_PUNISHMENT, *_SCORES, *_SANCTIONS, *_SOCIETY_AND_STATE)
}
"""Every outcome of a round, by name."""

HEADLINES: tuple[str, ...] = (
    "voice_share",
    "chill",
    "bystander_chill",
    "overbreadth",
    "silenced",
    "false_consensus",
    "punished",
    "wrongly_punished",
    "own_loss",
    "third_party_loss",
    "score_mean",
    "score_p05",
    "score_spread",
    "sanctioned",
    "collateral_sanctions",
    "hardship",
    "ties_cut",
)
"""The outcomes a short table shows."""


def outcomes_of(record: Round, setting: Setting) -> dict[str, float]:
    """Every outcome of one round, by name."""
    return {name: outcome.value(record, setting) for name, outcome in OUTCOMES.items()}
