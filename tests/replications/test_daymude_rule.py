"""The published closed forms of the best action, against brute force and against published point values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.replications.daymude import published_voice
from hushed.replications.daymude.people import truncated_exponential
from hushed.replications.daymude.rule import defiance_threshold, partial_defiance, silencing_severity

FORMS = ["uniform", "proportional"]
share = st.floats(0, 1)
positive = st.floats(1e-3, 20)


@pytest.mark.parametrize(
    ("surveillance", "tolerance", "severity", "printed"), [(0.2, 0.25, 0.6, 0.711538), (0.5, 0.25, 0.6, 0.785714)]
)
def test_published_thresholds_of_defiance(
    surveillance: float, tolerance: float, severity: float, printed: float
) -> None:
    assert defiance_threshold(1.0, tolerance, severity, surveillance) == pytest.approx(printed, abs=5e-7)


@pytest.mark.parametrize(
    ("surveillance", "tolerance", "severity", "printed"), [(0.2, 0.25, 1.0, 0.625), (0.5, 0.25, 1.5, 0.291667)]
)
def test_published_partial_defiance(surveillance: float, tolerance: float, severity: float, printed: float) -> None:
    assert partial_defiance(1.0, tolerance, severity, surveillance) == pytest.approx(printed, abs=5e-7)


def test_partial_defiance_is_what_is_said_by_who_wants_more() -> None:
    assert published_voice(0.9, 1.0, 0.25, 1.0, 0.2, "proportional") == 0.625
    assert published_voice(0.6, 1.0, 0.25, 1.0, 0.2, "proportional") == 0.6


def test_uniform_punishment_leaves_only_all_or_the_line() -> None:
    assert published_voice(0.72, 1.0, 0.25, 0.6, 0.2, "uniform") == 0.72
    assert published_voice(0.70, 1.0, 0.25, 0.6, 0.2, "uniform") == 0.25


@pytest.mark.parametrize("form", FORMS)
def test_all_seeing_authority_is_defied_by_the_bold_alone(form: str) -> None:
    severity = 0.5
    assert published_voice(0.8, 1.01, 0.3, severity if form == "uniform" else 1.0, 1.0, form) == 0.8
    assert published_voice(0.8, 0.99, 0.3, severity if form == "uniform" else 1.0, 1.0, form) == 0.3


def utility(
    action: np.ndarray, boldness: float, tolerance: float, severity: float, surveillance: float, form: str
) -> np.ndarray:
    penalty = severity * (np.ones_like(action) if form == "uniform" else action - tolerance)
    seen = surveillance + (1 - surveillance) * action
    return boldness * action - np.where(action > tolerance, seen * penalty, 0.0)


@pytest.mark.parametrize("form", FORMS)
@given(desire=share, boldness=positive, tolerance=share, severity=positive, surveillance=share)
def test_no_action_up_to_the_desire_is_better(
    form: str, desire: float, boldness: float, tolerance: float, severity: float, surveillance: float
) -> None:
    voice = published_voice(desire, boldness, tolerance, severity, surveillance, form)
    assert 0 <= voice <= desire
    grid = np.append(np.linspace(0, desire, 2001), min(desire, tolerance))
    best = utility(grid, boldness, tolerance, severity, surveillance, form).max()
    ours = utility(np.array([voice]), boldness, tolerance, severity, surveillance, form)[0]
    assert ours >= best - 1e-12 * (1 + boldness + severity)


@pytest.mark.parametrize("form", FORMS)
@given(desire=share, boldness=positive, tolerance=share, severity=positive, surveillance=share)
def test_the_tolerated_is_never_withheld(
    form: str, desire: float, boldness: float, tolerance: float, severity: float, surveillance: float
) -> None:
    assert published_voice(desire, boldness, tolerance, severity, surveillance, form) >= min(desire, tolerance)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("tolerance", "surveillance"), [(0.25, 0.1), (0.0, 0.4), (0.6, 1.0), (0.1, 0.0)])
def test_a_policy_of_total_self_censorship_exists_and_is_the_least(
    form: str, tolerance: float, surveillance: float
) -> None:
    rng = np.random.default_rng(5)
    desires = truncated_exponential(rng, mean=0.25, size=2000)
    boldnesses = rng.exponential(2.0, size=2000)
    severity = silencing_severity(desires, boldnesses, tolerance=tolerance, surveillance=surveillance, form=form)

    def loudest(scale: float) -> float:
        people = zip(desires, boldnesses, strict=True)
        return max(published_voice(d, b, tolerance, scale * severity, surveillance, form) for d, b in people)

    assert loudest(1 + 1e-9) == tolerance
    assert loudest(1 - 1e-3) > tolerance


def test_nobody_to_silence_needs_no_severity() -> None:
    timid = np.array([0.1, 0.2])
    assert silencing_severity(timid, timid, tolerance=0.25, surveillance=0.1, form="uniform") == 0.0


def test_proportional_punishment_unseen_below_the_line_silences_at_no_finite_severity() -> None:
    people = np.array([0.5])
    assert silencing_severity(people, people, tolerance=0.0, surveillance=0.0, form="proportional") == np.inf
