"""Which sets are measured and which are kept, against a search through every set there is."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.experiments.safeguarding.sets import SLACK, Seen, Sifting, cost_of, smallest_reaching, undominated

NAMES = ("clear_law", "expiry", "mutual_aid", "pseudonymity", "secret_scores")
SETS = [frozenset(each) for each in chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1))]
SHARES = st.one_of(st.sampled_from([0.0, 0.3, 0.6, 0.9, 1.0]), st.floats(0, 1))
COST = st.one_of(st.sampled_from([0.5, 1.0, 1.0, 2.0]), st.floats(0.01, 100))
WORLD = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(NAMES, COST)), st.lists(SHARES, min_size=len(SETS), max_size=len(SETS))
)


def every_unbeaten(restored, costs):
    """By comparing every set with every other one."""

    def beats(one, other):
        one_cost, other_cost = cost_of(one, costs), cost_of(other, costs)
        as_good = one_cost <= other_cost and restored[one] >= restored[other]
        return as_good and (one_cost < other_cost or restored[one] > restored[other])

    return {each for each in restored if not any(beats(other, each) for other in restored)}


def sifted(costs, share, restored, *, largest=5, noise=None):
    """The sifting at its end, told what first looks (with their noise) and full measurements show."""
    sifting = Sifting(NAMES, costs, share, largest)
    off = noise or dict.fromkeys(SETS, 0.0)
    while True:
        if waiting := sifting.to_screen():
            sifting.seen.update({each: Seen(restored[each] + off[each], False) for each in waiting})
        elif waiting := sifting.to_settle():
            sifting.seen.update({each: Seen(restored[each], True) for each in waiting})
        else:
            return sifting


@given(WORLD)
def test_the_frontier_is_the_one_of_comparing_all_with_all(world) -> None:
    costs, shares = world
    restored = dict(zip(SETS, shares, strict=True))
    found = undominated(restored, costs)
    assert set(found) == every_unbeaten(restored, costs)
    prices = [cost_of(each, costs) for each in found]
    assert prices == sorted(prices)


@given(WORLD)
def test_no_dominated_set_is_on_it_and_nothing_costs_less_than_nothing(world) -> None:
    costs, shares = world
    restored = dict(zip(SETS, shares, strict=True))
    found = undominated(restored, costs)
    assert frozenset() in found
    for each in found:
        for other in SETS:
            cheaper = cost_of(other, costs) < cost_of(each, costs)
            assert not (cheaper and restored[other] >= restored[each])


@given(WORLD, st.floats(0.01, 1), st.lists(st.floats(-SLACK / 2, SLACK / 2), min_size=len(SETS), max_size=len(SETS)))
def test_sifting_finds_what_measuring_everything_finds(world, share, errors) -> None:
    """Whatever sets restore, more or less than their parts, and with first looks that are off by half the slack."""
    costs, shares = world
    restored = dict(zip(SETS, shares, strict=True))
    sifting = sifted(costs, share, restored, noise=dict(zip(SETS, errors, strict=True)))
    reaching = [each for each in SETS if restored[each] >= share]
    least = min((cost_of(each, costs) for each in reaching), default=float("inf"))
    found = set(sifting.unbeaten())
    assert found == every_unbeaten({each: restored[each] for each in sifting.seen}, costs)

    def no_dearer(sets):
        return {each for each in sets if cost_of(each, costs) <= least}

    # As far as what was asked for costs, this is the frontier of all sets there are.
    assert no_dearer(found) == no_dearer(every_unbeaten(restored, costs))
    assert set(sifting.smallest()) == {each for each in reaching if not any(other < each for other in reaching)}
    assert sifting.is_exhaustive()


@given(WORLD, st.floats(0.01, 1), st.integers(1, 4))
def test_where_only_small_sets_are_measured_it_says_whether_that_is_enough(world, share, largest) -> None:
    costs, shares = world
    restored = dict(zip(SETS, shares, strict=True))
    small = sifted(costs, share, restored, largest=largest)
    assert all(len(each) <= largest for each in small.seen)
    if small.is_exhaustive():
        whole = sifted(costs, share, restored)
        least = min((cost_of(each, costs) for each in whole.smallest()), default=float("inf"))
        parts = ({each for each in one.unbeaten() if cost_of(each, costs) <= least} for one in (small, whole))
        assert next(parts) == next(parts)


def test_supersets_of_what_reaches_are_not_measured_and_nothing_else_is_left_out() -> None:
    restored = {each: 0.95 if "expiry" in each else 0.1 * len(each) for each in SETS}
    sifting = sifted(dict.fromkeys(NAMES, 1.0), 0.9, restored)
    assert set(sifting.seen) == {each for each in SETS if "expiry" not in each or len(each) == 1}
    assert sifting.smallest() == [frozenset({"expiry"})]
    assert sifting.unbeaten() == [frozenset(), frozenset({"expiry"})]


def test_a_set_that_restores_less_than_its_part_is_told_from_it() -> None:
    """More is not taken to be better: together these two undo each other."""
    restored = {each: min(0.8, 0.4 * len(each)) for each in SETS}
    restored |= {each: 0.0 for each in SETS if {"expiry", "clear_law"} <= each}
    found = smallest_reaching(restored, 0.8)
    assert frozenset({"expiry", "clear_law"}) not in found
    assert len(found) == 9


def test_costs_decide() -> None:
    restored = dict.fromkeys(SETS, 0.0) | {frozenset({"expiry"}): 1.0, frozenset({"clear_law", "mutual_aid"}): 1.0}
    cheap = dict.fromkeys(NAMES, 1.0)
    assert undominated(restored, cheap)[1:] == [frozenset({"expiry"})]
    assert undominated(restored, cheap | {"expiry": 2.5})[1:] == [frozenset({"clear_law", "mutual_aid"})]
    # As dear and as good: neither beats the other.
    assert len(undominated(restored, cheap | {"expiry": 2.0})) == 3


def test_sums_of_costs_that_are_equal_on_paper_are_equal() -> None:
    tenths = {"clear_law": 0.1, "expiry": 0.2, "mutual_aid": 0.3}
    assert cost_of(["clear_law", "expiry"], tenths) == cost_of(["mutual_aid"], tenths)
    assert cost_of([], tenths) == 0.0


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_where_nothing_reaches_the_whole_frontier_is_told(share) -> None:
    restored = {each: 0.09 * len(each) for each in SETS}
    sifting = sifted(dict.fromkeys(NAMES, 1.0), share, restored)
    assert sifting.smallest() == []
    assert {len(each) for each in sifting.unbeaten()} == {0, 1, 2, 3, 4, 5}
