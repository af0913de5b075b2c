"""The regime and people's reactions as the plain numbers of one round."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.regime.capacity import LEAST_CAPACITY
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.schedule import value_at


class Terms(NamedTuple):
    """Every level in force in one round, as float64; symbols as in rules.py."""

    surveillance: float
    cooperation: float
    identifiability: float
    misreading: float
    tolerance: float
    severity: float
    severity_cap: float
    capping: float
    proportional_share: float
    misread_excess: float
    recovery: float
    weight: float
    shared: float
    hops: float
    audience: float
    shaming_line: float
    enrolled: float
    recruited: float
    duty: float
    report_chance: float
    false_denunciation: float
    capacity: float
    vagueness: float
    linked: float
    grace: float
    reproach: float
    forgiveness: float
    ostracism: float
    shunning: float
    encouragement: float
    indignation: float
    caution: float
    isolation: float
    fading: float
    false_enforcement: float
    mutual_aid: float


class Tiers(NamedTuple):
    """The sanctions in force in one round: arrays over tiers, in the order they are written."""

    threshold: NDArray[np.float64]
    threshold_before: NDArray[np.float64]
    "The thresholds of the round before: a line that rises over a score is crossed as well."
    rounds: NDArray[np.uint16]
    burden: NDArray[np.float64]
    platform: NDArray[np.bool_]


def towards(value: float, ceiling: float, dose: float) -> float:
    """A value brought down to a ceiling by a dose in [0, 1]; below the ceiling it stays as it is."""
    return (1.0 - dose) * value + dose * min(value, ceiling)


def on_grid(tolerance: float) -> float:
    """A tolerance as voices are stored, in single precision, so that a voice at the line is never over it."""
    return float(np.float32(tolerance))


def terms_at(regime: Regime, reactions: Reactions, round: int) -> Terms:
    """The numbers in force in a round (0 or later)."""
    seen, score, guilt = regime.observation, regime.scoring, regime.association
    told, punished, join = regime.informers, regime.sanctions, regime.enrolment
    return Terms(
        surveillance=value_at(seen.surveillance, round),
        cooperation=value_at(seen.cooperation, round),
        identifiability=value_at(seen.identifiability, round),
        misreading=value_at(seen.misreading, round),
        tolerance=on_grid(value_at(score.tolerance, round)),
        severity=towards(value_at(score.severity, round), score.severity_cap, score.capping),
        severity_cap=score.severity_cap,
        capping=score.capping,
        proportional_share=1.0 if score.form == "proportional" else score.proportional_share,
        misread_excess=score.misread_excess,
        recovery=value_at(score.recovery, round),
        weight=value_at(guilt.weight, round),
        shared=float(guilt.sharing == "shared"),
        hops=float(guilt.hops),
        audience=value_at(regime.publicity.audience, round),
        shaming_line=value_at(regime.publicity.shaming_line, round),
        enrolled=towards(value_at(join.share, round), join.volunteers, join.right_to_leave),
        recruited=value_at(told.share, round),
        duty=value_at(told.duty, round),
        report_chance=value_at(told.report_chance, round),
        false_denunciation=value_at(told.false_denunciation, round),
        capacity=towards(value_at(regime.capacity.cases, round), LEAST_CAPACITY, regime.capacity.hearings),
        vagueness=value_at(regime.clarity.vagueness, round),
        linked=value_at(punished.linked_identity, round),
        grace=float(punished.grace),
        reproach=value_at(reactions.reproach, round),
        forgiveness=value_at(reactions.forgiveness, round),
        ostracism=value_at(reactions.ostracism, round),
        shunning=value_at(reactions.shunning, round),
        encouragement=value_at(reactions.encouragement, round),
        indignation=value_at(reactions.indignation, round),
        caution=value_at(reactions.caution, round),
        isolation=value_at(reactions.isolation, round),
        fading=value_at(reactions.fading, round),
        false_enforcement=value_at(reactions.false_enforcement, round),
        mutual_aid=value_at(reactions.mutual_aid, round),
    )


def tiers_at(regime: Regime, round: int) -> Tiers:
    """The sanctions in force in a round (0 or later); empty arrays where there are none."""
    tiers = regime.sanctions.tiers
    before = max(0, round - 1)
    return Tiers(
        threshold=np.array([value_at(tier.threshold, round) for tier in tiers], dtype=np.float64),
        threshold_before=np.array([value_at(tier.threshold, before) for tier in tiers], dtype=np.float64),
        rounds=np.array([round_half_up(value_at(tier.rounds, round)) for tier in tiers], dtype=np.uint16),
        burden=np.array([value_at(tier.burden, round) for tier in tiers], dtype=np.float64),
        platform=np.array([tier.domain == "platform" for tier in tiers], dtype=np.bool_),
    )


def round_half_up(number: float) -> int:
    """The nearest whole number, halves upward: the same in every language."""
    return int(np.floor(number + 0.5))
