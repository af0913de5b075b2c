"""Where hushed's own model holds a published one within it as a limit, and where it only goes the same way.

Everything is played by the engine itself and compared with what the published model, rebuilt in `hushed.replications`,
or its closed form says. docs/bridges.md tells which test holds which bridge. Two limits are tested elsewhere: one
instrument and no ties is Daymude et al. 2025 (engine/test_reductions.py, 1), and confidence accumulates as in Ross et
al. 2019 (engine/test_isolation.py); who enforces falsely is tested by hand in engine/test_false_enforcement.py.

Unless a test says otherwise the line is at a quarter and whoever dissents is seen for sure: a person then speaks her
mind if and only if beta' (delta - tau) >= psi.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.test_by_hand import BOLD, OPEN, scoring, world
from engine.worlds import played, reactions, regime, society, unpacked
from hushed.engine.simulation import Simulation
from hushed.engine.state import Past
from hushed.replications import thresholds
from hushed.replications.expression_game.dynamics import State as Values
from hushed.replications.expression_game.dynamics import drift
from hushed.replications.expression_game.settings import Game
from hushed.replications.thresholds.model import play
from hushed.replications.thresholds.people import Settings

LINE = 0.25
WATCHED = {"observation": OPEN, "scoring": scoring(1.0)}
RING = {"generator": "ring-lattice", "mean_degree": 6}


def complete(people):
    return [(a, b) for a in range(people) for b in range(a)]


def loud(run, rounds):
    """How many speak above the line, round by round."""
    return [int(record.tally.loud) for record in run.rounds(rounds)]


def cheap_then_dear(lull, severity=1.0):
    """Dissent is free for the first rounds and then costs."""
    return {"observation": OPEN, "scoring": scoring({"at": [0, lull], "value": [0.0, severity]})}


# Thresholds: Granovetter 1978, Kuran 1989 -------------------------------------------------------------


def crowd(met, omega=2.0):
    """Everybody knows everybody; person i dissents once `met[i]` others do, by half a person's margin."""
    met = np.asarray(met, dtype=float)
    nerve = 1 / 0.75 / (1 + omega * (met - 0.5) / (met.size - 1))
    people = world(complete(met.size), desire=1.0, boldness=nerve)
    return Simulation(people, regime(**WATCHED), reactions(encouragement=omega), seed=1)


def test_the_riot_of_a_hundred_and_the_one_without_its_second_rioter():
    """Thresholds 0 to 99: each round one more. With a 2 in place of the 1 the first stays alone, as published."""
    everyone = np.arange(100)
    assert loud(crowd(everyone), 102) == [*range(1, 101), 100, 100]
    everyone[1] = 2
    assert loud(crowd(everyone), 5) == [1] * 5


@pytest.mark.parametrize("name", list(thresholds.SOCIETIES))
def test_kurans_societies_of_ten(name):
    percent, published = thresholds.SOCIETIES[name]
    assert loud(crowd(np.array(percent) / 10), 12)[-1] == published / 10


@pytest.mark.parametrize(("severity", "omega"), [(0.9, 3.0), (1.2, 6.0), (1.6, 8.0)])
def test_a_drawn_society_that_knows_everybody_is_a_crowd_with_thresholds(severity, omega):
    """T = (N - 1) (psi / (beta (delta - tau)) - 1) / omega others must speak up; then r' = F(r), round by round.

    Nobody hears herself, and need not: as nobody falls silent again, whoever speaks met her threshold without herself.
    """
    size, tolerance = 240, 0.05
    people = society(
        size,
        online={"generator": "erdos-renyi", "mean_degree": size - 1},
        traits={
            "desired_dissent": {"distribution": "uniform", "low": 0.0, "high": 1.0},
            "boldness": {"distribution": "exponential", "mean": 1.0},
        },
    )
    assert set(people.online.degrees().tolist()) == {size - 1}
    policy = regime(observation=OPEN, scoring={"severity": severity, "tolerance": tolerance})
    run = Simulation(people, policy, reactions(encouragement=omega), seed=1)
    path = loud(run, 30)
    # The line in force is kept in single precision.
    excess = people.people.desire.astype(float) - run.terms.tolerance
    needed = severity / people.people.boldness.astype(float)
    met = np.full(size, 2.0 * size)
    met[excess > 0] = (size - 1) * (needed[excess > 0] / excess[excess > 0] - 1) / omega
    assert np.abs(met - np.rint(met))[excess > 0].min() > 1e-6
    expected = play(Settings(distribution="list", thresholds=tuple(met.tolist()), out_of=size)).path[1:].astype(int)
    expected = [*expected.tolist(), *[int(expected[-1])] * 30][:30]
    assert path == expected
    assert len(set(path)) > 4
    assert 0 < path[0] < path[-1] < size
    # One others' number off, and the course is another.
    off = play(Settings(distribution="list", thresholds=tuple((met + 1).tolist()), out_of=size)).path[1:]
    assert off.astype(int).tolist()[: len(path)] != path[: off.size]
    assert ((run.state.voice > run.terms.tolerance) == (met <= path[-1])).all()


# Praise and blame: Gaisbauer et al. 2020 --------------------------------------------------------------


@pytest.mark.parametrize(("price", "kept", "regained"), [(0.99, 1, 1), (1.01, 1, 0), (2.99, 1, 0), (3.01, 0, 0)])
def test_between_two_prices_speech_has_two_points_of_rest(price, kept, regained):
    """Where omega is 2, all who speak keep each other up to thrice the price at which anybody would begin."""
    people = society(60, online=RING, traits={"desired_dissent": 1.0, "boldness": price**-1 / 0.75})
    how = reactions(encouragement=2.0)
    from_speech = Simulation(people, regime(**cheap_then_dear(1)), how, seed=1)
    from_silence = Simulation(people, regime(**WATCHED), how, seed=1)
    assert loud(from_speech, 6) == [60, *[60 * kept] * 5]
    assert loud(from_silence, 6) == [60 * regained] * 6


def two_camps(own, other, size=40):
    """Dissenters and lawful people, each with `own` friends among her like and `other` among the rest."""
    ties = [
        (camp + i, camp + (i + step) % size)
        for camp in (0, size)
        for i in range(size)
        for step in range(1, own // 2 + 1)
    ]
    return ties + [(i, size + (i + step) % size) for i in range(size) for step in range(other)]


@pytest.mark.parametrize("own", [2, 4, 6, 8])
def test_confidence_settles_where_the_value_of_speaking_does(own):
    """Equally strong fear and fading make confidence the running value of praise less blame: 2 gamma - 1."""
    size, gamma = 40, own / 10
    people = world(two_camps(own, 10 - own), desire=[1.0] * size + [0.2] * size)
    run = played(people, regime(**WATCHED), reactions(isolation=0.2, fading=0.2), rounds=90)
    np.testing.assert_allclose(run.state.confidence[:size], 2 * gamma - 1, atol=1e-6)
    # Where all speak for sure and speaking costs nothing, the published equations stand still at the same values.
    certain = Game(beta=10_000.0, gamma=gamma, delta=gamma, cost=0.0).forces
    firm = drift(Values(5.0, 5.0), certain)
    assert 5.0 + firm.first == pytest.approx(2 * gamma - 1, abs=1e-9)


@pytest.mark.parametrize("cost", [0.1, 0.3, 0.5, 0.7])
def test_the_least_cohesion_at_which_dissenters_go_on_speaking(cost):
    """Published, for firm learners: gamma >= (1 + c) / 2. Here c is the price of dissent above what one would pay."""
    size, held = 40, []
    for own in (2, 4, 6, 8):
        people = world(two_camps(own, 10 - own), desire=[1.0] * size + [0.2] * size, boldness=1 / 0.75 / (1 + cost))
        run = Simulation(people, regime(**cheap_then_dear(90)), reactions(isolation=0.2, fading=0.2), seed=1)
        held.append(loud(run, 130)[-1] == size)
        assert run.record.tally.loud in (0, size)
    assert held == [own / 10 > (1 + cost) / 2 for own in (2, 4, 6, 8)]


# The spiral of silence: Ross et al. 2019 --------------------------------------------------------------


def climate_among(run, dissent):
    """Correlation, among dissenters, of speaking with the share of friends who dissent."""
    degrees = run.society.online.degrees()
    mine = np.repeat(np.arange(run.society.size), degrees)
    friends = np.bincount(mine, weights=dissent[run.society.online.friends].astype(float)) / degrees
    return float(np.corrcoef(friends[dissent], run.state.voice[dissent] > LINE)[0, 1])


def spread(size, step):
    """Numbers between 0 and 1, spread evenly over people in no order that their ties know."""
    return np.arange(size) * step % 1


def mixed(size, dissent, nerve):
    """People on a random regular network, some with a wish to dissent and the others lawful."""
    plain = society(size, online={"generator": "random-regular", "mean_degree": 8}, traits={"care": 0.0})
    desire = np.where(dissent, 1.0, 0.2).astype(np.float32)
    return replace(plain, people=plain.people._replace(desire=desire, boldness=nerve.astype(np.float32)))


@pytest.mark.parametrize(("share", "willing", "sign"), [(0.25, 0.5, -1), (0.75, 0.5, -1), (0.75, 0.9, 1)])
def test_those_who_are_heard_less_fall_silent_and_those_heard_more_grow_louder(share, willing, sign):
    """What counts is who is heard: three in four who dissent, half of them aloud, are heard as the fewer, and yield.

    Without fear, what friends dissent makes no difference; with it those among their like are the ones who hold out.
    """
    size = 20_000
    dissent = spread(size, 0.6180339887498949) < share
    people = mixed(size, dissent, 1 / 0.75 * np.exp(3 * (spread(size, 0.41421356) - (1 - willing))))
    alone = played(people, regime(**WATCHED), rounds=2)
    afraid = Simulation(people, regime(**WATCHED), reactions(isolation=0.1), seed=1)
    course = loud(afraid, 20)
    assert alone.record.tally.loud / dissent.sum() == pytest.approx(willing, abs=0.02)
    # A spiral: it goes one way, round after round.
    assert course[0] == alone.record.tally.loud
    assert (sign * np.diff(course) >= 0).all()
    assert sign * (course[-1] - course[0]) > 0.05 * dissent.sum()
    error = dissent.sum() ** -0.5
    assert abs(climate_among(alone, dissent)) < 3 * error
    assert climate_among(afraid, dissent) > 4.5 * error


def test_a_few_whom_nothing_silences_hold_the_floor_for_others():
    """As bots do: 6 % of people who dissent whatever it costs, and more of the rest go on dissenting."""
    size = 4000
    rank = spread(size, 0.6180339887498949)
    bots = rank < 0.06
    nerve = np.where(bots, BOLD, 1 / 0.75 * np.exp(2 * (spread(size, 0.41421356) - 0.4)))
    heard = []
    for dissent in ((rank < 0.45) & ~bots, rank < 0.45):
        run = played(mixed(size, dissent, nerve), regime(**WATCHED), reactions(isolation=0.1), rounds=20)
        heard.append(int((run.state.voice[~bots] > LINE).sum()))
    assert heard[1] > 1.3 * heard[0] > 0


# The Emperor's Dilemma: Centola et al. 2005 -----------------------------------------------------------


@pytest.mark.parametrize(("share", "held"), [(0.0, False), (0.42, False), (0.52, True), (1.0, True)])
def test_a_norm_that_nobody_believes_in_outlives_the_watch(share, held):
    """Everybody dissents and is watched for one round; then P(1/2) = f + (1 - f)/2, f = 1 - (1 - q z)^6.

    At boldness 2.5 a person dares if f is at most a quarter, so z must be below (1 - .75^(1/6)) / q = .468.
    """
    gatherings = {"generator": "random-regular", "mean_degree": 6}
    people = society(
        1200, online={"generator": "empty"}, offline=gatherings, traits={"desired_dissent": 0.5, "boldness": 2.5}
    )
    policy = regime(
        observation={"surveillance": {"at": [0, 1], "value": [1.0, 0.0]}},
        scoring=scoring(1.0),
        informers={"report_chance": 0.1},
    )
    run = Simulation(people, policy, reactions(false_enforcement=share), seed=1)
    assert loud(run, 8) == [0, *[0 if held else 1200] * 7]
    assert bool(run.state.reporters.any()) == held


def test_the_more_enforce_what_they_comply_with_the_fewer_speak():
    policy = regime(observation={"surveillance": 0.1}, scoring=scoring(0.4), informers={"report_chance": 0.15})
    people = society(4000, offline={"generator": "watts-strogatz", "mean_degree": 8, "rewiring": 0.2})
    reports, spoken, reported = [], [], []
    for share in (0.0, 0.3, 0.6, 1.0):
        run = played(people, policy, reactions(false_enforcement=share), rounds=12)
        reports.append(int(run.state.reporters.sum()))
        spoken.append(float(run.record.tally.voice))
        reported.append(run.record.tally.seen / max(1.0, run.record.tally.voice))
    assert reports[0] == 0
    assert (np.diff(reports) > 0).all()
    assert (np.diff(spoken) < 0).all()
    assert (np.diff(reported) > 0).all()


# Collective sanctions: Heckathorn 1988 to 1993 --------------------------------------------------------


def test_collective_sanctions_raise_compliance_and_peers_who_police_raise_it_further():
    """Guilt: the more of a loss falls on friends, the fewer dissent. Reproach: later, and among those who were told."""
    people = society(4000, traits={"care": 0.5})
    how = {"none": reactions(), "reproach": reactions(reproach=2.0)}
    first, later = {}, {}
    for weight in (0.0, 0.1, 0.3, 0.6):
        for name, each in how.items():
            run = Simulation(
                people,
                regime(observation={"surveillance": 0.2}, scoring=scoring(0.2), association={"weight": weight}),
                each,
                seed=1,
            )
            course = loud(run, 15)
            first[name, weight], later[name, weight] = course[0], course[-1]
            if name == "none":
                assert set(course) == {course[0]}
    for name in how:
        counts = [first[name, weight] for weight in (0.0, 0.1, 0.3, 0.6)]
        assert (np.diff(counts) < 0).all()
    assert first["none", 0.3] == first["reproach", 0.3]
    # Without a loss for friends there is nothing to reproach.
    assert later["reproach", 0.0] == later["none", 0.0]
    for weight in (0.1, 0.3, 0.6):
        assert later["reproach", weight] < later["none", weight]


def test_friends_who_stand_by_each_other_undo_what_reproach_does():
    """Opposition: where friends' voices give heart, as many or more dissent than with no policing by peers at all."""
    people = society(4000, traits={"care": 0.5})
    policy = regime(observation={"surveillance": 0.2}, scoring=scoring(0.2), association={"weight": 0.3})
    ends = [
        loud(Simulation(people, policy, reactions(**how), seed=1), 15)[-1]
        for how in ({"reproach": 2.0}, {}, {"reproach": 2.0, "encouragement": 30.0})
    ]
    assert ends == sorted(ends)
    assert ends[0] < ends[1] < ends[2]


# Image and the social graph: Tirole 2021 --------------------------------------------------------------


@pytest.mark.parametrize("form", ["uniform", "proportional"])
def test_image_is_a_higher_price_of_dissent(form):
    """What others think weighs as in the published form: audience times shame adds to the cost, and nothing else."""
    traits = {"shame": 0.5, "care": 0.0}
    policy = {"observation": {"surveillance": 0.2}}
    shown = regime(**policy, scoring=scoring(0.5, form=form), publicity={"audience": 0.8})
    dearer = regime(**policy, scoring=scoring(0.5 * (1 + 0.5 * 0.8), form=form))
    people = society(2000, traits=traits)
    voices = [
        played(people, each).state.voice for each in (shown, dearer, regime(**policy, scoring=scoring(0.5, form=form)))
    ]
    np.testing.assert_array_equal(voices[0], voices[1])
    assert (voices[0] <= voices[2]).all()
    assert (voices[0] < voices[2]).any()


def live_ties(run):
    """Both ends of every tie that still stands, once."""
    network = run.society.online
    mine = np.repeat(np.arange(network.people), network.degrees())
    stands = (unpacked(run.state.cut, mine.size) == 0) & (mine < network.friends)
    return mine[stands], network.friends[stands].astype(int)


def test_the_graph_in_the_score_makes_friends_part_with_dissenters():
    """Without association nobody parts; with it those who were punished lose most, and nobody parts from the others."""
    people = society(3000)
    policy = {"observation": {"surveillance": 0.2}, "scoring": scoring(0.2)}
    how = reactions(ostracism=0.1)
    assert played(people, regime(**policy), how, rounds=15).ties_cut == 0
    run = played(people, regime(**policy, association={"weight": 0.2}), how, rounds=15)
    punished = (run.state.past & Past.PUNISHED) > 0
    before = people.online.degrees().astype(int)
    ends = np.concatenate(live_ties(run))
    lost = before - np.bincount(ends, minlength=people.size)
    assert lost.sum() == 2 * run.ties_cut > 0
    assert lost[punished].sum() / before[punished].sum() > 2 * lost[~punished].sum() / before[~punished].sum() > 0
    # No tie between two who never lost score in their own right is gone.
    kept = set(zip(*(end.tolist() for end in live_ties(run)), strict=True))
    mine = np.repeat(np.arange(people.size), before)
    for a, b in zip(mine.tolist(), people.online.friends.tolist(), strict=True):
        assert a > b or punished[a] or punished[b] or (a, b) in kept


# Scores from one's network: Wei et al. 2016 -----------------------------------------------------------


@pytest.mark.parametrize(
    ("instruments", "how"),
    [
        ({"association": {"weight": 0.3}}, {"ostracism": 0.3}),
        ({"publicity": {"audience": 1.0, "shaming_line": 0.8}}, {"shunning": 0.3}),
    ],
)
def test_scored_people_have_fewer_ties_in_smaller_groups_of_more_alike(instruments, how):
    people = society(2000, online={"generator": "erdos-renyi", "mean_degree": 4}, traits={"care": 0.0, "shame": 0.0})
    policy = regime(observation={"surveillance": 0.3}, scoring=scoring(0.3), **instruments)
    run = Simulation(people, policy, reactions(**how), seed=1)
    before = run.largest_component()
    ties, sizes = [], []
    for _ in run.rounds(25):
        mine, theirs = live_ties(run)
        ties.append(mine.size)
        joined = coo_array((np.ones(mine.size), (mine, theirs)), shape=(people.size, people.size))
        sizes.append(int(np.bincount(connected_components(joined, directed=False)[1]).max()))
    assert (np.diff(ties) <= 0).all()
    assert (np.diff(sizes) <= 0).all()
    assert ties[-1] < 0.9 * ties[0]
    assert run.largest_component() == sizes[-1] < 0.9 * before
    speaks = run.state.voice > run.terms.tolerance
    mine, theirs = live_ties(run)
    whole = np.repeat(np.arange(people.size), people.online.degrees())
    alike = [np.mean(speaks[a] == speaks[b]) for a, b in ((whole, people.online.friends), (mine, theirs))]
    assert alike[1] > alike[0] + 0.02


# Harm that stays: Castillo & Cozzo 2025 ---------------------------------------------------------------


def test_ties_that_were_cut_do_not_come_back_when_the_regime_is_abolished():
    people = society(2000)
    policy = regime(
        observation={"surveillance": 0.2},
        scoring=scoring({"at": [0, 10], "value": [0.3, 0.0]}),
        association={"weight": {"at": [0, 10], "value": [0.3, 0.0]}},
    )
    run = Simulation(people, policy, reactions(ostracism=0.2), seed=1)
    cut, friends = [], []
    for _ in run.rounds(40):
        cut.append(run.ties_cut)
        friends.append(int(run.state.friends.sum()))
    assert cut[0] > 0
    assert (np.diff(cut[:10]) > 0).all()
    assert set(cut[10:]) == {cut[9]}
    assert friends[-1] == int(people.online.degrees().sum()) - 2 * cut[-1]
    # Speech is back at once all the same: nothing of it depended on those ties.
    np.testing.assert_array_equal(run.state.voice, people.people.desire)


@pytest.mark.parametrize("fading", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("rounds", [1, 2, 3, 8])
def test_speech_returns_if_the_crackdown_was_short_or_is_forgotten(fading, rounds):
    """Everybody hushed for so many rounds has confidence -alpha (1 - (1 - fading)^rounds) / fading.

    At a quarter more boldness than the milder price asks for, speech is back at once if that is above -1/4; else
    silence keeps itself going, though the price is what it would be for people who had never been hushed.
    """
    alpha, size = 0.1, 60
    people = society(size, online=RING, traits={"desired_dissent": 1.0, "boldness": 1.25 / 0.75})
    eased = {"observation": OPEN, "scoring": scoring({"at": [0, rounds], "value": [9.0, 1.0]})}
    course = loud(Simulation(people, regime(**eased), reactions(isolation=alpha, fading=fading), seed=1), rounds + 20)
    missing = alpha * (rounds if fading == 0 else (1 - (1 - fading) ** rounds) / fading)
    back = size if missing < 0.25 else 0
    assert course == [*[0] * rounds, *[back] * 20]
    assert loud(Simulation(people, regime(**WATCHED), reactions(isolation=alpha, fading=fading), seed=1), 1) == [size]


def loop(how, stages=(0.1, 0.3, 0.6, 1.0, 1.5), stay=6):
    """How many speak at each price on the way up, and on the way down again."""
    prices = [*stages, *reversed(stages[:-1])]
    severity = {"at": [stay * stage for stage in range(len(prices))], "value": prices}
    people = society(3000, online={"generator": "random-regular", "mean_degree": 8})
    run = Simulation(people, regime(observation={"surveillance": 0.3}, scoring=scoring(severity)), how, seed=1)
    ends = loud(run, stay * len(prices))[stay - 1 :: stay]
    return np.array(ends[: len(stages) - 1]), np.array(ends[len(stages) :][::-1])


def test_the_way_back_is_another_only_where_people_remember():
    up, down = loop(reactions())
    np.testing.assert_array_equal(up, down)
    assert (np.diff(up) < 0).all()
    up, down = loop(reactions(isolation=0.1))
    assert (down < up).all()
    gap = (up - down).sum()
    up, down = loop(reactions(isolation=0.1, fading=1.0))
    assert (up - down).sum() < 0.1 * gap
