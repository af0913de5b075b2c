"""Hysteresis scans: no loop without memory, to the last bit; a loop, on the side it must lie, with it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from hushed.errors import InputError
from hushed.experiments.progress import Step
from hushed.experiments.recovery.loop import lag
from hushed.experiments.recovery.scan import scan
from hushed.experiments.recovery.way import Way, recorded_way, scannable
from hushed.experiments.run import run
from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario

SEVERITY = "regime.scoring.severity"
SPOKEN = ("voice_share", "chill", "overbreadth", "silenced", "false_consensus")


def scenario(more: str = "", *, ties: str = 'generator = "erdos-renyi"\nmean_degree = 8') -> Scenario:
    return parse_scenario(
        f"""
        schema = 1
        rounds = 4
        [society]
        population = 800
        [society.online]
        {ties}
        [regime.observation]
        surveillance = 0.3
        misreading = 0.1
        [regime.scoring]
        severity = 0.5
        tolerance = 0.1
        {more}
        """
    )


def test_a_scan_is_a_run_of_its_schedule() -> None:
    made = scan(scenario(), SEVERITY, start=0.0, end=1.0, steps=3, hold=2, replicates=2)
    assert made.dataset["severity"].values[0].tolist() == [0.0, 0.0, 0.5, 0.5, 1.0, 1.0, 0.5, 0.5, 0.0, 0.0]
    alone = run(parse_scenario(made.dataset.attrs["scenario"]), replicates=2)
    assert np.array_equal(alone["chill"], made.dataset["chill"])
    chill = alone["chill"].values.mean(axis=0)
    assert made.loops["chill"].there.tolist() == chill[[1, 3, 5]].tolist()
    assert made.loops["chill"].back.tolist() == chill[[9, 7, 5]].tolist()
    assert recorded_way(made.dataset.attrs) == made.way == Way(SEVERITY, 0.0, 1.0, 3, 2)


@pytest.mark.parametrize("more", ["", "[regime.association]\nweight = 0.3", "[regime.publicity]\naudience = 0.5"])
def test_without_memory_there_is_no_loop_at_all(more: str) -> None:
    made = scan(scenario(more), SEVERITY, start=0.1, end=2.0, steps=6, hold=3, replicates=3)
    for name in SPOKEN:
        loop = made.loops[name]
        assert loop.there[-1] != loop.there[0], "the scan does something"
        assert loop.area[:3] == loop.gap[:3] == loop.lag[:3] == loop.left[:3] == (0.0, 0.0, 0.0), name
        assert np.array_equal(loop.there, loop.back)
    assert made.sentence.endswith("speech comes back exactly the way it went: there is no loop.")


def test_friends_lost_on_the_way_there_are_missing_on_the_way_back() -> None:
    """Ties are cut and never made anew, and who has fewer friends has fewer to harm: she dares to say more."""
    more = "[regime.association]\nweight = 0.5\n[reactions]\nostracism = 0.05"
    made = scan(scenario(more), SEVERITY, start=0.1, end=2.0, steps=6, hold=4, replicates=3)
    for replicate in range(3):
        held = made.dataset.isel(replicate=replicate, round=slice(3, None, 4))
        for name, side in (("ties_cut", 1.0), ("voice_share", 1.0), ("chill", -1.0)):
            values = held[name].values
            apart = side * (values[5:][::-1] - values[:6])
            assert (apart >= 0).all(), name
            assert apart.sum() > 0, name
    assert made.loops["ties_cut"].left.low > 0
    assert made.loops["chill"].area.high < 0
    assert made.loops["chill"].lag.mean < 0
    assert "more is said on the way back" in made.sentence


def test_courage_lost_together_is_late_to_return() -> None:
    """Who is emboldened by others' voices is silent longer once they are: at no value is more said on the way back.

    Best answers rise with others' voices and fall with severity, so from everybody speaking the way there is the
    greatest course and the way back stays below it (Topkis 1998, Supermodularity and Complementarity).
    """
    more = "[reactions]\nencouragement = 4.0"
    made = scan(scenario(more), SEVERITY, start=0.0, end=6.0, steps=13, hold=6, replicates=4)
    held = made.dataset["voice_share"].values[:, 5::6]
    there, back = held[:, :13], held[:, 12:][:, ::-1]
    assert (there[:, 0] == 1.0).all()
    assert (back <= there).all()
    speech = made.loops["voice_share"]
    assert speech.gap.high < 0
    assert speech.lag.low > 0
    assert speech.left[:3] == pytest.approx((0.0, 0.0, 0.0))
    assert "less is said on the way back" in made.sentence
    assert "further back than where" in made.sentence


def test_the_way_may_begin_at_the_top() -> None:
    made = scan(
        scenario("[reactions]\nencouragement = 4.0"), SEVERITY, start=6.0, end=0.0, steps=7, hold=6, replicates=2
    )
    assert made.loops["voice_share"].gap.mean > 0
    assert made.loops["voice_share"].lag.mean > 0


def test_lag_by_hand() -> None:
    way = Way("x", 0.0, 4.0, steps=5, hold=1)
    there, back = np.array([1.0, 1.0, 1.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.0, 0.0])
    assert lag(there, back, way) == pytest.approx(2.5 - 0.5)
    assert lag(there, there, way) == 0.0
    assert math.isnan(lag(there, np.zeros(5), way))
    assert math.isnan(lag(np.ones(5), back, way))
    assert lag(there, back, Way("x", 4.0, 0.0, steps=5, hold=1)) == pytest.approx(2.0)


def test_only_numbers_that_can_change_within_a_run_are_scanned() -> None:
    assert {SEVERITY, "regime.sanctions.tiers.0.threshold", "reactions.encouragement"} <= set(scannable())
    assert not [path for path in scannable() if path.startswith(("society", "safeguards", "regime.authority"))]


ADAPTIVE = '[regime.authority]\nmode = "adaptive"'


@pytest.mark.parametrize(
    ("path", "asked", "message"),
    [
        ("regime.scoring.severty", {}, "did you mean 'regime.scoring.severity'"),
        ("society.population", {}, "names no number that can change within a run"),
        ("regime.scoring.form", {}, "names no number that can change within a run"),
        ("regime.sanctions.tiers.3.threshold", {}, "has no element 3"),
        ("regime.scoring.tolerance", {"end": 1.5}, "1.5 is out of range"),
        (SEVERITY, {"steps": 1}, "steps: 1 is out of range; allowed: 2 to 1_000"),
        (SEVERITY, {"hold": 0}, "hold: 0 is out of range"),
        (SEVERITY, {"end": 0.0}, "a scan needs two ends; both are 0"),
        (SEVERITY, {"end": math.nan}, "nan"),
        (SEVERITY, {"replicates": 0}, "replicates: 0 is out of range"),
        (SEVERITY, {"adaptive": True}, "an adaptive authority sets tolerance, severity and surveillance itself"),
    ],
)
def test_a_scan_that_cannot_be_made_is_an_input_error(path: str, asked: dict[str, Any], message: str) -> None:
    chosen = scenario(ADAPTIVE if asked.pop("adaptive", False) else "")
    with pytest.raises(InputError, match=message):
        scan(chosen, path, **{"start": 0.0, "end": 1.0, "steps": 3, "hold": 1, **asked})


@pytest.mark.parametrize(("at", "kept"), [(14, 1), (20, 2), (3, None)])
def test_interrupted_it_keeps_the_replicates_that_were_finished(at: int, kept: int | None) -> None:
    def stop(step: Step) -> None:
        if step.done == at:
            raise KeyboardInterrupt

    def scanned() -> Any:
        return scan(scenario(), SEVERITY, start=0.0, end=1.0, steps=3, hold=2, replicates=3, progress=stop)

    if kept is None:
        with pytest.raises(KeyboardInterrupt):
            scanned()
        return
    made = scanned()
    assert (made.dataset.sizes["replicate"], made.dataset.attrs["complete"]) == (kept, 0)
    assert made.loops["chill"].area.replicates == kept


def test_half_way_back_is_where_the_way_back_meets_it_first() -> None:
    way = Way("regime.scoring.severity", 0.0, 4.0, steps=5)
    there = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
    # Half-way at 1.5 on the way there; the way back, from 4 to 0, is there at 3.5, and again at 2.5 and 0.5.
    back = np.array([1.0, 0.0, 0.0, 1.0, 0.0])
    assert lag(there, back, way) == pytest.approx(1.5 - 3.5)
