"""The spiral of silence: step by step against one person at a time, by hand, and against what was published."""

from __future__ import annotations

import json
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import sparse

from hushed.errors import InputError
from hushed.replications.published_samples import mean_probability, median_probability
from hushed.replications.spiral_of_silence import SPIRAL_OF_SILENCE, first_run
from hushed.replications.spiral_of_silence.climate import LEAST
from hushed.replications.spiral_of_silence.model import (
    Society,
    State,
    draw_society,
    init,
    outcome,
    play,
    play_all,
    speaks,
    states,
    step,
    willingness,
)
from hushed.replications.spiral_of_silence.network import Audience, attachments, draw_audience
from hushed.replications.spiral_of_silence.outcome import Outcome, figures_of
from hushed.replications.spiral_of_silence.settings import Settings
from hushed.replications.targets import Level


def society_of(edges, opinions, thresholds, bots=None):
    """A society written out by hand."""
    people = len(opinions)
    rows, columns = zip(*[*edges, *((b, a) for a, b in edges)], strict=True) if edges else ((), ())
    ties = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(people, people))
    heard = np.zeros(people) if bots is None else np.array(bots, dtype=float)
    return Society(Audience(ties, heard), np.array(opinions, dtype=float), np.array(thresholds, dtype=float))


def start_of(confidence) -> State:
    h = np.array(confidence, dtype=float)
    return State(h, willingness(h), 0, math.inf)


# One person at a time, as the equations are written: no arrays, no matrix, bots as one neighbour in the graph.


def graph_of(society: Society) -> nx.Graph:
    graph = nx.from_scipy_sparse_array(society.audience.ties)
    graph.add_node("bots")
    for person, weight in enumerate(society.audience.bots):
        if weight:
            graph.add_edge(person, "bots", weight=weight)
    return graph


def published_willingness(h: float) -> float:
    return max(2 / (1 + math.exp(-h)) - 1, 0)


def is_silent(h: float, threshold: float) -> bool:
    return published_willingness(h) <= threshold


def played_one_by_one(graph: nx.Graph, society: Society, confidence: list[float], settings: Settings):
    """Yields everybody's confidence from step 0 on."""
    opinion = dict(enumerate(society.opinions.tolist())) | {"bots": 1.0}
    threshold = dict(enumerate(society.thresholds.tolist()))
    h = dict(enumerate(confidence))
    yield h
    for _ in range(settings.most_steps):
        after = {}
        for person in h:
            same = other = 0.0
            for friend in graph.neighbors(person):
                if friend != "bots" and is_silent(h[friend], threshold[friend]):
                    continue
                if opinion[friend] == opinion[person]:
                    same += graph.edges[person, friend].get("weight", 1.0)
                else:
                    other += graph.edges[person, friend].get("weight", 1.0)
            heard = same + other
            after[person] = h[person] + (settings.alpha * (same - other) / heard if heard else 0.0)
        moved = max(abs(published_willingness(after[person]) - published_willingness(h[person])) for person in h)
        h = after
        yield h
        if moved <= settings.tolerance:
            return


@pytest.mark.parametrize(
    "given_settings",
    [
        dict(people=60, links=1, exponent=1.0),
        dict(people=60, links=3, exponent=0.0, alpha=0.3),
        dict(people=50, links=4, exponent=1.5, bots=7, bot_links=2, bot_influence=0.4),
        dict(people=60, network="random", communities=[0.2, 0.3, 0.5], within=0.3, between=0.02, positive=0.7),
        dict(people=60, links=2, communities=3, between=0.02, confidence="exponential", threshold="exponential"),
    ],
)
def test_every_step_is_that_of_one_person_at_a_time(given_settings) -> None:
    settings = Settings(**given_settings, most_steps=200)
    for replicate in (0, 3):
        society, start = draw_society(settings, replicate), init(settings, replicate)
        oracle = list(played_one_by_one(graph_of(society), society, start.confidence.tolist(), settings))
        ours = list(states(society, start, settings))
        assert len(ours) == len(oracle)
        for state, h in zip(ours, oracle, strict=True):
            np.testing.assert_allclose(state.confidence, list(h.values()), rtol=0, atol=1e-9)
        last = oracle[-1]
        voices = [society.opinions[p] for p in last if not is_silent(last[p], society.thresholds[p])]
        told = play(settings, replicate)
        assert (told.positive, told.negative) == (voices.count(1.0), voices.count(-1.0))
        assert told.steps == len(oracle) - 1


def test_three_people_by_hand() -> None:
    """A and B agree, C hears only B: C falls silent at the very edge, and then B hears nothing but agreement."""
    settings = Settings(people=3, links=1)
    society = society_of([(0, 1), (1, 2)], [1, 1, -1], [0, 0, 0])
    path = [start_of([1, 1, 1])]
    for _ in range(2):
        path.append(step(path[-1], society, settings))
    assert [state.confidence.tolist() for state in path] == [[1, 1, 1], [2, 1, 0], [3, 2, -1]]
    assert [speaks(state, society).tolist() for state in path] == [[True] * 3, [True, True, False], [True, True, False]]
    assert path[1].moved == pytest.approx(math.tanh(0.5), abs=1e-15)
    assert outcome(path[2], society, settings)[:4] == (2, 0, 3, 2)


def test_bots_are_heard_by_weight_and_never_counted() -> None:
    """One dissenter speaks and two bots of weight 1/2 are heard: a balance of (1 - 1) / 2 for her only friend."""
    settings = Settings(people=2, links=1)
    society = society_of([(0, 1)], [1, -1], [0.9, 0.0], bots=[1.0, 0.0])
    after = step(start_of([0.5, 1.0]), society, settings)
    assert after.confidence.tolist() == [0.5, 1.0], "the first hears one of each; the second hears nobody"
    alone = step(start_of([0.5, 1.0]), society._replace(thresholds=np.array([0.9, 0.9])), settings)
    assert alone.confidence.tolist() == [1.5, 1.0], "bots alone are heard to agree"
    assert sum(outcome(alone, society, settings)[:2]) <= 2


def test_where_nobody_speaks_nothing_moves() -> None:
    settings = Settings(people=40, links=2, threshold_from=1.0)
    told = play(settings, 0)
    assert told == Outcome(0, 0, 40, 1, True, told.central, 0)
    assert (told.dominant, told.speaking, told.louder) == (0.5, 0.0, 0)


@given(st.floats(-700, 700))
def test_willingness_is_the_published_form(h: float) -> None:
    assert float(willingness(np.array([h]))[0]) == pytest.approx(max(2 / (1 + math.exp(-h)) - 1, 0), abs=4e-16)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 5]))
@hypothesis_settings(max_examples=15, deadline=None)
def test_opinions_have_no_sides_without_bots(seed: int, links: int) -> None:
    """Everybody of the other opinion: the same confidence at every step, and the other voice louder."""
    settings = Settings(people=80, links=links, seed=seed, most_steps=60)
    society, start = draw_society(settings, 0), init(settings, 0)
    mirrored = society._replace(opinions=-society.opinions)
    pairs = list(zip(states(society, start, settings), states(mirrored, start, settings), strict=True))
    assert all(np.array_equal(one.confidence, other.confidence) for one, other in pairs)
    one, other = (outcome(pair, whose, settings) for pair, whose in zip(pairs[-1], (society, mirrored), strict=True))
    assert (one.positive, one.negative, one.havens) == (other.negative, other.positive, other.havens)


def test_runs_end_where_nobody_moves_or_where_told() -> None:
    settings = Settings(people=200, links=2)
    society = draw_society(settings, 1)
    moves = [state.moved for state in states(society, init(settings, 1), settings)]
    assert moves[-1] <= 1e-4
    assert all(move > 1e-4 for move in moves[:-1])
    cut = play(settings.model_copy(update={"most_steps": 5}), 1)
    assert (cut.steps, cut.settled) == (5, False)
    assert play(settings.model_copy(update={"most_steps": 0}), 1).steps == 0


def test_shares_means_and_spreads_are_those_asked_for() -> None:
    settings = Settings(people=40_000, links=1, positive=0.3, confidence_from=-1.0, threshold="exponential")
    society, start = draw_society(settings, 0), init(settings, 0)
    assert (society.opinions > 0).mean() == pytest.approx(0.3, abs=0.01)
    assert (start.confidence.min(), start.confidence.max()) == pytest.approx((-1, 1), abs=0.001)
    assert start.confidence.mean() == pytest.approx(0.0, abs=0.015)
    assert society.thresholds.mean() == pytest.approx(0.5, abs=0.01)
    assert society.thresholds.std() == pytest.approx(0.5, abs=0.02)
    assert abs(np.corrcoef(society.opinions, start.confidence)[0, 1]) < 0.02
    assert abs(np.corrcoef(society.thresholds, start.confidence)[0, 1]) < 0.02


# Networks


def test_communities_are_grown_apart_and_joined_by_chance() -> None:
    apart = nx.from_scipy_sparse_array(draw_audience(Settings(people=300, links=2, communities=3), 0).ties)
    assert sorted(map(len, nx.connected_components(apart))) == [100, 100, 100]
    assert apart.number_of_edges() == 3 * 2 * 98
    joined = nx.from_scipy_sparse_array(
        draw_audience(Settings(people=300, links=2, communities=3, between=0.01), 0).ties
    )
    extra = set(joined.edges) - set(apart.edges)
    assert set(apart.edges) < set(joined.edges)
    assert all(one // 100 != other // 100 for one, other in extra)
    assert len(extra) == pytest.approx(300, abs=5 * math.sqrt(300))
    assert {weight for *_, weight in joined.edges.data("weight")} == {1.0}


def test_random_ties_within_and_between() -> None:
    settings = Settings(people=400, network="random", communities=[0.25, 0.75], within=0.05, between=0.01)
    graph = nx.from_scipy_sparse_array(draw_audience(settings, 2).ties)
    crossing = sum((one < 100) != (other < 100) for one, other in graph.edges)
    inside = graph.number_of_edges() - crossing
    assert crossing == pytest.approx(300, abs=5 * math.sqrt(300))
    expected = 0.05 * (100 * 99 + 300 * 299) / 2
    assert inside == pytest.approx(expected, abs=5 * math.sqrt(expected))
    cliques = Settings(people=20, network="random", communities=4, within=1.0)
    whole = nx.from_scipy_sparse_array(draw_audience(cliques, 0).ties)
    assert set(whole.edges) == set(nx.disjoint_union_all([nx.complete_graph(5)] * 4).edges)


def test_bots_are_drawn_one_after_the_other_by_weight() -> None:
    """Weights 1, 2, 3: the chance of each pair, from the tree of two draws without replacement."""
    weights, pairs = np.array([1.0, 2.0, 3.0]), {}
    rng = np.random.default_rng(3)
    for uniforms in rng.random((20_000, 3)):
        pair = tuple(attachments(weights, 2, uniforms).tolist())
        pairs[pair] = pairs.get(pair, 0) + 1
    for (first, second), count in pairs.items():
        chance = weights[first] / 6 * weights[second] / (6 - weights[first])
        assert count / 20_000 == pytest.approx(chance, abs=5 * math.sqrt(chance / 20_000))
    assert len(pairs) == 6
    assert attachments(np.array([0.0, 1.0, 0.0]), 2, np.array([0.1, 0.2, 0.3])).tolist() == [1]


def test_bots_follow_the_networks_own_rule_unless_told() -> None:
    base = dict(people=500, links=3, bots=40)
    heard = draw_audience(Settings(**base), 0).bots
    assert 0.8 * 120 <= heard.sum() <= 120, "what is missing went to other bots"
    assert set(np.unique(heard)) <= set(range(41))
    half = draw_audience(Settings(**base, bot_influence=0.5), 0).bots
    np.testing.assert_array_equal(half, heard / 2)
    told = draw_audience(Settings(**base, bot_links=3, bot_exponent=1.0), 0).bots
    np.testing.assert_array_equal(told, heard)
    degrees = draw_audience(Settings(**base), 0).ties.sum(axis=1)
    even = draw_audience(Settings(**base, bot_exponent=0.0), 0).bots
    assert np.average(degrees, weights=heard) > 1.3 * np.average(degrees, weights=even)
    star = draw_audience(Settings(people=500, links=1, bots=1, bot_exponent=10.0), 0)
    assert star.bots.argmax() == star.ties.sum(axis=1).argmax()


def test_no_two_communities_of_any_runs_are_grown_alike() -> None:
    settings, grown = Settings(people=120, links=2, communities=3), set()
    for replicate in range(3):
        ties = draw_audience(settings, replicate).ties.toarray()
        grown |= {ties[start : start + 40, start : start + 40].tobytes() for start in (0, 40, 80)}
    assert len(grown) == 9


def test_a_bot_makes_whom_it_joins_likelier_to_be_joined() -> None:
    """Two tied people and two bots of one tie each.

    The second finds degrees 2, 1 and, of the first bot, 1: it joins the same person, the other or the bot in 2, 1 and
    1 of four runs.
    """
    runs, pair = 2000, Settings(people=2, links=1, bots=2)
    ends = [tuple(sorted(draw_audience(pair, replicate).bots.tolist())) for replicate in range(runs)]
    for end, chance in (((0.0, 2.0), 0.5), ((1.0, 1.0), 0.25), ((0.0, 1.0), 0.25)):
        assert ends.count(end) / runs == pytest.approx(chance, abs=5 * math.sqrt(chance * (1 - chance) / runs))


# Items


def test_a_free_run_is_one_json_object_and_depends_on_its_seed_alone() -> None:
    given_settings = {"people": 80, "links": 2, "bots": 3, "runs": 4, "communities": [0.5, 0.5], "between": 0.01}
    told = [0]
    docking = SPIRAL_OF_SILENCE.run(
        "run", seed=9, settings=given_settings, progress=lambda done, total: told.append(done * 4 // total)
    )
    assert told == [0, 1, 2, 3, 4]
    whole = json.loads(json.dumps(docking.as_json(), allow_nan=False))
    assert (whole["settings"]["seed"], whole["targets"], whole["final"]["runs"]) == (9, [], 4)
    assert all(len(values) == 4 for values in whole["runs"].values())
    assert whole["final"]["median_steps"] == np.median(whole["runs"]["steps"])
    assert len(whole["first_run"]["positive"]) == whole["runs"]["steps"][0] + 1
    voices = whole["first_run"]["positive"][-1] + whole["first_run"]["negative"][-1]
    assert voices == pytest.approx(whole["runs"]["speaking"][0])
    again = SPIRAL_OF_SILENCE.run("run", settings={**given_settings, "seed": 9}).as_json()
    assert json.loads(json.dumps(again)) == whole
    other = SPIRAL_OF_SILENCE.run("run", seed=10, settings=given_settings).as_json()
    assert other["runs"] != again["runs"]


def test_runs_are_told_apart_and_each_can_be_had_alone() -> None:
    settings = Settings(people=100, links=2, runs=3)
    figures = play_all(settings)
    assert figures.dominant.tolist() == [play(settings, replicate).dominant for replicate in range(3)]
    assert len(set(figures.dominant.tolist())) == 3
    assert len(first_run(settings)["positive"]) == figures.steps[0] + 1


@pytest.mark.parametrize(
    ("given_settings", "words"),
    [
        ({"linkz": 3}, "did you mean 'links'"),
        ({"exponent": 2.5}, "exponent"),
        ({"communities": [0.5, 0.6]}, "add up to 1"),
        ({"communities": 0}, "communities"),
        ({"confidence_from": 2.0}, "confidence_from"),
        ({"people": 10, "links": 10}, "smallest has 10"),
        ({"people": 10, "communities": [0.01, 0.99]}, "empty"),
        ({"people": 1_000_000, "network": "random", "within": 1.0}, "ties"),
        ({"seed": -1}, "seed"),
    ],
)
def test_settings_that_cannot_be_are_refused(given_settings, words: str) -> None:
    with pytest.raises(InputError, match=words):
        SPIRAL_OF_SILENCE.run("run", settings={"runs": 1, **given_settings})


def test_the_figures_of_many_runs() -> None:
    runs = (
        Outcome(97, 3, 200, 10, True, 1, 0),
        Outcome(30, 70, 200, 20, True, 1, 2),
        Outcome(50, 50, 200, 40, False, -1, 0),
    )
    figures = figures_of(runs)
    assert (figures.unanimous, figures.positive_louder) == (1, 1)
    told = figures.summary()
    assert told["dominant_voice"] == pytest.approx((0.97 + 0.7 + 0.5) / 3)
    assert (told["speaking"], told["median_steps"], told["settled"]) == pytest.approx((0.5, 20, 2 / 3))
    assert told["central_wins"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("voices", "unanimous"), [(92, 0), (95, 0), (96, 1), (100, 1)])
def test_more_than_95_of_100_voices_are_unanimous(voices: int, unanimous: int) -> None:
    assert figures_of([Outcome(100 - voices, voices, 300, 9, True, 1, 0)]).unanimous == unanimous


def test_havens_are_communities_led_by_the_opinion_quieter_overall() -> None:
    settings = Settings(people=9, communities=3, network="random")
    society = society_of([], [1, 1, 1, 1, 1, 1, -1, -1, 1], [0] * 9)
    assert outcome(start_of([1] * 9), society, settings).havens == 1
    assert outcome(start_of([1] * 7 + [0, 1]), society, settings).havens == 0, "one voice against one leads nowhere"
    mirrored = society._replace(opinions=-society.opinions)
    assert outcome(start_of([1] * 9), mirrored, settings).havens == 1, "whichever the opinion is"
    assert outcome(start_of([0, 0, 0, 1, 0, 0, 1, 0, 0]), society, settings).havens == 0, "neither is quieter"


@pytest.mark.parametrize(
    ("item", "agreements", "relations"), [("climate", 24, 1), ("bots", 2, 4), ("communities", 0, 5)]
)
def test_a_quick_docking_passes(item: str, agreements: int, relations: int) -> None:
    told: list[tuple[int, int]] = []
    docking = SPIRAL_OF_SILENCE.run(item, quick=True, progress=lambda done, total: told.append((done, total)))
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    levels = [one.target.level for one in docking.docked]
    assert levels == [Level.DISTRIBUTION] * agreements + [Level.RELATION] * relations
    assert told == [(done, told[-1][1]) for done in range(1, told[-1][1] + 1)]
    assert docking.panels
    json.dumps(docking.as_json(), allow_nan=False)


def test_wrong_programs_do_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the pace, another network, and silent people heard as well: each is told from the published PA(3,1)."""
    base = dict(links=3, runs=60)
    slow = play_all(Settings(**base, alpha=0.5))
    assert median_probability(slow.steps, 146, runs=300, half_unit=0.5) < LEAST
    even = play_all(Settings(**base, exponent=0.0))
    assert mean_probability(even.dominant, 0.657, runs=300, half_unit=0.0005) < LEAST

    module = "hushed.replications.spiral_of_silence.model"
    monkeypatch.setattr(f"{module}.speaks", lambda state, society: np.ones(society.opinions.size, dtype=bool))
    everybody = [draw_society(Settings(**base), replicate) for replicate in range(60)]
    last = [
        list(states(society, init(Settings(**base), r), Settings(**base)))[-1] for r, society in enumerate(everybody)
    ]
    monkeypatch.undo()
    voices = figures_of([outcome(s, society, Settings(**base)) for s, society in zip(last, everybody, strict=True)])
    assert mean_probability(voices.dominant, 0.657, runs=300, half_unit=0.0005) < LEAST


@pytest.mark.verification
@pytest.mark.parametrize("item", ["climate", "bots", "communities"])
def test_the_full_docking_passes(item: str) -> None:
    docking = SPIRAL_OF_SILENCE.run(item)
    assert [one.as_json() for one in docking.docked if not one.passed] == []
