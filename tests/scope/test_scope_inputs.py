"""Rule 1: no text, no identity and no observation comes in through a scenario or a group of parameters."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from scope_schema import Table, Trail, Value, document, path_of, walk
from scope_source import models

import hushed
from hushed.errors import InputError
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import json_schema
from hushed.scenario.writing import toml_text

FREE_TEXT = {
    "title": "the scenario's name on one line, which nothing reads",
    "society.online.path": "where an edge list lies",
    "society.offline.path": "where an edge list lies",
}
"""Every place for text of the user's own. Whoever adds one says why it can hold nothing of a person."""

ARRAYS = {
    "at": "rounds of a schedule",
    "value": "levels of a schedule",
    "tiers": "sanctions of a regime",
    "blocks": "shares of people in communities",
}
"""Every key that holds several values. None has one value for each person."""

# What somebody who wants to score living people would try to hand over.
PEOPLE_KEYS = (
    *("posts", "post", "messages", "tweets", "texts", "text", "speech", "utterances", "comments", "likes", "feed"),
    *("users", "user", "people", "persons", "citizens", "names", "name", "accounts", "handles", "labels", "ids"),
    *("emails", "email", "phone", "passport", "id_number", "identity", "faces", "face", "images", "photos", "audio"),
    *("location", "locations", "gps", "address", "ip", "device", "records", "record", "history", "conduct", "events"),
    *("observations", "purchases", "scores", "blacklist", "opinions", "ideology", "url", "api_key", "data", "input"),
)

SPEECH = "I think the minister lies, said Ann Example of 12 High Street."
PLANTED_VALUES: tuple[Any, ...] = (
    SPEECH,
    "ann@example.org",
    ["Ann", "Bob"],
    [SPEECH],
    {"Ann": 0.3},
    {"name": "Ann", "post": SPEECH},
    [{"name": "Ann", "post": SPEECH}],
    [[0, 1], [1, 2]],
)
PER_PERSON = [0.25] * 50

SCHEMA = json_schema()
TABLES = [each for each in walk(SCHEMA) if isinstance(each, Table)]
VALUES = [each for each in walk(SCHEMA) if isinstance(each, Value)]


def mistakes(planted: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Where a scenario with something planted is refused, and for what."""
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate({"schema": 1, "rounds": 2, **planted})
    return [(each["loc"], each["type"]) for each in caught.value.errors()]


def refusal(planted: Any) -> str:
    """The message for a file with something planted."""
    with pytest.raises(InputError) as caught:
        parse_scenario(toml_text({"schema": 1, "rounds": 2, **planted}), name="planted.toml")
    return str(caught.value)


def is_free_text(node: dict[str, Any]) -> bool:
    return node.get("type") not in ("number", "integer", "boolean", "array", "null") and not node.keys() & {
        "enum",
        "const",
    }


def is_of(trail: Trail, keys: dict[str, str]) -> bool:
    named = [step.key for step in trail if step.key != 0]
    return bool(named) and named[-1] in keys


def test_the_walk_sees_the_whole_schema() -> None:
    seen = {path_of(each.trail) for each in (*TABLES, *VALUES)}
    assert {"society.online", "regime.sanctions.tiers.0.burden.at.0", "society.traits.shame.mean", "title"} <= seen
    assert len(TABLES) > 80
    assert len(VALUES) > 200


def test_the_only_free_text_is_the_title_and_the_path_of_a_network() -> None:
    assert {path_of(each.trail) for each in VALUES if is_free_text(each.node)} == FREE_TEXT.keys()


def test_no_array_can_hold_a_value_for_each_person() -> None:
    arrays = [each for each in VALUES if each.node.get("type") == "array"]
    assert {str(each.trail[-1].key) for each in arrays} == ARRAYS.keys()


def test_every_table_is_closed() -> None:
    for table in TABLES:
        assert table.node.get("additionalProperties") is False, path_of(table.trail)
        assert table.node.get("properties"), path_of(table.trail)


def test_every_group_of_parameters_is_closed_and_has_no_free_text() -> None:
    """Also those that no scenario leads to, such as the settings of a replication."""
    allowed = {
        "Scenario": FREE_TEXT.keys(),
        "FileNetwork": {"path"},
        "SocietySpec": {"online.path", "offline.path"},
        # Where finished cells of a published sweep are kept.
        "SweepSettings": {"folder"},
        # A study's own name, where its scenario and its model lie, and names out of the list of outcomes. What is set
        # at its points is tried against the scenario's schema: tests/studies/test_study_reader.py plants data there.
        "StudyFile": {"title", "scenario", "model", "outcomes.0"},
    }
    for model in models():
        assert model.model_config.get("extra") == "forbid", model
        assert model.model_config.get("strict") is True, model
        places = [each for each in walk(model.model_json_schema()) if isinstance(each, Value)]
        found = {path_of(each.trail) for each in places if is_free_text(each.node)}
        assert found <= set(allowed.get(model.__name__, ())), model


@pytest.mark.parametrize("key", PEOPLE_KEYS)
def test_planted_keys_are_refused_under_every_table(key: str) -> None:
    for table in TABLES:
        if key in table.node["properties"]:
            # A trait's distribution may speak of its own parameters; nothing of a person may be among them.
            pytest.fail(f"{path_of(table.trail)} has an input called '{key}'")
        inside = {**dict(table.constants), key: [SPEECH]}
        refused = [loc[-1] for loc, kind in mistakes(document(table.trail, inside)) if kind == "extra_forbidden"]
        assert key in refused, f"{path_of(table.trail)}.{key}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: path_of(table.trail) or "the scenario")
def test_a_planted_key_is_refused_with_a_message_that_names_it(table: Table) -> None:
    inside = {**dict(table.constants), "posts": [SPEECH]}
    message = refusal(document(table.trail, inside))
    path = ".".join(part for part in (path_of(table.trail), "posts") if part)
    lines = [line for line in message.splitlines() if f"{path}: unknown key" in line]
    assert lines, message
    assert lines[0].startswith("planted.toml:")
    assert SPEECH not in message


@pytest.mark.parametrize("value", VALUES, ids=lambda value: path_of(value.trail))
def test_no_parameter_takes_speech_names_or_records(value: Value) -> None:
    path = path_of(value.trail)
    if path in FREE_TEXT:
        assert mistakes(document(value.trail, [SPEECH])), "one text, not several"
        assert mistakes(document(value.trail, {"Ann": SPEECH})), "one text, not a table of people"
        return
    for planted in PLANTED_VALUES:
        assert mistakes(document(value.trail, planted)), (path, planted)
    if not is_of(value.trail, ARRAYS):
        assert mistakes(document(value.trail, PER_PERSON)), (path, "one value for each person")
    assert path.rpartition(".")[0] in refusal(document(value.trail, SPEECH))


@pytest.mark.parametrize(
    "change",
    [
        "society.posts=['hello']",
        "society.people=[{name='Ann'}]",
        "society.traits.desired_dissent=[0.1,0.9]",
        "society.traits.desired_dissent={distribution='empirical',values=[0.1,0.9]}",
        "society.traits.desired_dissent={distribution='constant',value=0.1,names=['Ann']}",
        "society.online={generator='file',path='x.csv',labels='names.csv'}",
        "society.online={generator='file',path='x.csv',attributes=true}",
        "regime.observation.posts='feed.json'",
        "users=['Ann']",
    ],
)
def test_nothing_of_a_person_comes_in_by_set(change: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario("free-society", changes=[change])
    assert "--set" in str(caught.value)


@pytest.mark.parametrize("title", ["a\nb", "a\tb", "x" * 201, "first post\u2028second post", "\x00"])
def test_a_title_is_one_short_line_so_that_it_cannot_be_a_record(title: str) -> None:
    assert mistakes({"title": title})


def test_nothing_reads_the_title() -> None:
    """Two runs that differ in nothing but their title differ in nothing else."""
    outcomes = []
    for title in ("Untitled", SPEECH):
        scenario = hushed.read_scenario("all-instruments", population=300, rounds=6, changes=[f"title={title!r}"])
        assert scenario.title == title
        result = hushed.run(scenario, threads=1)
        outcomes.append({str(name): values.values.tobytes() for name, values in result.data_vars.items()})
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) > 30
