"""Safeguards as transformations: absent at dose 0, complete at dose 1, in any order, and only protective."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.regime.capacity import LEAST_CAPACITY
from hushed.regime.reactions import Reactions
from hushed.regime.regime import INSTRUMENTS, Regime
from hushed.regime.safeguards import SAFEGUARDS, safeguarded
from hushed.regime.terms import terms_at

HARSH = Regime.model_validate(
    {
        "observation": {"surveillance": 0.3, "cooperation": 0.9, "misreading": 0.1},
        "scoring": {"severity": 1.6, "recovery": 0.05},
        "association": {"weight": 0.5},
        "publicity": {"audience": 0.8},
        "enrolment": {"share": {"at": [0, 10], "value": [0.2, 1.0]}, "volunteers": 0.25},
        "informers": {"share": 0.1, "duty": 0.4, "report_chance": 0.2, "false_denunciation": 0.05},
        "sanctions": {"tiers": [{"domain": "bank", "threshold": 0.3}]},
        "clarity": {"vagueness": 0.2},
    }
)
KINDLY = Reactions(false_enforcement=0.3)
DOSE = st.floats(0, 1)

# What each safeguard, alone and complete, must make of the terms in round 20.
COMPLETE = {
    "no_guilt_by_association": {"weight": 0.0},
    "secret_scores": {"audience": 0.0},
    "voluntary_enrolment": {"enrolled": 0.25},
    "private_channels": {"cooperation": 0.0},
    "pseudonymity": {"identifiability": 0.0},
    "siloed_identity": {"linked": 0.0},
    "clear_law": {"vagueness": 0.0, "misreading": 0.0},
    "due_process": {"misreading": 0.0, "false_denunciation": 0.0, "grace": 4.0},
    "expiry": {"recovery": 1.0},
    "proportionality": {"proportional_share": 1.0, "capping": 1.0, "severity": 1.0},
    "judicial_capacity": {"capacity": LEAST_CAPACITY},
    "no_informers": {"recruited": 0.0, "duty": 0.0, "false_denunciation": 0.0, "false_enforcement": 0.0},
    "mutual_aid": {"mutual_aid": 1.0},
}


def test_every_safeguard_of_the_design_is_there():
    assert set(SAFEGUARDS) == set(COMPLETE)


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_dose_zero_is_absence_and_dose_one_is_complete(name):
    before = terms_at(HARSH, KINDLY, 20)
    assert terms_at(*safeguarded(HARSH, KINDLY, {name: 0.0}), 20) == before
    assert terms_at(*safeguarded(HARSH, KINDLY, {name: 1.0}), 20) == before._replace(**COMPLETE[name])


@pytest.mark.parametrize("name", SAFEGUARDS)
@given(dose=DOSE)
def test_a_dose_lies_between(name, dose):
    before = terms_at(HARSH, KINDLY, 20)._asdict()
    after = terms_at(*safeguarded(HARSH, KINDLY, {name: dose}), 20)._asdict()
    for term, end in COMPLETE[name].items():
        low, high = sorted((before[term], end))
        assert low - 1e-12 <= after[term] <= high + 1e-12
        if term != "grace":
            assert after[term] == pytest.approx(before[term] + dose * (end - before[term]))


@given(st.dictionaries(st.sampled_from(sorted(SAFEGUARDS)), DOSE, min_size=2), st.randoms())
def test_order_does_not_matter(doses, shuffle):
    names = list(doses)
    shuffle.shuffle(names)
    one = terms_at(*safeguarded(HARSH, KINDLY, doses), 20)
    other = terms_at(*safeguarded(HARSH, KINDLY, {name: doses[name] for name in names}), 20)
    assert one == pytest.approx(other, rel=1e-12)


def test_enrolment_below_the_volunteers_is_not_raised():
    freed, _ = safeguarded(HARSH, KINDLY, {"voluntary_enrolment": 1.0})
    assert terms_at(freed, KINDLY, 0).enrolled == 0.2


def test_safeguards_only_protect_further():
    """A longer grace is not cut short, a smaller capacity not raised, a milder severity not brought up to the cap."""
    lenient = Regime.model_validate(
        {"sanctions": {"grace": 10}, "capacity": {"cases": LEAST_CAPACITY / 2}, "scoring": {"severity": 0.25}}
    )
    for dose in (0.5, 1.0):
        doses = dict.fromkeys(("due_process", "judicial_capacity", "proportionality"), dose)
        terms = terms_at(*safeguarded(lenient, KINDLY, doses), 0)
        assert (terms.grace, terms.severity) == (10, pytest.approx(0.25))
        assert terms.capacity == pytest.approx(LEAST_CAPACITY / 2)


@pytest.mark.parametrize("dose", [-0.1, 1.1, float("nan")])
def test_doses_outside_their_range_are_refused(dose):
    with pytest.raises(InputError, match="from 0"):
        safeguarded(HARSH, KINDLY, {"secret_scores": dose})


def test_unknown_names_get_the_nearest():
    with pytest.raises(InputError, match="did you mean 'secret_scores'"):
        safeguarded(HARSH, KINDLY, {"secret_score": 1.0})
    with pytest.raises(InputError, match="did you mean 'association'"):
        HARSH.without("assocation")


def test_instruments_start_neutral_and_can_each_be_abolished():
    # Being enrolled and watched is the neutral frame of the table; without a severity it harms nobody.
    assert set(Regime().active()) == {"observation", "enrolment"}
    for name in INSTRUMENTS:
        assert name not in HARSH.without(name).active()
        kept = [other for other in HARSH.active() if other != name]
        assert list(HARSH.without(name).active()) == kept
    for one, other in itertools.combinations(INSTRUMENTS, 2):
        assert HARSH.without(one).without(other) == HARSH.without(other).without(one)


def test_an_adaptive_authority_needs_numbers_to_move():
    with pytest.raises(ValueError, match="not schedules"):
        Regime.model_validate(
            {
                "authority": {"mode": "adaptive"},
                "scoring": {"severity": {"at": [0, 1], "value": [0.1, 0.2]}},
            }
        )
