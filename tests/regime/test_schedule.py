from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hushed.regime.enrolment import Enrolment
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.safeguards import safeguarded
from hushed.regime.schedule import Schedule, mapped, value_at
from hushed.regime.terms import terms_at, tiers_at


def test_step_holds_and_linear_joins():
    step = Schedule[float](at=(2, 5), value=(0.2, 0.8))
    assert [value_at(step, r) for r in (0, 2, 4, 5, 99)] == [0.2, 0.2, 0.2, 0.8, 0.8]
    line = Schedule[float](at=(2, 5), value=(0.2, 0.8), between="linear")
    assert [value_at(line, r) for r in (0, 2, 3, 5, 99)] == pytest.approx([0.2, 0.2, 0.4, 0.8, 0.8])


@given(st.sets(st.integers(0, 50), min_size=1, max_size=6), st.data())
def test_linear_is_numpy_interpolation(rounds, data):
    at = tuple(sorted(rounds))
    value = tuple(data.draw(st.lists(st.floats(-5, 5), min_size=len(at), max_size=len(at))))
    schedule = Schedule[float](at=at, value=value, between="linear")
    ours = [value_at(schedule, r) for r in range(60)]
    np.testing.assert_allclose(ours, np.interp(np.arange(60), at, value), atol=1e-9)


@pytest.mark.parametrize(
    ("share", "complaint"),
    [
        ({"at": [5, 0], "value": [0.1, 0.2]}, "rounds must rise"),
        ({"at": [0, 0], "value": [0.1, 0.2]}, "rounds must rise"),
        ({"at": [0, 5], "value": [0.1]}, "2 rounds but 'value' has 1"),
        ({"at": [0, 5], "value": [0.1, 1.5]}, "less than or equal to 1"),
        ({"at": [-1], "value": [0.1]}, "greater than or equal to 0"),
        ({"at": [], "value": []}, "at least 1"),
        ({"at": [0], "value": [float("nan")]}, "finite"),
        (float("inf"), "finite"),
        (1.01, "less than or equal to 1"),
        (True, "valid number"),
        ("0.5", "valid number"),
    ],
)
def test_bad_levels_are_refused(share, complaint):
    with pytest.raises(ValidationError, match=complaint):
        Enrolment.model_validate({"share": share})


def test_mapping_changes_values_and_keeps_rounds():
    schedule = Schedule[float](at=(0, 9), value=(0.5, 1.0), between="linear")
    halved = mapped(schedule, lambda value: value / 2)
    assert (halved.at, halved.value, halved.between) == ((0, 9), (0.25, 0.5), "linear")
    assert mapped(0.5, lambda value: value / 2) == 0.25


def test_whole_numbers_are_rounded_with_halves_upward():
    lengths = {"at": [0, 4], "value": [2, 4], "between": "linear"}
    tier = {"domain": "bank", "threshold": 0.5, "rounds": lengths}
    regime = Regime.model_validate({"sanctions": {"tiers": [tier], "appeal_rounds": 5}})
    assert [int(tiers_at(regime, round).rounds[0]) for round in range(6)] == [2, 3, 3, 4, 4, 4]
    for dose, grace in ((0.1, 1), (0.29, 1), (0.3, 2), (0.5, 3), (1.0, 5)):
        assert terms_at(*safeguarded(regime, Reactions(), {"due_process": dose}), 0).grace == grace
