"""Rule 4: nothing searches for better repression; the published hill climber is an opponent and cannot be made more."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from pydantic.fields import FieldInfo
from scope_source import calls, definitions, imports, name_of, nodes, place, sources

import hushed
from hushed.engine import authority as climbing
from hushed.experiments.change import change_of
from hushed.experiments.safeguarding import measuring as safeguarding_measuring
from hushed.regime.authority import Authority
from hushed.regime.regime import INSTRUMENTS, Regime
from hushed.regime.safeguards import SAFEGUARDS, safeguarded
from hushed.regime.terms import Terms, terms_at
from hushed.replications.daymude.trial import TrialSettings, run_trial
from hushed.scenario.reader import read_scenario

SCIPY = {
    "scipy.optimize.brentq": "the root of an equation of a published model",
    "scipy.integrate.solve_ivp": "the course of the equations of a published model",
    "scipy.sparse": "who is tied to whom, in a published model",
    "scipy.sparse.csr_array": "who is tied to whom, in a published model",
    "scipy.sparse.csgraph.connected_components": "groups that hang together, in a published model",
    "scipy.special.betainc": "the beta distribution",
    "scipy.special.ndtr": "the normal distribution",
    "scipy.special.chdtrc": "the chi-square distribution, in the self-test of random numbers",
    "scipy.special.kolmogorov": "the distribution of Kolmogorov's distance, in the same test",
    "scipy.special.pdtr": "the Poisson distribution, in the same test",
    "scipy.special.pdtrc": "the same from above",
    "scipy.stats": "tests of agreement with published figures",
    "scipy.stats.binom": "the exact law of a count",
    "scipy.stats.binomtest": "whether a share agrees with a published one",
    "scipy.stats.fisher_exact": "whether two shares agree",
    "scipy.stats.mannwhitneyu": "whether two samples agree",
    "scipy.stats.t": "intervals of a mean",
    "scipy.stats.qmc.Sobol": "points spread evenly over ranges that a study names",
    "scipy.special.betaincinv": "quantiles of the beta distribution",
    "scipy.special.ndtri": "quantiles of the normal distribution",
    "scipy.special.stdtrit": "quantiles of Student's t",
    "scipy.stats.spearmanr": "agreement of two maps in rank",
}
"""What is taken from scipy. Root finding for a distribution may be added; a minimiser may not."""

PLAYERS = {
    "engine/ahead.py": "plays one round of a small society without ties, so that kernels are compiled",
    "engine/checkpoint.py": "goes on with a policy that was played before, as it was or as its caller changed it",
    "experiments/recovery/arms.py": "plays the policy as written, without an instrument, and abolishing it",
    "experiments/playing.py": "plays one policy on one society",
    "experiments/run.py": "plays the policy as it is written, and no policy at all",
    "experiments/attribution/playing.py": "plays the policy as it is written, with some of its instruments abolished",
    "experiments/compare.py": "plays the policy as it is written, and with one instrument abolished or one safeguard",
    "experiments/safeguarding/measuring.py": "plays the policy as it is written, and with safeguards added; both also "
    "with the published opponent in place of an authority that holds still",
    "studies/unit.py": "plays the policies at the points of a study, all of them settled before the first is played",
    "replications/daymude/__init__.py": "runs the published trials",
    "replications/patterns/common.py": "plays one common policy, changed in what a published study compares",
    "selftest/kernels.py": "plays library scenarios and random policies, settled beforehand, beside the oracle",
}
"""Every file that plays a policy. A search would have to; whoever adds one says which policies it plays, and why."""

POLICY_MAKERS = {
    "regime/authority.py": "abolished: holds to its policy",
    "regime/enrolment.py": "abolished: volunteers alone",
    "regime/observation.py": "abolished: nobody is watched",
    "regime/sanctions.py": "abolished: no tiers",
    "regime/scoring.py": "abolished: nothing is lost",
    "regime/regime.py": "an instrument abolished; the published opponent put in place of a fixed authority",
    "regime/schedule.py": "a schedule whose values are changed",
    "regime/safeguards.py": "a safeguard at a dose",
    "selftest/drawing.py": "names of draws, which are no policies",
    "selftest/known.py": "a seed for a scenario that was written beforehand",
    "scenario/schema.py": "a scenario without an instrument, with a safeguard, or with the published opponent",
    "engine/authority.py": "the levers of the adaptive opponent",
}
"""Every file that makes one policy out of another."""

WITHOUT_POLICIES = (
    *("spiral_of_silence", "expression_game", "silence_hysteresis", "emperors_dilemma", "thresholds"),
    *("digital_dystopia", "network_scoring", "collective_sanctions"),
)
"""Rooms of rebuilt models that know nothing of hushed's own policies: what they play and change is their own."""


def knows_policies(file: str) -> bool:
    return not file.startswith(tuple(f"replications/{room}/" for room in WITHOUT_POLICIES))


def test_rebuilt_models_without_policies_have_none_to_play() -> None:
    rooms = ("regime", "engine", "experiments", "scenario", "gpu", "outcomes", "results")
    policies = tuple(f"hushed.{room}" for room in rooms)
    for source, node, name in imports():
        if not knows_policies(name_of(source)):
            assert not name.startswith(policies), place(source, node)


CLIMBERS = {
    *("engine/authority.py", "engine/meanfield_climb.py", "regime/authority.py"),
    *("replications/daymude/__init__.py", "replications/daymude/trial.py"),
}
"""The published random-mutation hill climber: its implementations (in the model, in the published program's order of
draws, in the limit of infinitely many people) and its parameters."""

SEARCHES = re.compile(
    r"objective|maximi[sz]|minimi[sz]|optimi[sz]|optimum|optimal|fitness|reward|anneal|genetic|evolv|gradient"
    r"|hill_?climb|calibrat|bandit|reinforce|swarm|pareto|frontier|tune_|_tune|grid_?search|random_?search|search_"
    r"|(?:best|least|worst|most|strongest)_(?:polic|regime|severity|surveil|toleran|instrument|lever|sanction)"
    r"|most_?(?:silen|effective|chill|punish)|(?:max|more|better)_(?:silence|chill|punish|loss|repress)"
    r"|silencing|suppress|repress",
    re.IGNORECASE,
)
ALLOWED_NAMES = {
    "LEAST_SEVERITY": "the floor of severity in the published program",
    "_silencing_policies": "docks the published theorem that such a policy exists, on invented people",
    "silencing_severity": "the closed form of that theorem",
}
"""Names of the published model, in its replication or where its climber stands."""
PUBLISHED_OUTCOME = re.compile(r"_?(?:time_to_)?suppress(?:ion|ed)(?:_times|_cost|_up_to|_below)?", re.IGNORECASE)
"""What the published sweep measures: the rounds until little dissent is voiced. It drives nothing there."""


def is_published(name: str, file: str) -> bool:
    if name == "calibration":
        # Of intervals: whether they hold the truth as often as they say.
        return file.startswith("selftest/")
    replicated = file.startswith("replications/daymude/")
    if PUBLISHED_OUTCOME.fullmatch(name):
        return replicated or file == "figures/published_sweep.py"
    return name in ALLOWED_NAMES and (replicated or file in CLIMBERS)


def test_no_name_speaks_of_a_search_or_an_objective() -> None:
    wrong = [
        f"{place(source, node)}: {name}"
        for source, node, name in definitions()
        if SEARCHES.search(name) and not is_published(name, name_of(source))
    ]
    assert not wrong


def test_hill_climbing_stands_in_the_published_opponent_alone() -> None:
    for source in sources():
        if re.search(r"hill.climb|annealing|evolutionary|gradient descent", source.read_text(), re.IGNORECASE):
            assert name_of(source) in CLIMBERS, source


def test_of_scipy_only_quantiles_are_used() -> None:
    assert {name for _, _, name in imports() if name.split(".")[0] == "scipy"} <= SCIPY.keys()
    for source, node in nodes():
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            assert name not in ("optimize", "minimize", "differential_evolution", "fmin", "basinhopping"), place(
                source, node
            )


def test_policies_are_played_where_this_list_says() -> None:
    found = {
        name_of(source): place(source, node)
        for source, node, name in calls()
        if name
        in ("Simulation", "GpuSimulation", "play", "Reference", "run_trial", "simulation.Simulation", "playing.play")
        and knows_policies(name_of(source))
    }
    assert found.keys() <= PLAYERS.keys(), [found[name] for name in found.keys() - PLAYERS.keys()]


def test_the_climber_on_its_own_is_called_by_the_replication_alone() -> None:
    """Outside of a simulation a climb has no society to be an opponent in; it serves to reproduce published figures."""
    called = {name_of(source) for source, _, name in calls() if name.rpartition(".")[2] in ("climb", "run_trial")}
    assert all(name.startswith("replications/daymude/") for name in called), called


def test_policies_are_made_where_this_list_says() -> None:
    found: dict[str, str] = {}
    for source, node, name in calls():
        last = name.rpartition(".")[2]
        regime = last in ("Regime", "model_construct", *(each.title() for each in INSTRUMENTS))
        replaced = last == "_replace" and any(each.arg in (None, *Terms._fields) for each in node.keywords)
        made = last in ("model_copy", "imposed") or replaced or (regime and bool(node.args or node.keywords))
        if made and knows_policies(name_of(source)):
            found[name_of(source)] = place(source, node)
    # These hand on what others made.
    passing_on = {"engine/phases.py", "engine/reference.py", "engine/state.py"}
    wrong = found.keys() - POLICY_MAKERS.keys() - passing_on
    assert not wrong, [found[name] for name in wrong]


def test_the_theorem_on_total_silence_is_docked_and_used_for_nothing_else() -> None:
    used = {name_of(source) for source, _, name in calls() if name.endswith("silencing_severity")}
    assert used == {"replications/daymude/__init__.py"}
    assert not any("silencing" in name for name in hushed.__all__)


# The adaptive opponent ---------------------------------------------------------------------------


def choices(field: FieldInfo) -> set[str]:
    return set(get_args(field.annotation))


def test_an_adaptive_authority_has_these_parameters_and_no_others() -> None:
    """No objective, no levers, no length of a search, no number of tries."""
    assert Authority.model_fields.keys() == {"mode", "adamancy", "window", "acceptance"}
    assert choices(Authority.model_fields["mode"]) == {"fixed", "adaptive"}
    assert choices(Authority.model_fields["acceptance"]) == {"previous_round", "incumbent"}
    assert climbing.LEVERS == ("tolerance", "severity", "surveillance")
    assert climbing.Stance._fields == ("trial", "kept", "to_beat")
    parameters = inspect.signature(climbing.next_stance).parameters
    assert set(parameters) == {"authority", "stance", "cost", "seed", "replicate", "round"}


@pytest.mark.parametrize(
    "change",
    [
        "objective='chill'",
        "maximise='silenced'",
        "levers=['severity','audience']",
        "tries=100",
        "restarts=10",
        "rounds=100000",
        "mode='optimal'",
        "acceptance='simulated_annealing'",
        "target=0.0",
        "adamancy='chill'",
        "cost='own_loss'",
    ],
)
def test_it_cannot_be_given_another_objective_or_a_longer_search(change: str) -> None:
    with pytest.raises(hushed.InputError, match=r"regime\.authority"):
        read_scenario("daymude-2025", changes=[f"regime.authority.{change}"])


def test_the_published_trial_takes_the_published_settings_alone() -> None:
    published = {"population", "rounds", "dissent", "boldness", "punishment", "tolerance", "severity", "surveillance"}
    assert TrialSettings.model_fields.keys() == published | {"adamancy", "window", "seed"}
    assert set(inspect.signature(run_trial).parameters) == {"settings", "stop_after", "progress"}


def test_it_moves_three_levers_and_no_other_term() -> None:
    scenario = read_scenario("all-instruments")
    terms = terms_at(*scenario.policy(), 0)
    stance = climbing.Stance(trial=(0.123, 0.456, 0.789), kept=(0.0, 0.0, 0.0), to_beat=0.0)
    imposed = climbing.imposed(terms, stance)
    moved = {name for name in Terms._fields if getattr(imposed, name) != getattr(terms, name)}
    assert moved == set(climbing.LEVERS)


@pytest.mark.parametrize("acceptance", ["previous_round", "incumbent"])
@pytest.mark.parametrize("adamancy", [0.3, 2.0])
def test_it_tries_one_move_a_round_and_takes_back_what_the_published_cost_says(
    acceptance: str, adamancy: float
) -> None:
    """Replayed from the record: with any other objective, or a second try, a move would not follow from these costs."""
    changes = [
        f"regime.authority.acceptance={acceptance!r}",
        f"regime.authority.adamancy={adamancy}",
        "regime.authority.window=0.2",
    ]
    scenario = read_scenario("daymude-2025", population=400, rounds=120, changes=changes)
    record = hushed.run(scenario, threads=1)
    trials = np.array([record[lever].values[0] for lever in climbing.LEVERS]).T
    costs = (record["political_cost"] + record["punishment_cost"]).values[0]
    kept, to_beat, rejections = trials[0], np.inf, 0
    for now, following, cost in zip(trials[:-1], trials[1:], costs[:-1], strict=True):
        rejected = cost > to_beat + 1e-12
        rejections += rejected
        kept = kept if rejected else now
        to_beat = cost if acceptance == "previous_round" or not rejected else to_beat
        moves = np.abs(following - kept)
        assert (moves > 1e-6).sum() <= 1
        assert moves.max() <= 0.2 + 1e-6
    assert 10 < rejections < 110


def test_the_costs_are_those_published() -> None:
    """alpha x what is said, and what is punished: not the chill, not harm to friends, not sanctions."""
    plain, dearer = (
        hushed.run(
            read_scenario("all-instruments", population=500, rounds=8, changes=[f"regime.authority.adamancy={alpha}"]),
            threads=1,
        )
        for alpha in (1.0, 3.0)
    )
    wished = plain["left_free"].sel(outcome="political_cost").values[0]
    said = dearer["voice_share"].values[0]
    assert dearer["political_cost"].values[0] == pytest.approx(3.0 * said * wished, rel=1e-9)
    assert dearer["punishment_cost"].values[0] == pytest.approx(dearer["own_loss"].values[0], rel=1e-12)


# Experiments ask what restores speech --------------------------------------------------------------

EXPERIMENTS = {
    "run": {"scenario", "model", "replicates", "threads", "progress", "device"},
    "compare": {"scenario", "without", "with_", "model", "arm", "replicates", "threads", "progress", "device"},
    "sensitivity": {"study", "folder", "method", "samples", "executor", "workers", "cluster", "progress"},
    "check_model": {"model", "parameters", "society", "seed", "rounds", "elsewhere"},
    "attribute": {"scenario", "outcome", "over", "replicates", "orders", "threads", "progress"},
    "recover": {"scenario", "abolish", "at", "replicates", "threads", "progress"},
    "scan": {"scenario", "path", "start", "end", "steps", "hold", "replicates", "threads", "progress"},
    "what_restores": {
        *("scenario", "restore", "doses", "replicates", "screening", "largest", "reaction", "threads", "progress"),
    },
    "sweep": {"study", "folder", "executor", "workers", "cluster", "progress"},
}
"""What an experiment can be told. None takes an outcome to drive anywhere: an attribution's is shared out, whatever it
came to, over what was abolished in every combination."""


def test_experiments_take_no_objective() -> None:
    for name, parameters in EXPERIMENTS.items():
        assert set(inspect.signature(getattr(hushed, name)).parameters) == parameters
    returned = {name for name in hushed.__all__ if inspect.isfunction(getattr(hushed, name))}
    assert returned == {*EXPERIMENTS, "explore", "load", "open_study", "parse_scenario", "read_scenario", "save"}


@pytest.mark.parametrize("name", ["severity", "regime.scoring.severity", "more_surveillance", "chill", "informers+"])
def test_a_comparison_takes_away_an_instrument_or_adds_a_safeguard_and_nothing_else(name: str) -> None:
    for asked in ((name, None), (None, (name, 1.0))):
        with pytest.raises(hushed.InputError, match=r"there is no (instrument|safeguard)"):
            change_of(*asked)


def test_the_opponent_that_safeguards_meet_is_the_published_one_and_nothing_else_is_changed() -> None:
    """Only its mode is set: levers, adamancy, window and acceptance are the scenario's; a dose only ever restores."""
    scenario = read_scenario("sesame-credit", changes=["regime.authority.window=0.02"])
    reacting = scenario.with_adaptive_authority()
    table, other = scenario.table(), reacting.table()
    assert other["regime"]["authority"].pop("mode") == "adaptive"
    assert table["regime"]["authority"].pop("mode") == "fixed"
    assert table == other
    # It is played from the scenario's numbers alone: no call passes it anything, and none reads what it came to.
    source = inspect.getsource(safeguarding_measuring)
    assert not re.search(r"stance|next_stance|adamancy|window|levers", source)


RESTORES: dict[str, int] = {
    **dict.fromkeys(("surveillance", "cooperation", "identifiability", "misreading", "severity", "weight"), -1),
    **dict.fromkeys(("audience", "enrolled", "recruited", "duty", "report_chance", "false_denunciation"), -1),
    **dict.fromkeys(("capacity", "vagueness", "linked", "reproach", "ostracism", "shunning"), -1),
    **dict.fromkeys(
        ("tolerance", "proportional_share", "capping", "recovery", "grace", "forgiveness", "mutual_aid"), +1
    ),
    **dict.fromkeys(("misread_excess", "severity_cap", "shared", "hops", "shaming_line", "encouragement"), 0),
    **dict.fromkeys(("indignation", "caution", "isolation", "fading"), 0),
    "false_enforcement": -1,
}
"""The way in which a safeguard may move each term of a policy: -1 down, +1 up, 0 not at all."""


@pytest.mark.parametrize("safeguard", SAFEGUARDS)
def test_a_safeguard_never_makes_an_instrument_stronger(safeguard: str) -> None:
    """A policy made harsher under the name of a safeguard would turn a comparison into a search for harsher ones."""
    assert RESTORES.keys() == set(Terms._fields)
    for name in ("all-instruments", "sesame-credit", "informers"):
        scenario = read_scenario(name)
        for dose in (0.2, 1.0):
            regime, reactions = safeguarded(scenario.regime, scenario.reactions, {safeguard: dose})
            for round in (0, 30, 60, 150):
                before = terms_at(scenario.regime, scenario.reactions, round)
                after = terms_at(regime, reactions, round)
                for term, way in RESTORES.items():
                    change = getattr(after, term) - getattr(before, term)
                    assert abs(change) < 1e-12 or np.sign(change) == way, (name, dose, round, term)
            assert len(regime.sanctions.tiers) <= len(scenario.regime.sanctions.tiers)
            assert regime.authority == scenario.regime.authority


def test_an_attribution_plays_the_same_policies_whatever_it_is_asked() -> None:
    """The question does not steer what is played; and nothing tells which instrument to keep."""
    scenario = read_scenario("sesame-credit", population=150, rounds=3)
    chill, score = (hushed.attribute(scenario, outcome=name, replicates=2) for name in ("chill", "score_mean"))
    for name in chill.dataset.data_vars:
        assert chill.dataset[name].equals(score.dataset[name]), name
    assert set(type(chill).__dataclass_fields__) == {
        *("dataset", "outcome", "over", "as_is", "without_any", "total", "shares", "pairs", "sums", "totals")
    }


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_abolishing_an_instrument_never_makes_another_stronger(instrument: str) -> None:
    regime: Regime = read_scenario("all-instruments").regime
    without: Any = regime.without(instrument)
    for other in INSTRUMENTS:
        if other != instrument:
            assert without.instrument(other) == regime.instrument(other)


# Every question that has an aim cannot be turned round ----------------------------------------------


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"restore": 0.0}, r"restore: 0.0 is out of range; allowed: above 0"),
        ({"restore": -0.5}, r"restore: -0.5 is out of range"),
        ({"restore": 2.0}, r"at most 1 \(1 is all free speech\)"),
        ({"restore": float("nan")}, r"restore: nan is out of range"),
        ({"doses": (-0.5,)}, r"a dose goes from 0 \(absent\) to 1"),
        ({"doses": (1.5,)}, r"a dose goes from 0 \(absent\) to 1"),
    ],
    ids=str,
)
def test_what_restores_cannot_be_asked_what_silences(asked: dict[str, Any], reason: str) -> None:
    with pytest.raises(hushed.InputError, match=reason):
        hushed.what_restores(read_scenario("sesame-credit", population=100, rounds=2), replicates=3, **asked)


@pytest.mark.parametrize("cost", ["-1", "0", "-inf"])
def test_a_safeguard_cannot_be_made_a_gain_to_leave_out(cost: str) -> None:
    """With costs below zero the cheapest set would be the one that restores least."""
    with pytest.raises(hushed.InputError, match=r"costs\.expiry"):
        read_scenario("sesame-credit", changes=[f"costs.expiry={cost}"])


@pytest.mark.parametrize("key", ["objective", "maximise", "minimise", "optimise", "target", "calibrate", "search"])
@pytest.mark.parametrize("value", ["'silenced'", "'own_loss'", "'political_cost'", "'chill'"])
def test_a_study_takes_no_objective(tmp_path: Path, key: str, value: str) -> None:
    study = tmp_path / "study.toml"
    text = 'study = 1\nscenario = "sesame-credit"\n[levers]\n"regime.scoring.severity" = [0.1, 0.2]\n'
    for written in (f"{key} = {value}\n{text}", f"{text}[{key}]\noutcome = {value}\n", f"{text}{key} = {value}\n"):
        study.write_text(written, encoding="utf-8")
        for ask in (hushed.sweep, hushed.sensitivity):
            with pytest.raises(hushed.InputError, match=rf"{key}.*unknown|unknown.*{key}|{key}"):
                ask(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_compared_outcomes_are_told_and_never_chosen_by() -> None:
    """No experiment returns settings that it chose by an outcome: what it gives is what it was asked to play."""
    scenario = read_scenario("sesame-credit", population=100, rounds=2)
    compared = hushed.compare(scenario, without="association", replicates=2)
    assert compared.change.name == "association"
    assert {"best", "worst", "optimum", "policy"}.isdisjoint(dir(compared))
