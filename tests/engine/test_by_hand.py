"""Small societies worked out on paper: what the kernels and the oracle must both say, whatever they share.

Most people here dissent as far as can be (1) or not at all (0), the line is at a quarter, and full surveillance makes
being seen certain. A person then dares to dissent if and only if three quarters of her boldness outweigh her cost.
"""

from __future__ import annotations

import numpy as np
import pytest

from engine.worlds import differences, reactions, regime, unpacked
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark, Standing
from hushed.society.network import Network
from hushed.society.society import Society
from hushed.society.traits import People

BOLD = 1000.0
"""Dares at any cost used here."""
OPEN = {"surveillance": 1.0}
PATH = [(0, 1), (1, 2), (2, 3)]


def network(people, ties):
    left, right = np.array(ties, dtype=np.uint32).reshape(-1, 2).T
    return Network.from_edges(people, np.ascontiguousarray(left), np.ascontiguousarray(right))


def world(ties, *, people=None, offline=None, **traits):
    """A society of given ties and traits; a number stands for everyone, and offline may be "same"."""
    size = people or max(max(tie) for tie in ties) + 1
    plain = {"desire": 1.0, "boldness": BOLD, "care": 0.0, "shame": 0.0, "propensity": 0.5, "belief": 0.0}
    columns = [np.full(size, 0, dtype=np.float32) + np.float32(value) for value in (plain | traits).values()]
    online = network(size, ties)
    layer = online if offline == "same" else None if offline is None else network(size, offline)
    return Society(People(*columns, key=np.arange(size, dtype=np.uint32)), online, layer, False)


def rounds_of(society, policy, how=None, *, rounds=1, seed=1):
    """Every round's simulation, after checking that the oracle says the same of every person."""
    run = Simulation(society, policy, how or reactions(), seed=seed)
    oracle = Reference(society, policy, how or reactions(), seed=seed)
    for _ in range(rounds):
        run.step()
        oracle.step()
        assert differences(run, oracle) == []
        yield run


def last(*arguments, **more):
    *_, run = rounds_of(*arguments, **more)
    return run


def voices(*arguments, **more):
    """What everyone says, round by round."""
    return np.array([run.state.voice.copy() for run in rounds_of(*arguments, **more)])


def copies(ties, count):
    """So many copies of a small network, side by side."""
    size = max(max(tie) for tie in ties) + 1
    return [(a + size * copy, b + size * copy) for copy in range(count) for a, b in ties]


def assert_rate(happened, chance):
    """The share of people something happened to is what chance would give, within 4.5 standard errors."""
    error = np.sqrt(chance * (1 - chance) / len(happened))
    assert abs(np.mean(happened) - chance) <= 4.5 * error + 1e-12


def scoring(severity=0.6, **more):
    return {"severity": severity, "tolerance": 0.25, **more}


# Association -----------------------------------------------------------------------------------------

GUILTY_ENDS = {"desire": [1, 0, 1, 0]}


@pytest.mark.parametrize(
    ("ties", "traits", "how", "expected"),
    [
        (PATH, {"desire": [1, 0, 0, 0]}, {}, [0, 0.2, 0, 0]),
        (PATH, {"desire": [1, 0, 0, 0]}, {"hops": 2}, [0, 0.2, 0.08, 0]),
        (PATH, GUILTY_ENDS, {"hops": 2}, [0.08, 0.4, 0.08, 0.2]),
        # The loss of 0 (one friend) goes whole to 1; that of 2 (two friends) in halves, and 1 halves both again.
        (PATH, GUILTY_ENDS, {"hops": 2, "sharing": "shared"}, [0.02, 0.3, 0.04, 0.1]),
        # In a triangle guilt comes straight and around, and never home.
        ([(0, 1), (1, 2), (0, 2)], {"desire": [1, 0, 0]}, {"hops": 2}, [0, 0.28, 0.28]),
        # Two paths of two ties, two portions.
        ([(0, 1), (0, 2), (1, 3), (2, 3)], {"desire": [1, 0, 0, 0]}, {"hops": 2}, [0, 0.2, 0.2, 0.16]),
        # Who is not enrolled loses nothing, and passes it on.
        (PATH, {"desire": [1, 0, 0, 0], "propensity": [0.1, 0.9, 0.1, 0.1]}, {"hops": 2}, [0, 0, 0.08, 0]),
    ],
)
def test_third_party_losses(ties, traits, how, expected):
    policy = regime(
        observation=OPEN, scoring=scoring(0.5), association={"weight": 0.4, **how}, enrolment={"share": 0.5}
    )
    run = last(world(ties, **({"propensity": 0.1} | traits)), policy)
    np.testing.assert_allclose(run.state.shared, expected, atol=1e-7)
    own = 0.5 * (np.array(traits["desire"]) > 0)
    np.testing.assert_allclose(run.state.score, 1 - own - expected, atol=1e-7)


STAR = [(0, 1), (0, 2), (0, 3)]
TWO_OF_THREE = {"propensity": [0.1, 0.1, 0.1, 0.9]}


@pytest.mark.parametrize(("sharing", "harmed"), [("per_tie", 2), ("shared", 2 / 3)])
def test_what_punishment_would_cost(sharing, harmed):
    policy = regime(
        observation=OPEN,
        scoring=scoring(),
        association={"weight": 0.4, "sharing": sharing},
        publicity={"audience": 0.3},
        enrolment={"share": 0.5},
    )
    cost = 0.6 * (1 + 0.5 * 0.4 * harmed + 0.7 * 0.3)
    for boldness, voice in ((cost / 0.75 * 0.999, 0.25), (cost / 0.75 * 1.001, 1.0)):
        people = world(STAR, boldness=boldness, care=0.5, shame=0.7, **TWO_OF_THREE)
        assert voices(people, policy)[0, 0] == np.float32(voice)


def test_reproach_builds_up_silences_and_fades():
    # r: 0, .4, .7, .525, .394 (two enrolled friends); the cost .6 (1 + r) is under .9 in rounds 0, 1 and 4 alone.
    policy = regime(observation=OPEN, scoring=scoring(), association={"weight": 0.4}, enrolment={"share": 0.5})
    how = reactions(reproach=0.5, forgiveness=0.25)
    people = world(STAR, boldness=1.2, desire=[1, 0, 0, 0], **TWO_OF_THREE)
    spoken, reproach = [], []
    for run in rounds_of(people, policy, how, rounds=5):
        spoken.append(float(run.state.voice[0]))
        reproach.append(float(run.state.reproach[0]))
    assert spoken == [1, 1, 0.25, 0.25, 1]
    assert reproach == pytest.approx([0.4, 0.7, 0.525, 0.39375, 0.39375 * 0.75 + 0.4])


# Sanctions -------------------------------------------------------------------------------------------

NOW_AND_THEN = {"at": [0, 1, 3], "value": [0.6, 0.0, 0.6]}
"""Severity .6 in rounds 0, 3, 4 …: with recovery .5, scores .4, .7, .85, .325, .0625 …"""


@pytest.mark.parametrize(
    ("severity", "sanctions", "served"),
    [
        # Once below, always below: one sanction, and no second.
        (0.6, {}, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]),
        # Crossing again in round 3 starts the clock anew.
        (NOW_AND_THEN, {}, [1, 1, 1, 1, 1, 1, 1, 0, 0, 0]),
        # The first crossing is spared in grace; that of round 3 is not, and begins in round 5.
        (NOW_AND_THEN, {"grace": 2}, [0, 0, 0, 0, 0, 1, 1, 1, 1, 0]),
        (0.6, {"grace": 1}, [0, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
        (0.6, {"linked_identity": False}, [0] * 10),
    ],
)
def test_a_sanction_round_by_round(severity, sanctions, served):
    tier = {"domain": "bank", "threshold": 0.5, "rounds": 4, "burden": 0.0}
    policy = regime(observation=OPEN, scoring=scoring(severity, recovery=0.5), sanctions={"tiers": [tier], **sanctions})
    runs = rounds_of(world([], people=1), policy, rounds=10)
    found = [(int(run.record.served[0]), float(run.state.score[0])) for run in runs]
    assert [count for count, _ in found] == served
    if severity == NOW_AND_THEN:
        assert [score for _, score in found[:5]] == pytest.approx([0.4, 0.7, 0.85, 0.325, 0.0625])


def test_a_fall_from_the_threshold_itself_crosses_it():
    # Scores .75, which is not below, and .375.
    tier = {"domain": "bank", "threshold": 0.75, "rounds": 4, "burden": 0.0}
    severity = {"at": [0, 1], "value": [0.25, 0.5]}
    policy = regime(observation=OPEN, scoring=scoring(severity, recovery=0.5), sanctions={"tiers": [tier]})
    assert [int(run.record.served[0]) for run in rounds_of(world([], people=1), policy, rounds=2)] == [0, 1]


@pytest.mark.parametrize("linked", [True, False])
def test_a_platform_sanction_holds_her_to_the_line(linked):
    tiers = [
        {"domain": "bank", "threshold": 0.5, "rounds": 9, "burden": 0.0},
        {"domain": "platform", "threshold": 0.5, "rounds": 3, "burden": 0.0},
    ]
    policy = regime(
        observation=OPEN,
        scoring=scoring(recovery=0.5),
        sanctions={"tiers": tiers, "linked_identity": linked},
    )
    spoken = voices(world([], people=2, desire=[1, 0.1]), policy, rounds=6)
    assert spoken[:, 0].tolist() == [1, 0.25, 0.25, 0.25, 1, 0.25]
    assert (spoken[:, 1] == np.float32(0.1)).all()


@pytest.mark.parametrize(("aid", "burden"), [(0.0, 2.0), (0.5, 1.25), (1.0, 0.5)])
def test_a_looming_burden_is_weighed_and_shared_with_three_friends(aid, burden):
    sanctions = {"tiers": [{"domain": "bank", "threshold": 0.5, "burden": 2.0}]}
    policy = regime(observation=OPEN, scoring=scoring(), sanctions=sanctions)
    for boldness, voice in (((0.6 + burden) / 0.75 * 0.999, 0.25), ((0.6 + burden) / 0.75 * 1.001, 1.0)):
        assert voices(world(STAR, boldness=boldness), policy, reactions(mutual_aid=aid))[0, 0] == np.float32(voice)


def test_under_the_proportional_form_the_worst_loss_looms():
    # The worst she risks is .8 (1 - .25) = .6: a threshold at .5 looms over her, one at .35 does not.
    for threshold, held in ((0.5, True), (0.35, False)):
        sanctions = {"tiers": [{"domain": "bank", "threshold": threshold, "burden": 50.0}]}
        policy = regime(observation=OPEN, scoring=scoring(0.8, form="proportional"), sanctions=sanctions)
        assert (voices(world([], people=1, boldness=2.0), policy)[0, 0] == 0.25) == held


# Ties ------------------------------------------------------------------------------------------------


def test_ties_are_cut_by_each_end_for_each_reason():
    mu, shun, audience, pairs = 0.3, 0.5, 0.4, 5000
    policy = regime(
        observation=OPEN,
        scoring=scoring(),
        association={"weight": 0.01},
        publicity={"audience": audience, "shaming_line": 0.5},
        enrolment={"share": 0.5},
    )
    keep, show = 1 - mu, 1 - shun * audience
    inside, outside = 0.1, 0.9
    for desires, propensities, kept in (
        ((1, 0), (inside, inside), keep * show),
        ((1, 1), (inside, inside), keep**2 * show**2),
        ((1, 0), (inside, outside), show),
        ((1, 1), (inside, outside), show),
        ((0, 0), (inside, inside), 1.0),
        ((1, 1), (outside, outside), 1.0),
    ):
        people = world(copies([(0, 1)], pairs), desire=list(desires) * pairs, propensity=list(propensities) * pairs)
        run = last(people, policy, reactions(ostracism=mu, shunning=shun))
        cut = unpacked(run.state.cut, 2 * pairs)
        assert_rate(cut[::2] == 1, 1 - kept)
        np.testing.assert_array_equal(cut[::2], cut[1::2])
        assert run.ties_cut == cut.sum() / 2
        assert run.record.ties_cut == run.ties_cut


@pytest.mark.parametrize(("offline", "seen"), [("same", [1, 0, 0]), (STAR, [1, 1, 1])])
def test_friends_lost_online_are_lost_at_gatherings_where_the_layers_are_one(offline, seen):
    policy = regime(
        observation={"cooperation": 0.0},
        scoring=scoring(),
        association={"weight": 0.1},
        informers={"share": 1.0, "report_chance": 1.0},
    )
    people = world(STAR, offline=offline, desire=[1, 0, 0, 0])
    marks = [
        int(run.state.mark[0] & Mark.SEEN) for run in rounds_of(people, policy, reactions(ostracism=1.0), rounds=3)
    ]
    assert marks == seen


def test_loud_friends_embolden_a_round_later():
    for omega, spoken in ((1.0, [0.25, 1, 1]), (0.6, [0.25] * 3), (-3.0, [0.25] * 3)):
        people = world([(0, 1), (1, 2)], desire=[1, 1, 0], boldness=[BOLD, 1, 1])
        policy = regime(observation=OPEN, scoring=scoring(1.0))
        assert voices(people, policy, reactions(encouragement=omega), rounds=3)[:, 1].tolist() == spoken
    # A silent friend lost no longer counts: with nobody but the loud one left, .4 is enough.
    policy = regime(observation=OPEN, scoring=scoring(1.0), publicity={"audience": 1.0, "shaming_line": 0.5})
    people = world([(0, 1), (1, 2)], desire=[1, 1, 0.5], boldness=[BOLD, 1, BOLD], propensity=[0.9, 0.1, 0.1])
    some = regime(**policy.model_dump(exclude={"authority"}) | {"enrolment": {"share": 0.5}})
    assert voices(people, some, reactions(encouragement=0.4, shunning=1.0), rounds=2)[:, 1].tolist() == [0.25, 1]


# Being seen ------------------------------------------------------------------------------------------

FIVE = [(0, leaf) for leaf in range(1, 6)]
CENTRE = slice(0, None, 6)


def test_informers_report_with_their_own_number_and_are_believed_by_their_share():
    """Two of five friends are enrolled and obey; everyone believes that each does with a chance of a half."""
    count, q = 5000, 0.2
    policy = regime(
        observation={"cooperation": 0.0},
        scoring=scoring(1.0),
        enrolment={"share": 0.5},
        informers={"duty": 1.0, "report_chance": q},
    )
    believed = 1 - (1 - q * 0.5) ** 5
    inside = [0.1, 0.1, 0.1, 0.9, 0.9, 0.9] * count
    gatherings = copies(FIVE, count)
    for boldness, voice in ((believed / 0.75 * 0.999, 0.25), (believed / 0.75 * 1.001, 1.0)):
        people = world([], people=6 * count, offline=gatherings, propensity=inside, boldness=boldness)
        run = last(people, policy)
        assert (run.state.voice[CENTRE] == voice).all()
        seen = (run.state.mark & Mark.SEEN) > 0
        assert_rate(seen[CENTRE], 1 - (1 - q) ** 2)
        assert_rate(seen[1::6], q)
        assert not seen[3::6].any()
        assert ((run.state.standing & Standing.INFORMS) > 0).tolist() == [p < 0.5 for p in inside]


def test_recruited_informers_need_not_be_enrolled():
    policy = regime(enrolment={"share": 0.5}, scoring=scoring(), informers={"share": 1.0, "report_chance": 1.0})
    people = world([], people=6, offline=FIVE, propensity=[0.1] + [0.9] * 5)
    assert last(people, policy).state.reporters.tolist() == [5, 1, 1, 1, 1, 1]


def test_online_and_gatherings_are_two_chances_of_being_seen():
    # c nu + c (1 - nu) a = .5 (.2 + .8 x 1) = .5 online; q = .3 at gatherings; neither: .35.
    policy = regime(
        observation={"surveillance": 0.2, "identifiability": 0.5},
        scoring=scoring(),
        informers={"share": 1.0, "report_chance": 0.3},
    )
    count = 20_000
    people = world([], people=2 * count, offline=copies([(0, 1)], count), desire=[1, 0] * count)
    seen = (last(people, policy).state.mark & Mark.SEEN) > 0
    assert_rate(seen[::2], 0.65)
    # Silence is seen too: .5 x .2 online.
    assert_rate(seen[1::2], 1 - 0.9 * 0.7)


def test_wrong_cases_come_at_the_rates_that_define_them():
    """Misread: seen x epsilon. Denounced: 1 - (1 - chance)^3 of those not misread. The free are spared both."""
    count = 6000
    policy = regime(
        observation={"surveillance": 0.4, "misreading": 0.25},
        scoring=scoring(0.8, form="proportional", misread_excess=0.25),
        informers={"share": 1.0, "false_denunciation": 0.1},
        enrolment={"share": 0.5},
    )
    square = [(a, b) for a in range(4) for b in range(a)]
    people = world(
        [], people=4 * count, offline=copies(square, count), desire=0.0, propensity=[0.1, 0.1, 0.9, 0.9] * count
    )
    run = last(people, policy)
    misread, denounced = ((run.state.mark & bit) > 0 for bit in (Mark.MISREAD, Mark.DENOUNCED))
    inside = people.people.propensity < 0.5
    assert_rate(misread[inside], 0.1)
    assert_rate(denounced[inside & ~misread], 1 - 0.9**3)
    assert not (misread & denounced).any()
    assert not (misread | denounced)[~inside].any()
    np.testing.assert_allclose(run.state.loss, np.where(misread | denounced, 0.8 * 0.25, 0), atol=1e-7)


def test_fear_of_misreading_silences_lawful_speech():
    # Uniform: speaking at all pays if beta >= w epsilon psi = 1 x .5 x 8; proportional: if beta >= w epsilon h psi.
    for form, price in (("uniform", 4.0), ("proportional", 0.4)):
        policy = regime(observation={"misreading": 0.5}, scoring=scoring(8.0, form=form))
        people = world([], people=2, desire=0.2, boldness=[price * 0.99, price * 1.01])
        np.testing.assert_array_equal(voices(people, policy)[0], np.float32([0, 0.2]))


def test_a_vague_line_is_believed_on_both_sides_and_punished_on_one():
    policy = regime(observation=OPEN, scoring=scoring(5.0), clarity={"vagueness": 0.125})
    run = last(world([], people=4, belief=[-1, 0, 1, -9], boldness=1.0), policy)
    assert run.state.voice.tolist() == [0.125, 0.25, 0.375, 0]
    assert ((run.state.mark & Mark.PUNISHED) > 0).tolist() == [False, False, True, False]


# Capacity --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "cases"), [(0.05, 0.05), (0.9, 0.55 + 0.45 * 0.19)])
def test_cases_keep_to_capacity_on_average_and_seeing_does_not(limit, cases):
    """Half dissent (seen for sure), half are lawful and misread with .1; the others denounced with .19."""
    count = 3000
    policy = regime(
        observation=OPEN | {"misreading": 0.1},
        scoring=scoring(0.001),
        informers={"share": 1.0, "false_denunciation": 0.1},
        capacity={"cases": limit},
    )
    triangle = [(0, 1), (1, 2), (0, 2)]
    people = world([], people=3 * count, offline=copies(triangle, count), desire=np.arange(3 * count) % 2)
    taken = []
    for run in rounds_of(people, policy, rounds=8):
        sums = run.record.tally
        taken.append((sums.punished + sums.misread + sums.denounced) / people.size)
        assert sums.seen == people.size
        assert run.expected_cases / people.size == pytest.approx(0.55 + 0.45 * 0.19)
    error = np.sqrt(cases * (1 - cases) / (8 * people.size))
    assert abs(np.mean(taken) - cases) < 4.5 * error


def test_people_judge_capacity_by_the_last_round():
    # Everyone speaks in round 0, so four cases meet a capacity of one: chance a quarter from then on, if they speak.
    severity = {"at": [0, 1, 2], "value": [0.5, 2.0, 4.0]}
    policy = regime(observation=OPEN, scoring=scoring(severity), capacity={"cases": 0.25})
    spoken = voices(world([], people=4, boldness=1.0), policy, rounds=5)
    # .75 against .5; 2/4; 4/4; then nobody spoke, so every case could be taken up.
    assert spoken[:, 0].tolist() == [1, 1, 0.25, 0.25, 0.25]
