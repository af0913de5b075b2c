"""Scenario files in the browser against Python: the same mistakes told, the same tables read, the same text written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser_scenarios import NAME, Browser, python_lines, started
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_mistakes import BROKEN, HEAD, in_the_library, spelled_out

from hushed.errors import InputError
from hushed.scenario.changes import Change
from hushed.scenario.library import library_names, library_path
from hushed.scenario.reader import changed_scenario, parse_scenario, read_scenario
from hushed.scenario.schema import Scenario
from scenario.test_scenario_schema import documents


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    running = started()
    yield running
    running.close()


def compared(browser: Browser, texts: Iterator[str]) -> tuple[int, int]:
    """How many texts were told of, and how many of them were refused, in the same words each."""
    told = refused = 0
    for text in texts:
        lines = python_lines(text)
        assert browser.lines(text) == lines, text
        told, refused = told + 1, refused + bool(lines)
    return told, refused


def test_mistakes_in_library_scenarios_are_told_in_the_same_words(browser: Browser) -> None:
    told, refused = compared(browser, in_the_library())
    assert told > 700
    assert refused > 500


def test_every_class_of_mistake_is_told_in_the_same_words(browser: Browser) -> None:
    told, refused = compared(browser, spelled_out())
    assert refused > 130
    assert told - refused < 20


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_toml_is_refused_at_the_same_line_and_column(browser: Browser, text: str) -> None:
    place = re.compile(r"my\.toml:\d+: not valid TOML at (column \d+|the end of the file): ")
    (ours,), (theirs,) = browser.lines(text) or (), python_lines(text) or ()
    found, expected = place.match(ours), place.match(theirs)
    assert found
    assert expected
    assert found[0] == expected[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = " + "[" * 50_000, "not valid TOML: nested too deeply"),
        ("a = " + "[" * 40 + "]" * 40, "tables and arrays nested more than 32 deep; a scenario needs four"),
        ("a = " + "9" * 5_000, "not valid TOML: a whole number beyond 64 bits"),
        ("#" * 1_000_001, "larger than 1 MB; a scenario is a page of text"),
        ("# \0", "is a binary file; a scenario is TOML text"),
    ],
)
def test_what_is_no_scenario_text_is_refused_in_one_line(browser: Browser, text: str, line: str) -> None:
    assert browser.lines(text) == [f"{NAME}: {line}"]


def test_a_mark_at_the_start_and_windows_line_ends_change_nothing(browser: Browser) -> None:
    text = library_path("sesame-credit").read_text()
    odd = "\ufeff" + text.replace("\n", "\r\n")
    assert browser.ask(do="read", text=odd, name=NAME) == browser.ask(do="read", text=text, name=NAME)
    wrong = text.replace("weight = 0.25", "wieght = 0.25")
    assert browser.lines(wrong.replace("\n", "\r\n")) == python_lines(wrong)


@pytest.mark.parametrize("layer", ["online", "offline"])
def test_ties_from_a_file_are_refused_with_the_command_that_reads_them(browser: Browser, layer: str) -> None:
    text = f'schema = 1\nrounds = 10\n[society]\n{layer} = {{ generator = "file", path = "ties.csv" }}\n'
    (line,) = browser.lines(text) or []
    assert line.startswith(f"{NAME}:4: society.{layer}: ")
    assert "`hushed run`" in line


def test_a_number_that_script_would_round_is_refused(browser: Browser) -> None:
    assert python_lines(HEAD.replace("100", str(2**53 + 1))) is None
    (line,) = browser.lines(HEAD.replace("100", str(2**53 + 1))) or []
    assert line.startswith(f"{NAME}:4: society.population: a whole number too large for this page")


def assert_read_alike(browser: Browser, text: str) -> None:
    expected = parse_scenario(text)
    read = browser.ask(do="read", text=text, name=NAME)
    assert read.get("table") == expected.table(), read.get("lines")
    assert read["toml"] == expected.to_toml()
    assert browser.ask(do="write", table=expected.table())["toml"] == expected.to_toml()
    assert parse_scenario(read["toml"]) == expected


@pytest.mark.parametrize("name", library_names())
def test_library_scenarios_are_read_and_written_alike(browser: Browser, name: str) -> None:
    assert_read_alike(browser, library_path(name).read_text())


LAYERS = (
    '{ generator = "random-regular", mean_degree = 3 }',
    '{ generator = "ring-lattice", mean_degree = 0 }',
    '{ generator = "watts-strogatz", mean_degree = 2, rewiring = 1 }',
    '{ generator = "erdos-renyi", mean_degree = 2 }',
    '{ generator = "stochastic-block", mean_degree = 2, blocks = [1], within = 1 }',
    '{ generator = "stochastic-block", mean_degree = 2, blocks = 3, within = 0 }',
    '{ generator = "preferential-attachment", mean_degree = 2 }',
    '{ generator = "holme-kim", mean_degree = 4, triads = 1 }',
    '{ generator = "complete" }',
    '"same"',
)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_kind_of_ties_is_read_and_written_alike(browser: Browser, layer: str) -> None:
    assert_read_alike(browser, f"{HEAD}offline = {layer}\n")


@pytest.mark.parametrize(
    "added",
    [
        "[regime.association]\nhops = 2.0",
        "[regime.association]\nhops = true",
        "[costs]\nexpiry = 3",
        "[costs]\nexpiry = 1",
        '[society.traits]\ncare = { distribution = "beta", a = 1, b = 2_000 }\nshame = 1e22\nboldness = 0x10',
        "[reactions]\nreproach = 9223372036854775807\nencouragement = -0.0\nisolation = 1e16\ncaution = 0.0001",
        "[reactions]\nreproach = 123456789012345680.0\nencouragement = -1.5e-9\nisolation = 5e-324\ncaution = 1e300",
        "[reactions.reproach]\nat = [1, 2]\nvalue = [3, 4.5]",
        '[[regime.sanctions.tiers]]\ndomain = "work"\nthreshold = { at = [1], value = [2] }\n'
        "rounds = { at = [1], value = [2] }\nburden = 7",
        "[regime.sanctions]\nlinked_identity = 1",
        "[regime]\n[regime.sanctions]\ntiers = []\nlinked_identity = false",
    ],
)
def test_values_are_read_and_written_alike(browser: Browser, added: str) -> None:
    assert_read_alike(browser, HEAD + added)


def has_file(document: dict[str, Any]) -> bool:
    return any(
        isinstance(layer, dict) and layer["generator"] == "file"
        for layer in (document["society"].get("online"), document["society"].get("offline"))
    )


DRAWN = documents().filter(lambda document: not has_file(document))


@settings(max_examples=60)
@given(DRAWN)
def test_any_scenario_is_read_and_written_alike(browser: Browser, document: dict[str, Any]) -> None:
    assert_read_alike(browser, Scenario.model_validate(document).to_toml())


@settings(max_examples=25)
@given(DRAWN, DRAWN, st.booleans())
def test_differences_give_back_the_target_and_none_is_too_many(
    browser: Browser, one: dict[str, Any], other: dict[str, Any], costly: bool
) -> None:
    start = Scenario.model_validate(one | ({"costs": {"expiry": 2}} if costly else {})).table()
    target = Scenario.model_validate(other | ({} if costly else {"costs": {"expiry": 3}})).table()
    changes = browser.ask(do="compare", **{"from": start, "to": target})["changes"]
    assert browser.ask(do="change", table=start, changes=changes).get("table") == target
    for left_out in range(min(len(changes), 8)):
        fewer = changes[:left_out] + changes[left_out + 1 :]
        assert browser.ask(do="change", table=start, changes=fewer).get("table") != target
    assert browser.ask(do="compare", **{"from": target, "to": target}) == {"changes": []}


def test_a_schedule_or_a_layer_is_one_change(browser: Browser) -> None:
    start = read_scenario("sesame-credit").table()
    changed = read_scenario(
        "sesame-credit",
        changes=[
            "regime.enrolment.share={ at = [0, 52], value = [0.3, 0.9] }",
            "regime.sanctions.tiers.0.burden=2",
            "society.online.mean_degree=8",
            "society.traits.care=0.5",
            "seed=9",
        ],
    ).table()
    found = browser.ask(do="compare", **{"from": start, "to": changed})["changes"]
    assert [each["path"] for each in found] == [
        "seed",
        "society.traits.care",
        "society.online",
        "regime.enrolment.share",
        "regime.sanctions.tiers",
    ]


CHANGES: tuple[dict[str, Any], ...] = (
    {"regime.scoring.severity": -9},
    {"regime.scoring.severity": 0.75, "seed": 4, "title": "Another"},
    {"regime.scoring.severty": 9},
    {"regim.scoring.severity": 9},
    {"severity": 9},
    {"regime.sanctions.tiers.0.burden": -2},
    {"regime.sanctions.tiers.0.burden": 2},
    {"regime.sanctions.tiers.7.burden": 2},
    {"regime.sanctions.tiers.first.burden": 2},
    {"regime.0": 1},
    {"0": 1},
    {"society.traits.care.mean": 1},
    {"rounds.more.still": 1},
    {"regime.enrolment.share.at": [3, 2]},
    {"regime.enrolment.share.at": [3]},
    {"society.online.generator": "wats-strogatz"},
    {"society.online.generator": "watts-strogatz"},
    {"society.online.mean_degree": 9},
    {"society.population": 5},
    {"society.population": 5, "society.online.mean_degree": 100},
    {"society.offline": "same"},
    {"society.offline": None},
    {"society.offline.generator": "empty"},
    {"regime.association": {"weight": 2}},
    {"regime.association.weight": {"at": [0, 5], "value": [0, 1], "between": "linear"}},
    {"regime.association.weight": True, "safeguards.expiry": "x"},
    {"safeguards.expiry": 2, "safeguards.secret_scores": 1},
    {"regime.authority.mode": "adaptive", "regime.scoring.severity": {"at": [0], "value": [1]}},
    {"schema": 2},
    {"costs.expiry": 4},
    {"nonsense": 1, "regime.nonsense.more": 2},
    {"x" * 90: 1},
    {"constructor": 1},
)


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_changes_are_made_or_refused_as_in_python(browser: Browser, changes: dict[str, Any]) -> None:
    scenario = read_scenario("sesame-credit")
    asked = [
        Change(path[:79] + "…" if len(path) > 80 else path, numbered(path), value) for path, value in changes.items()
    ]
    listed = [{"path": path, "value": value} for path, value in changes.items()]
    answer = browser.ask(do="change", table=scenario.table(), changes=listed)
    expected = python_changed(scenario, asked)
    if isinstance(expected, Scenario):
        assert answer.get("table") == expected.table()
        assert answer["toml"] == expected.to_toml()
    else:
        assert answer.get("lines") == expected


def python_changed(scenario: Scenario, asked: list[Change]) -> Scenario | list[str]:
    try:
        return changed_scenario(scenario, asked)
    except InputError as error:
        return list(error.lines)


def numbered(path: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))
