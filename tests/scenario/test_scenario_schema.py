"""The scenario as a value: round trips, identity, arms, and the JSON Schema beside it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.regime.regime import INSTRUMENTS
from hushed.regime.safeguards import SAFEGUARDS
from hushed.scenario.library import SUMMARIES, library_names, library_path
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import json_schema

SCHEMA = json_schema()


def drawn(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Documents that the JSON Schema allows: what it promises is then tested against the models."""
    while "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    if "oneOf" in node or "anyOf" in node:
        return st.one_of([drawn(choice) for choice in node.get("oneOf") or node["anyOf"]])
    if "enum" in node or "const" in node:
        return st.sampled_from(node.get("enum") or [node["const"]])
    if node["type"] in ("number", "integer"):
        return numbers(node)
    if node["type"] == "boolean":
        return st.booleans()
    if node["type"] == "array":
        return st.lists(
            drawn(node["items"]), min_size=node.get("minItems", 0), max_size=min(3, node.get("maxItems", 3))
        )
    if {"at", "value"} <= node["properties"].keys():
        return schedules(node)
    required = set(node.get("required", ()))
    each = {key: drawn(inner) for key, inner in node["properties"].items()}
    return st.fixed_dictionaries(
        {key: each[key] for key in each if key in required},
        optional={key: each[key] for key in each if key not in required},
    )


def numbers(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    if node["type"] == "integer":
        return st.integers(node.get("minimum"), node.get("maximum"))
    low, high = node.get("minimum", node.get("exclusiveMinimum")), node.get("maximum")
    return st.floats(
        low, high, allow_nan=False, allow_infinity=False, exclude_min="exclusiveMinimum" in node and low is not None
    )


def schedules(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    points = st.lists(
        st.tuples(st.integers(0, 2_000), drawn(node["properties"]["value"]["items"])),
        min_size=1,
        max_size=3,
        unique_by=lambda point: point[0],
    )
    return st.builds(
        lambda pairs, between: {
            "at": [at for at, _ in sorted(pairs)],
            "value": [v for _, v in pairs],
            "between": between,
        },
        points,
        st.sampled_from(["step", "linear"]),
    )


SOCIETIES = [
    {"online": {"generator": "erdos-renyi", "mean_degree": 2.5}, "offline": "same"},
    {"online": {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0}, "population": 12_345_678},
    {"online": {"generator": "ring-lattice", "mean_degree": 2}, "offline": {"generator": "complete"}, "population": 9},
    {"online": {"generator": "preferential-attachment", "mean_degree": 2, "exponent": 1e-7}},
    {"online": {"generator": "stochastic-block", "mean_degree": 3, "blocks": [0.25, 0.75], "within": 0.9}},
    {"online": {"generator": "stochastic-block", "mean_degree": 3, "blocks": 4, "within": 0.9}},
    {"online": {"generator": "file", "path": '/ties "of"\\ \x7f\tpeople/été.csv'}, "offline": {"generator": "empty"}},
    {"traits": {"care": {"distribution": "beta", "a": 1, "b": 2}, "shame": 0, "boldness": 3}},
    {"traits": {"care": {"distribution": "log-normal", "median": 1e-9, "sigma": 0.1}}},
    {"traits": {"propensity": {"distribution": "uniform", "low": 0, "high": 0.5}}},
]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    base: dict[str, Any] = read_scenario(draw(st.sampled_from(library_names()))).table()
    for part in ("regime", "reactions", "safeguards", "seed", "rounds"):
        base[part] = draw(drawn(SCHEMA["properties"][part]))
    base["society"] = draw(st.sampled_from(SOCIETIES))
    base["regime"].get("authority", {})["mode"] = "fixed"
    base["title"] = draw(st.text(st.characters(codec="utf-8"), max_size=200).filter(str.isprintable))
    return base


@settings(max_examples=120, deadline=None)
@given(documents())
def test_a_regime_the_json_schema_allows_is_valid_and_survives_its_own_toml(document: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(document)
    again = parse_scenario(scenario.to_toml())
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert again.to_toml() == scenario.to_toml()
    assert again.digest() == scenario.digest()


def test_the_json_schema_is_of_the_file_and_says_units() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(SCHEMA["required"]) == {"schema", "rounds"}
    assert SCHEMA["additionalProperties"] is False
    assert "version" not in SCHEMA["properties"]
    assert SCHEMA["properties"]["schema"]["const"] == 1
    surveillance = SCHEMA["$defs"]["Observation"]["properties"]["surveillance"]
    assert surveillance["unit"] == "chance"
    assert surveillance["description"].startswith("Chance of being seen")


def test_the_json_schema_wants_the_kind_of_a_table_written() -> None:
    for kind in ("Exponential", "HolmeKim", "FileNetwork"):
        assert SCHEMA["$defs"][kind]["required"][0] in ("distribution", "generator")


def test_every_parameter_is_described_in_the_json_schema() -> None:
    for name, table in SCHEMA["$defs"].items():
        if name.endswith("Schedule") or name in ("Regime",):
            continue
        assert table.get("description"), name
        for key, node in table["properties"].items():
            assert "const" in node or node.get("description"), f"{name}.{key}"


def test_the_json_schema_against_a_validator() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    check = jsonschema.Draft202012Validator(SCHEMA)
    for name in library_names():
        assert check.is_valid(read_scenario(name).table())
    wrong = read_scenario("free-society").table()
    wrong["regime"]["observation"]["surveillance"] = 1.5
    assert not check.is_valid(wrong)


def shuffled(text: str, seed: int) -> str:
    """The same TOML with keys in another order inside their tables, and comments strewn about."""
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    chance = random.Random(seed)
    mixed = []
    for index, block in enumerate(blocks):
        head, body = (block[:1], block[1:]) if index else ([], block)
        chance.shuffle(body)
        mixed.append("\n".join([*head, *(f"{line}  # note" for line in body), "# comment"]))
    return "\n\n".join(mixed)


@pytest.mark.parametrize("name", library_names())
def test_the_digest_does_not_see_order_or_comments_but_every_value(name: str) -> None:
    scenario = read_scenario(name)
    for seed in range(3):
        assert parse_scenario(shuffled(scenario.to_toml(), seed)).digest() == scenario.digest()
    changed = read_scenario(name, changes=["regime.clarity.vagueness=0.0123"])
    assert changed.digest() != scenario.digest()


def test_numbers_written_differently_are_the_same_scenario() -> None:
    one = read_scenario("free-society", changes=["reactions.reproach=1"])
    other = read_scenario("free-society", changes=["reactions.reproach=1e0"])
    assert one == other
    assert one.digest() == other.digest()


def test_a_scenario_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_scenario("free-society").seed = 2  # type: ignore[misc]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_without_abolishes_one_instrument_and_nothing_else(instrument: str) -> None:
    scenario = read_scenario("all-instruments")
    assert instrument in scenario.regime.active()
    without = scenario.without(instrument)
    assert set(scenario.regime.active()) - set(without.regime.active()) == {instrument}
    assert without.society == scenario.society
    assert without.reactions == scenario.reactions
    assert parse_scenario(without.to_toml()) == without


def test_without_an_unknown_instrument_gives_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'association'"):
        read_scenario("free-society").without("asociation")


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_a_safeguard_is_added_to_the_scenario_and_changes_the_policy(name: str) -> None:
    scenario = read_scenario("all-instruments", changes=["regime.scoring.severity=1.5"])
    safe = scenario.with_safeguard(name, 0.5)
    assert safe.table()["safeguards"][name] == 0.5
    assert safe.regime == scenario.regime
    assert safe.policy() != scenario.policy()
    assert safe.with_safeguard(name, 0).policy() == (scenario.regime, scenario.reactions)
    assert parse_scenario(safe.to_toml()) == safe


@pytest.mark.parametrize(("name", "dose"), [("secret_score", 1.0), ("secret_scores", 1.5), ("expiry", float("nan"))])
def test_a_safeguard_that_does_not_exist_or_an_impossible_dose(name: str, dose: float) -> None:
    with pytest.raises(InputError):
        read_scenario("free-society").with_safeguard(name, dose)


def test_secret_scores_at_half_dose_halve_the_audience() -> None:
    scenario = read_scenario("sesame-credit", changes=["safeguards.secret_scores=0.5"])
    regime, _ = scenario.policy()
    assert regime.publicity.audience == pytest.approx(scenario.regime.publicity.audience / 2)


@pytest.mark.parametrize("name", library_names())
def test_library_scenarios_say_what_they_are(name: str) -> None:
    header = library_path(name).read_text().split("\nschema")[0].replace("\n# ", " ")
    assert header.startswith("# ")
    assert "The people are invented" in header
    assert "This is a model and no forecast." in header
    assert "assumption" in header
    assert len(SUMMARIES[name]) < 100


def test_library_scenarios_hold_what_they_promise() -> None:
    scenarios = {name: read_scenario(name) for name in library_names()}
    assert scenarios["free-society"].regime.active() == ()
    assert scenarios["all-instruments"].regime.active() == INSTRUMENTS
    neutral = type(scenarios["free-society"].reactions)().model_dump()
    on = scenarios["all-instruments"].reactions.model_dump()
    # No scenario of the library assumes these; whoever studies them switches them on.
    apart = {"indignation", "caution", "isolation", "fading", "false_enforcement"}
    assert all((value == 0) == (name in apart) for name, value in on.items())
    assert {key for key, value in neutral.items() if value == 0} <= on.keys()
    tiers = scenarios["linked-identity"].regime.sanctions.tiers
    assert [tier.domain for tier in tiers] == ["platform", "travel", "credit", "bank"]
    assert {"association", "publicity", "enrolment"} <= set(scenarios["sesame-credit"].regime.active())
    assert {"informers", "clarity"} <= set(scenarios["informers"].regime.active())
    assert scenarios["informers"].society.offline is not None
    cited = library_path("daymude-2025").read_text()
    assert "arXiv 2509.03731" in cited


def test_an_unknown_library_name_gives_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'informers'"):
        library_path("informer")
