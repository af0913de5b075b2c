"""The ODD description: complete by the protocol, true to the engine, and silent about any network file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from hushed.describing import complete, prose
from hushed.describing.odd import Odd, odd_of
from hushed.describing.references import works, works_in
from hushed.describing.submodels import SUBMODELS, view_of
from hushed.describing.typeset import typeset
from hushed.engine.phases import PHASES
from hushed.experiments.run import run
from hushed.outcomes import OUTCOMES
from hushed.replications.registry import REPLICATIONS
from hushed.scenario.library import library_names
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario

PROTOCOL = (
    "Purpose and patterns",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
)
"""Grimm et al. 2020, table 1."""
CONCEPTS = (
    "Basic principles|Emergence|Adaptation|Objectives|Learning|Prediction|Sensing|Interaction|Stochasticity|Collectives"
    "|Observation"
).split("|")


@pytest.fixture(scope="module", params=library_names())
def library(request: pytest.FixtureRequest) -> tuple[Scenario, Odd]:
    scenario = read_scenario(request.param)
    return scenario, odd_of(scenario)


def leaves(table: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a scenario's TOML with its path; a schedule is one value."""
    if isinstance(table, dict) and "at" not in table:
        for key, inner in table.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(table, list) and table and isinstance(table[0], dict):
        for number, inner in enumerate(table):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, table


def test_it_has_the_protocol_s_elements_and_concepts_in_order(library: tuple[Scenario, Odd]) -> None:
    text = library[1].markdown()
    assert re.findall(r"^## \d (.*)$", text, re.MULTILINE) == list(PROTOCOL)
    assert re.findall(r"^\*\*([A-Z][a-z]+(?: [a-z]+)?)\.\*\* ", library[1].elements[3].text, re.MULTILINE) == CONCEPTS
    assert all(element.text.strip() for element in library[1].elements)
    assert prose.NOTICE in text


def test_every_value_of_the_scenario_is_in_it(library: tuple[Scenario, Odd]) -> None:
    scenario, described = library
    values = {row.path: row for row in described.parameters}
    written = dict(leaves(tomllib.loads(scenario.to_toml())))
    for path, value in written.items():
        if path in ("schema", "title"):
            continue
        row = values[path]
        assert row.meaning.endswith(".")
        assert f"| `{path}` | " in described.elements[6].text
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert float(row.value.replace(",", "")) == value
    assert values.keys() - written.keys() <= {"society.offline", "regime.sanctions.tiers"}


def test_outcomes_steps_and_formulas_are_in_it(library: tuple[Scenario, Odd]) -> None:
    concepts, process = library[1].elements[3].text, library[1].elements[2].text
    for name, outcome in OUTCOMES.items():
        assert f"| `{name}` | {typeset(outcome.sentence)} | {typeset(outcome.formula)} | {outcome.unit} |" in concepts
    steps = [process.index(f"| {number} | `{phase.name}` |") for number, phase in enumerate(PHASES, start=1)]
    assert steps == sorted(steps)


def test_what_acts_is_explained_and_what_does_not_is_named_in_one_paragraph(library: tuple[Scenario, Odd]) -> None:
    scenario, described = library
    text, view = described.elements[6].text, view_of(scenario)
    off = next(part for part in text.split("\n\n") if part.startswith("Left neutral"))
    for part in SUBMODELS:
        heading = re.search(rf"^### 7\.\d+ {re.escape(part.title)}$", text, re.MULTILINE)
        assert bool(heading) == part.acts(view)
        assert (part.title.lower() in " ".join(off.split())) != part.acts(view)
        if heading:
            assert all(f"**`{rule}`.**" in text for rule in part.rules)


def test_every_rule_that_shown_code_calls_is_shown(library: tuple[Scenario, Odd]) -> None:
    text = library[1].elements[6].text
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    rules = {name for part in SUBMODELS for name in part.rules}
    called = {name for block in blocks for name in re.findall(r"(?<![.\w])(\w+)\(", block)} & rules
    assert called <= set(re.findall(r"\*\*`(\w+)`\.\*\*", text))


def test_every_work_cited_is_listed_in_full(library: tuple[Scenario, Odd]) -> None:
    said, _, listed = library[1].markdown().partition("## References")
    known = works()
    works_named = [work for work in works_in(said) if work[0][0].isupper() and work[1] > 1900]
    assert works_named
    for work in works_named:
        assert work in known, work
        assert known[work].text in " ".join(listed.split())


def test_an_equation_names_its_source_or_says_that_it_is_the_model_s_own(library: tuple[Scenario, Odd]) -> None:
    text = library[1].elements[6].text
    sources = dict(re.findall(r"^\*\*`(\w+)`\.\*\*.*?^Source: (.*?)\.$", text, re.MULTILINE | re.DOTALL))
    published = {
        "voice_uniform": "Daymude et al. 2025",
        "emboldened": "Pan & Siegel 2020",
        "believed_line": "Schauer 1978",
        "reporting_share": "Centola et al. 2005",
        "cost_of_punishment": "this model's own",
    }
    for name in sources.keys() & published.keys():
        assert sources[name] == published[name]
    assert len(sources) == len(re.findall(r"\*\*`\w+`\.\*\*", text))


def test_what_a_second_hop_does_is_told_where_there_is_one() -> None:
    one, two = (read_scenario("sesame-credit", changes=[f"regime.association.hops={hops}"]) for hops in (1, 2))
    assert "def two_hops(" not in odd_of(one).markdown()
    assert "def two_hops(" in odd_of(two).markdown()


def test_the_same_scenario_gives_the_same_bytes() -> None:
    assert odd_of(read_scenario("all-instruments")).markdown() == odd_of(read_scenario("all-instruments")).markdown()


def test_a_round_is_called_a_week_only_where_it_is_one() -> None:
    scales = " ".join(odd_of(read_scenario("daymude-2025")).elements[1].text.split())
    assert "except in daymude-2025, whose article gives its rounds no length in time." in scales


def test_instruments_said_to_be_at_work_are_not_said_to_be_neutral(library: tuple[Scenario, Odd]) -> None:
    named = re.findall(r"^- \*\*(\w+)\*\*: ", library[1].elements[0].text, re.MULTILINE)
    acts = {row.path.split(".")[1] for row in library[1].parameters if row.status == "acts" and "regime." in row.path}
    assert set(named) <= acts
    assert not {name.capitalize() for name in named} & set(library[1].neutral)


def test_without_ties_nobody_is_said_to_meet_anybody_and_no_network_to_be_drawn() -> None:
    def concepts(name: str, *changes: str) -> str:
        return " ".join(odd_of(read_scenario(name, changes=changes)).elements[3].text.split())

    untied, tied, drawn = (
        concepts("daymude-2025"),
        "Nobody is tied to anybody here",
        "generator of the online layer draws",
    )
    assert tied in untied
    assert drawn not in untied
    assert tied not in concepts("informers")
    assert drawn in concepts("informers")
    ring = 'schema = 1\nrounds = 3\n[society]\npopulation = 50\n[society.online]\ngenerator = "complete"\n'
    assert drawn not in odd_of(parse_scenario(ring)).elements[3].text


def test_capacity_is_foreseen_only_where_it_is_limited(library: tuple[Scenario, Odd]) -> None:
    told = "share of cases to be taken up" in " ".join(library[1].elements[3].text.split())
    assert told == ("Limited capacity" in library[1].acting)


# What the engine says of it -----------------------------------------------------------------------


def one_line(described: Odd) -> str:
    return " ".join(described.markdown().split())


def played(scenario: Scenario) -> dict[str, np.ndarray]:
    dataset = run(scenario, threads=1)
    return {name: dataset[name].values for name in OUTCOMES}


def changed(scenario: Scenario, path: str, value: Any) -> Scenario:
    tables = tomllib.loads(scenario.to_toml())
    *groups, name = path.split(".")
    table = tables
    for group in groups:
        table = table[int(group) if isinstance(table, list) else group]
    table[name] = value
    from hushed.scenario.writing import toml_text

    return parse_scenario(toml_text(tables))


OTHER = {
    "regime.scoring.misread_excess": 0.7,
    "regime.scoring.severity_cap": 0.01,
    "regime.enrolment.volunteers": 0.9,
    "regime.sanctions.appeal_rounds": 9,
    "regime.authority.adamancy": 5.0,
    "regime.authority.window": 0.5,
    "regime.authority.acceptance": "incumbent",
}


def test_a_parameter_said_to_have_no_effect_has_none() -> None:
    scenario = read_scenario("sesame-credit", population=300, rounds=4)
    without = {row.path for row in odd_of(scenario).parameters if row.status == "no effect"}
    assert without == OTHER.keys()
    before = played(scenario)
    for path, value in OTHER.items():
        after = played(changed(scenario, path, value))
        # What the authority's costs are said to be is its adamancy's, whoever decides.
        names = OUTCOMES.keys() - ({"political_cost"} if path == "regime.authority.adamancy" else set())
        assert all(np.array_equal(before[name], after[name]) for name in names), path


STRONGER = {
    "regime.observation.surveillance": 0.9,
    "regime.observation.misreading": 0.5,
    "regime.scoring.tolerance": 0.05,
    "regime.scoring.severity": 1.5,
    "regime.scoring.form": "proportional",
    "regime.scoring.recovery": 0.9,
    "regime.association.weight": 0.9,
    "regime.association.sharing": "shared",
    "regime.association.hops": 2,
    "regime.publicity.audience": 1.0,
    "regime.publicity.shaming_line": 0.9,
    "regime.enrolment.share": 1.0,
    "regime.sanctions.tiers.0.domain": "platform",
    "regime.sanctions.tiers.0.threshold": 0.9,
    "regime.sanctions.tiers.0.rounds": 1,
    "regime.sanctions.tiers.0.burden": 50.0,
    "reactions.reproach": 9.0,
    "reactions.forgiveness": 1.0,
    "reactions.shunning": 1.0,
}


def test_a_parameter_said_to_act_does() -> None:
    scenario = read_scenario("sesame-credit", population=1000, rounds=8)
    acts = {
        row.path
        for row in odd_of(scenario).parameters
        if row.status == "acts" and row.path.startswith(("regime.", "reactions."))
    }
    assert acts == STRONGER.keys()
    before = played(scenario)
    for path, value in STRONGER.items():
        after = played(changed(scenario, path, value))
        assert any(not np.array_equal(before[name], after[name]) for name in OUTCOMES), path


def test_a_neutral_value_is_told_apart_from_one_that_acts() -> None:
    statuses = {row.path: row.status for row in odd_of(read_scenario("sesame-credit")).parameters}
    neutral = ("regime.informers.share", "regime.capacity.cases", "reactions.ostracism", "safeguards.expiry")
    assert {statuses[path] for path in neutral} == {"neutral"}
    assert {statuses[path] for path in ("rounds", "seed", "society.population")} == {"acts"}


def test_safeguards_are_told_with_the_values_in_force() -> None:
    scenario = read_scenario("sesame-credit", changes=["safeguards.secret_scores=0.5"])
    described = odd_of(scenario)
    (audience,) = (row for row in described.parameters if row.path == "regime.publicity.audience")
    assert (audience.value, audience.in_force) == ("0.5", "0.25")
    assert "| 0.5 (0.25) |" in described.elements[6].text
    assert "secret_scores 0.5" in described.elements[6].text


# What must not be in it ---------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["online", "offline"])
def test_a_network_file_is_not_named(layer: str, tmp_path: Any) -> None:
    ties = f'[society.{layer}]\ngenerator = "file"\npath = "{tmp_path}/my-friends.csv"\n'
    named = f'schema = 1\ntitle = "x"\nrounds = 3\n{ties}[regime.scoring]\nseverity = 0.3\n'
    described = odd_of(parse_scenario(named))
    text = described.markdown() + str(described.as_json())
    assert "my-friends" not in text
    assert str(tmp_path) not in text
    # The digest of a scenario would let whoever holds it try names until one fits.
    assert parse_scenario(named).digest() not in text
    assert "shape of a network read from a file" in " ".join(described.elements[5].text.split())
    assert "as many invented people as the network file has" in " ".join(text.split())


def test_a_title_is_text_and_no_markup() -> None:
    described = odd_of(parse_scenario('schema = 1\ntitle = "a | *b* <c> `d"\nrounds = 3\n'))
    assert "# a \\| \\*b\\* \\<c\\> \\`d: ODD description" in described.markdown()


# What makes it complete ---------------------------------------------------------------------------


def test_nothing_is_left_out() -> None:
    assert complete.gaps() == ()


def _extra(monkeypatch: pytest.MonkeyPatch, what: str) -> str:
    """Add one thing that no text speaks of; its name."""
    if what == "rule":
        functions = complete.public_functions
        monkeypatch.setattr(complete, "public_functions", lambda module: (*functions(module), "voice_uniform_2"))
        monkeypatch.setattr(complete.rules, "voice_uniform_2", lambda: None, raising=False)
        return "voice_uniform_2"
    if what == "parameter":
        paths = complete.paths
        monkeypatch.setattr(complete, "paths", lambda: (*paths(), "regime.scoring.grudge"))
        return "regime.scoring.grudge"
    if what == "outcome":
        dumb = OUTCOMES["chill"]._replace(name="dumb", sentence="")
        monkeypatch.setitem(OUTCOMES, "dumb", dumb)
        return "dumb"
    if what == "step":
        monkeypatch.setattr(complete.phases, "PHASES", (*PHASES, PHASES[0]._replace(name="rest", sentence="")))
        return "rest"
    if what == "generator":
        monkeypatch.setattr(complete.specs, "NAMES", (*complete.specs.NAMES, "hyperbolic"))
        return "hyperbolic"
    if what == "distribution":
        monkeypatch.setattr(complete, "tag_names", lambda _: ["constant", "cauchy"])
        return "cauchy"
    if what == "part":
        monkeypatch.delitem(prose.SUBMODELS, "company")
        return "company"
    if what == "published model":
        monkeypatch.setitem(REPLICATIONS, "novel", REPLICATIONS["thresholds"])
        return "novel"
    monkeypatch.setattr(complete.concepts, "APART", ())
    return "DESIGN"


@pytest.mark.parametrize(
    "what",
    ["rule", "parameter", "outcome", "step", "generator", "distribution", "part", "published model", "draw"],
)
def test_whatever_lacks_its_text_is_found(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = _extra(monkeypatch, what)
    assert any(f"'{name}'" in line for line in complete.gaps())


def test_a_rule_taken_out_of_its_part_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = tuple(part._replace(rules=()) if part.key == "isolation" else part for part in SUBMODELS)
    monkeypatch.setattr(complete.submodels, "SUBMODELS", fewer)
    found = "\n".join(complete.gaps())
    assert all(f"rule '{name}' is in no part" in found for name in ("climate", "next_confidence", "lift"))


# Small parts --------------------------------------------------------------------------------------


def test_letters_stand_for_names_of_symbols_only() -> None:
    assert typeset("psi_i = psi [1 + kappa lambda k^e], mu_p") == "ψ\\_i = ψ [1 + κ λ k^e], μ\\_p"
    assert typeset("`psi` a number, theta, mutual") == "`psi` a number, theta, mutual"


def test_works_are_found_in_running_text_and_citations() -> None:
    assert works_in("as in Daymude, Axelrod & Forrest 2025, or (Ross et al. 2019)") == (
        ("Daymude", 2025),
        ("Ross", 2019),
    )
    assert works_in("(Pan & Siegel\n    2020: the punished go quiet)") == (("Pan", 2020),)
    assert works_in("Watts & Strogatz (1998), Nature 393") == (("Watts", 1998),)


ABOVE_THE_FIRST_SCORE = {
    "sanctioned": """
        [[regime.sanctions.tiers]]
        domain = "bank"
        threshold = { at = [0, 2], value = [0.2, 1.3] }
    """,
    "ties_cut": """
        [regime.publicity]
        audience = 1.0
        shaming_line = 1.4
        [reactions]
        shunning = 0.5
    """,
}
"""Regimes that harm without taking score, by an outcome that tells."""


@pytest.mark.parametrize("outcome", ABOVE_THE_FIRST_SCORE)
def test_people_below_a_line_above_the_first_score_are_not_said_to_be_free(outcome: str) -> None:
    head = 'schema = 1\ntitle = "A high line"\nrounds = 4\n[society]\npopulation = 100\n'
    scenario = parse_scenario(head + ABOVE_THE_FIRST_SCORE[outcome])
    assert played(scenario)[outcome].max() > 0.5
    described = odd_of(scenario)
    assert "left free over" not in one_line(described)
    status = {row.path: row.status for row in described.parameters}
    paths = {
        "sanctioned": ("regime.sanctions.tiers.0.threshold", "regime.sanctions.tiers.0.rounds"),
        "ties_cut": ("regime.publicity.audience", "regime.publicity.shaming_line", "reactions.shunning"),
    }
    assert {status[path] for path in paths[outcome]} == {"acts"}


def test_a_parameter_of_a_readers_own_is_not_said_to_have_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = read_scenario("sesame-credit", population=300)
    assert "not described" not in odd_of(scenario).markdown()
    rest = tuple(part for part in SUBMODELS if part.key != "capacity")
    monkeypatch.setattr("hushed.describing.parameters.SUBMODELS", rest)
    described = odd_of(changed(scenario, "regime.capacity.cases", 0.1))
    assert {row.path: row.status for row in described.parameters}["regime.capacity.cases"] == "not described"
    assert "*not described*: hushed as it is published has no such parameter" in one_line(described)


def test_a_title_stays_as_it_was_written() -> None:
    title = "# a beta ![i](http://example.org/i.png) [l](x) `z` &amp; <b> | $a$"
    head = f'schema = 1\ntitle = "{title}"\nrounds = 1\n[society]\npopulation = 100\n'
    described = odd_of(parse_scenario(head))
    written = r"\# a beta \!\[i\](http://example.org/i.png) \[l\](x) \`z\` \&amp; \<b\> \| \$a\$"
    assert described.markdown().startswith(f"# {written}: ODD description\n")
    assert f"“{written}”" in one_line(described)


def test_what_may_be_written_is_told_whatever_is_written_there() -> None:
    free = read_scenario("free-society")
    yearly = changed(free, "reactions.fading", {"at": [0, 2], "value": [0.0, 0.5]})
    for scenario in (free, changed(free, "reactions.fading", 0.5), yearly):
        allowed = {row.path: row.allowed for row in odd_of(scenario).parameters}
        assert allowed["reactions.fading"] == "a number from 0 to 1 or a schedule"
        assert allowed["reactions.reproach"] == "a number, 0 or more, or a schedule"
        assert allowed["society.population"] == "a whole number, 2 or more"
