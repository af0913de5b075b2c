"""What restores speech: societies worked out on paper, an opponent that walks round, and pairing to the last bit."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hushed.errors import InputError
from hushed.experiments.compare import compare
from hushed.experiments.progress import Step
from hushed.experiments.run import run
from hushed.experiments.safeguarding.acting import acting_safeguards
from hushed.experiments.safeguarding.again import restoration_of
from hushed.experiments.safeguarding.arms import Arm
from hushed.experiments.safeguarding.findings import verdict
from hushed.experiments.safeguarding.restoring import Restoration, what_restores
from hushed.experiments.safeguarding.sentences import how_measured, told
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.statistics import Estimate
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario

# Everyone wishes to say half, is none too bold, and meets two friends; whoever is reported pays more than speech is
# worth, also where a law caps it at 1 and grades it: silence, unless nobody can report.
GATHERINGS = """
schema = 1
rounds = 8
[society]
population = 24
online = { generator = "ring-lattice", mean_degree = 2 }
offline = { generator = "ring-lattice", mean_degree = 2 }
[society.traits]
desired_dissent = 0.5
boldness = 0.5
[regime.observation]
cooperation = 0.0
[regime.scoring]
tolerance = 0.0
severity = 100.0
[regime.enrolment]
volunteers = 1.0
[regime.informers]
share = 1.0
report_chance = 1.0
"""
WATCHED_TOO = GATHERINGS.replace("cooperation = 0.0", "surveillance = 1.0")

# Speech is worth 1 to everyone. Being seen costs 0.3, and four times as much where scores are public: silence. Secret
# scores free it, unless the authority raises the severity above 1; what no platform reports it cannot punish at all.
PUBLIC_SCORES = """
schema = 1
rounds = 200
[society]
population = 24
online = { generator = "ring-lattice", mean_degree = 2 }
[society.traits]
desired_dissent = 1.0
boldness = 1.0
shame = 3.0
[regime.observation]
surveillance = 1.0
[regime.scoring]
tolerance = 0.0
severity = 0.3
[regime.publicity]
audience = 1.0
[regime.enrolment]
volunteers = 1.0
[regime.authority]
window = 2.0
acceptance = "incumbent"
"""


def of(found: Restoration) -> dict[tuple[str, ...], str]:
    return {member.safeguards: member.verdict for member in found.members}


def test_one_safeguard_undoes_the_only_instrument() -> None:
    found = what_restores(parse_scenario(GATHERINGS), restore=1.0, replicates=2, reaction=False)
    assert found.as_is.mean == 0.0
    smallest = [member for member in found.members if member.smallest]
    assert [member.safeguards for member in smallest] == [("no_informers",)]
    assert tuple(smallest[0].restored[:3]) == (1.0, 1.0, 1.0)
    assert [member.safeguards for member in found.members if member.unbeaten] == [(), ("no_informers",)]
    alone = {response.safeguard: response.restored[-1].mean for response in found.responses}
    assert alone.pop("no_informers") == 1.0
    assert set(alone.values()) == {0.0}


def test_two_are_needed_together_and_the_cheaper_pair_is_on_the_frontier() -> None:
    dear = parse_scenario(WATCHED_TOO + "[costs]\nprivate_channels = 3\n")
    found = what_restores(dear, restore=1.0, doses=(1.0,), replicates=2, reaction=False)
    pairs = [("pseudonymity", "no_informers"), ("private_channels", "no_informers")]
    assert [(member.safeguards, member.cost) for member in found.members if member.smallest] == [
        (pairs[0], 2.0),
        (pairs[1], 4.0),
    ]
    assert [member.safeguards for member in found.members if member.unbeaten] == [(), pairs[0]]
    assert all(response.gained[-1].mean == 0.0 for response in found.responses)
    assert found.sifting.is_exhaustive()
    assert any("costs 2: pseudonymity + no informers" in sentence for sentence in told(found))


def test_equal_costs_leave_both_pairs_on_the_frontier() -> None:
    found = what_restores(parse_scenario(WATCHED_TOO), restore=1.0, doses=(1.0,), replicates=1, reaction=False)
    assert [member.unbeaten for member in found.members] == [True, True, True]


def test_an_authority_walks_round_what_leaves_it_a_lever_and_not_what_takes_it_away() -> None:
    found = what_restores(parse_scenario(PUBLIC_SCORES), restore=0.9, doses=(1.0,), replicates=4, threads=2)
    assert found.as_is.mean == 0.0
    verdicts = of(found)
    assert verdicts["secret_scores",] == "walked round"
    assert verdicts["private_channels",] == verdicts["pseudonymity",] == "holds"
    (secret,) = (member for member in found.members if member.safeguards == ("secret_scores",))
    assert secret.restored.mean == 1.0
    assert secret.reacted is not None
    assert secret.loss is not None
    assert secret.reacted.high < 0.9
    assert secret.loss.mean == pytest.approx(1.0 - secret.reacted.mean)
    assert verdicts[()] == "falls short"
    assert any("walked round" in sentence for sentence in told(found))


@pytest.mark.parametrize(
    ("reached", "reacted", "says"),
    [
        (0.95, Estimate(0.93, 0.91, 0.95, 5), "holds"),
        (0.95, Estimate(0.90, 0.90, 0.90, 5), "holds"),
        (0.95, Estimate(0.80, 0.70, 0.8999, 5), "walked round"),
        (0.95, Estimate(0.90, 0.85, 0.95, 5), "cannot be told"),
        (0.95, Estimate(0.50, math.nan, math.nan, 1), "cannot be told"),
        (0.95, None, "not tested"),
        (0.89, Estimate(0.95, 0.94, 0.96, 5), "falls short"),
    ],
)
def test_the_criterion_is_the_one_told(reached: float, reacted: Estimate | None, says: str) -> None:
    assert verdict(0.9, Estimate(reached, reached, reached, 5), reacted) == says


# Pairing and sameness ---------------------------------------------------------------------------


def small(rounds: int = 9, **changes: object) -> Scenario:
    written = [f"{path}={value}" for path, value in changes.items()]
    return read_scenario("sesame-credit", population=300, rounds=rounds,
                         changes=["regime.enrolment.share=1.0", *written])  # fmt: skip


def shares_of(scenario: Scenario, replicates: int) -> np.ndarray:
    """What `run` says, worked out apart: the mean voice share of the last quarter over that left free."""
    played = run(scenario, replicates=replicates)
    last = played["voice_share"].values[:, -(scenario.rounds // 4) :].mean(axis=1)
    return last / played["left_free"].sel(outcome="voice_share").values


def test_every_arm_is_the_run_one_would_make_and_dose_zero_is_the_scenario_to_the_last_bit() -> None:
    scenario = small()
    found = what_restores(scenario, doses=(0.0, 0.5), replicates=3, largest=1, threads=2)
    restored = dict(zip(found.dataset["policy"].values, found.dataset["restored"].values, strict=True))
    assert np.array_equal(restored["no safeguard"], shares_of(scenario, 3))
    for response in found.responses:
        half = scenario.with_safeguard(response.safeguard, 0.5)
        label = Arm.of([response.safeguard], dose=0.5).label
        assert np.array_equal(restored[label], shares_of(half, 3)), label
        assert (response.gained[0].mean, response.restored[0]) == (0.0, found.as_is)
    reacting = scenario.with_adaptive_authority()
    assert np.array_equal(restored["no safeguard, authority reacts"], shares_of(reacting, 3))


def test_the_gain_is_the_difference_that_a_comparison_finds() -> None:
    scenario = small(rounds=4)
    found = what_restores(scenario, doses=(1.0,), replicates=4, largest=1, reaction=False)
    effect = compare(scenario, with_=("secret_scores", 1.0), replicates=4).last["voice_share"].difference
    (response,) = (each for each in found.responses if each.safeguard == "secret_scores")
    assert response.gained[0][:3] == pytest.approx(effect[:3], rel=1e-9)


def test_threads_change_no_byte() -> None:
    one, two = (what_restores(small(), replicates=2, largest=2, threads=threads).dataset for threads in (1, 2))
    assert one.drop_attrs().equals(two.drop_attrs())
    assert one["policy"].values.tolist() == two["policy"].values.tolist()


def test_safeguards_the_scenario_has_are_never_weakened() -> None:
    scenario = small(**{"safeguards.secret_scores": 0.6, "safeguards.expiry": 1.0})
    assert "expiry" not in acting_safeguards(scenario)
    found = what_restores(scenario, doses=(0.3, 1.0), replicates=1, largest=1, reaction=False)
    (response,) = (each for each in found.responses if each.safeguard == "secret_scores")
    assert response.restored[0] == found.as_is
    assert response.restored[1] != found.as_is


def test_an_adaptive_authority_is_first_held_still() -> None:
    adaptive = small(**{"regime.authority.mode": "adaptive"})
    one, other = (what_restores(each, doses=(1.0,), replicates=1, largest=1) for each in (adaptive, small()))
    assert one.as_is == other.as_is
    assert one.reacting_alone == other.reacting_alone


# What acts --------------------------------------------------------------------------------------


def test_what_nobody_meets_is_left_out_and_named() -> None:
    found = what_restores(parse_scenario(GATHERINGS), replicates=1, largest=1, reaction=False)
    named = {"siloed_identity", "mutual_aid", "due_process", "expiry", "secret_scores", "voluntary_enrolment"}
    assert named <= set(found.idle)
    assert not set(found.idle) & {response.safeguard for response in found.responses}
    assert "mutual aid" in how_measured(found)[0]


@pytest.mark.parametrize("name", ["sesame-credit", "informers", "linked-identity", "daymude-2025", "all-instruments"])
def test_what_is_left_out_changes_no_voice(name: str) -> None:
    """Against the engine: each safeguard that is taken to do nothing is played, alone and with all others."""
    scenario = read_scenario(name, population=300, rounds=60)
    acting = acting_safeguards(scenario)
    for idle in set(SAFEGUARDS) - set(acting):
        for start in (scenario, Arm.of(acting).applied(scenario)):
            with_it = start.with_safeguard(idle)
            assert np.array_equal(shares_of(with_it, 1), shares_of(start, 1)), idle


def test_where_nothing_is_silenced_no_safeguard_is_needed() -> None:
    found = what_restores(read_scenario("free-society", population=200, rounds=4), replicates=2)
    assert found.as_is.mean == 1.0
    assert [member.safeguards for member in found.members] == [()]
    assert "No safeguard is needed for 90 %." in told(found)


# Ends -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "missing"),
    [("doses", ("doses", "sets", "reaction")), ("sets of 2", ("sets", "reaction")), ("authority", ("reaction",))],
)
def test_an_interrupt_keeps_what_is_measured_and_says_what_is_not(until: str, missing: tuple[str, ...]) -> None:
    def stop(step) -> None:
        if step.doing.startswith(until):
            raise KeyboardInterrupt

    found = what_restores(small(), restore=0.95, replicates=2, largest=2, threads=2, progress=stop)
    assert found.missing == missing
    assert not np.isnan(found.as_is.mean)
    assert told(found)[-1].startswith("Interrupted")
    assert all(member.reacted is None for member in found.members)


def test_an_interrupt_before_anything_is_measured_is_one() -> None:
    def stop(_) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        what_restores(small(), progress=stop)


def test_progress_never_goes_back_and_ends_where_it_said() -> None:
    steps = []
    what_restores(small(), replicates=2, largest=2, progress=steps.append)
    assert all(earlier.done <= later.done for earlier, later in pairwise(steps))
    assert steps[-1].done == steps[-1].total


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"restore": 0.0}, "above 0, at most 1"),
        ({"restore": 1.1}, "above 0, at most 1"),
        ({"restore": math.nan}, "above 0, at most 1"),
        ({"doses": (0.5, 2.0)}, "doses: 2.0 is out of range"),
        ({"doses": ()}, "0 of them"),
        ({"screening": 0}, "screening: 0"),
        ({"largest": 14}, "allowed: 1 to 13"),
        ({"replicates": 0}, "replicates: 0"),
        ({"threads": 0}, "threads: 0"),
    ],
)
def test_numbers_out_of_range_are_told(settings: dict, message: str) -> None:
    with pytest.raises(InputError, match=message):
        what_restores(small(), **settings)


def test_a_schedule_of_what_the_authority_would_set_is_refused_unless_no_reaction_is_asked_for() -> None:
    harsher = small(**{"regime.scoring.severity": "{at=[0, 5], value=[0.1, 0.5]}"})
    with pytest.raises(InputError, match=r"regime\.scoring\.severity: set by a schedule.*--no-reaction"):
        what_restores(harsher)
    found = what_restores(harsher, replicates=1, largest=1, reaction=False)
    assert found.reacting_alone is None
    assert {member.verdict for member in found.members} <= {"not tested", "falls short"}


@pytest.mark.parametrize("settings", [{}, {"largest": 2, "screening": 1}, {"reaction": False, "doses": (0.5, 1.0)}])
def test_what_was_found_is_told_again_from_what_was_kept(settings: dict[str, Any], tmp_path: Path) -> None:
    from hushed.results.store import load, save

    scenario = read_scenario("sesame-credit", population=200, rounds=8, changes=["regime.enrolment.share=1.0"])
    found = what_restores(scenario, **{"replicates": 3, "largest": 1, "doses": (0.0, 1.0), **settings})
    again = restoration_of(load(save(found.dataset, tmp_path / "kept")))
    assert told(again) == told(found)
    for name in ("share", "as_is", "altogether", "idle", "responses", "members", "reacting_alone", "missing"):
        assert repr(getattr(again, name)) == repr(getattr(found, name)), name
    # Sets that come to the same policy share their runs: what one of them is measured with, all are.
    one, other = again.sifting.seen, found.sifting.seen
    assert {each: seen.restored for each, seen in one.items()} == {each: seen.restored for each, seen in other.items()}
    assert all(one[each].settled for each, seen in other.items() if seen.settled)
    if found.dataset.attrs["screening"] == found.dataset.attrs["replicates"] or len(one) == sum(
        seen.settled for seen in other.values()
    ):
        assert how_measured(again) == how_measured(found)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_what_an_interrupted_one_is_missing_is_told_again(steps: int) -> None:
    seen: list[str] = []

    def stop(step: Step) -> None:
        if step.doing not in seen:
            seen.append(step.doing)
        if len(seen) > steps + 1:
            raise KeyboardInterrupt

    scenario = read_scenario("sesame-credit", population=200, rounds=8, changes=["regime.enrolment.share=1.0"])
    found = what_restores(scenario, replicates=2, screening=1, largest=2, doses=(0.0, 1.0), progress=stop)
    assert restoration_of(found.dataset).missing == found.missing
