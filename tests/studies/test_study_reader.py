"""Reading studies: what is understood, and every mistake with its line and what is allowed."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import pytest
from small_studies import SMALL, VARIED, small, written

from hushed.errors import InputError
from hushed.outcomes import HEADLINES
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.writing import toml_text
from hushed.studies.reader import read_study

PLAIN = 'study = 1\nscenario = "free-society"\n'


def message(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_study(written(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


def test_a_study_is_understood(tmp_path: Path) -> None:
    study = small(tmp_path)
    assert [axis.path for axis in study.axes] == ["society.traits.boldness.mean", "regime.scoring.severity"]
    assert [axis.role for axis in study.axes] == ["uncertainty", "lever"]
    assert len(study.points) == study.units == 6
    assert study.points[1] == {"society.traits.boldness.mean": 1.0, "regime.scoring.severity": 0.4}
    assert (study.people, study.scenario.rounds, study.per_unit) == (60, 5, 3)
    assert small(tmp_path, PLAIN + '[levers]\n"regime.observation.surveillance" = [0.1]').outcomes == HEADLINES


def test_options_stand_in_for_the_file(tmp_path: Path) -> None:
    study = read_study(written(tmp_path), seed=9, population=50, replicates=2)
    assert (study.scenario.seed, study.people, study.replicates) == (9, 50, 2)


def test_another_design_takes_the_ranges_that_are_written_and_not_their_steps(tmp_path: Path) -> None:
    text = SMALL.replace("[0.1, 0.4]", "{ low = 0.1, high = 0.4, steps = 2 }")
    study = read_study(written(tmp_path, text), design="morris", samples=4)
    assert (study.file.design, study.file.points, len(study.points)) == ("morris", 4, 4 * 3)
    assert [(axis.over.low, axis.over.high, axis.over.steps) for axis in study.axes] == [
        (1.0, 3.0, None),
        (0.1, 0.4, None),
    ]
    with pytest.raises(InputError, match="levers: found a whole number, 3; wanted: a table"):
        read_study(written(tmp_path, PLAIN + "levers = 3\n"), design="morris", samples=4)
    with pytest.raises(InputError, match=r"regime.scoring.severity"):
        read_study(written(tmp_path), design="morris", samples=4)


LEVER, LIST = "'regime.observation.surveillance'", PLAIN + "design = 'list'\n"
MANY = [
    ("replicates = 3", "replicates = 100_000\nseeds = 'independent'"),
    ("steps = 3", "steps = 9_999"),
    ("[0.1, 0.4]", "[0.1, 0.2, 0.3, 0.4, 0.5]"),
]
CHANGED: list[tuple[str, str, list[str]]] = [
    ("severity", "severty", ["study.toml:12: levers.", "did you mean 'regime.scoring.severity'?"]),
    ("replicates", "replicate", ["study.toml:3: replicate: unknown key; did you mean 'replicates'?"]),
    ("[0.1, 0.4]", "[0.1, -4]", ["study.toml:12:", "-4 is out of range; allowed: 0 or more"]),
    ('"chill"', '"chil"', ["study.toml:4: outcomes:", "there is no outcome 'chil'; did you mean 'chill'?"]),
    ('"chill"', '"seen"', ["study.toml:4: outcomes: 'seen' is named twice"]),
    ("low = 1.0", "low = 5", ["study.toml:10:", "low must lie below high"]),
    (", steps = 3", "", ["study.toml:10:", "a range needs steps"]),
    ("steps = 3", "stepps = 3", ["study.toml:10:", "unknown key; did you mean 'steps'?"]),
    ("steps = 3", "steps = 3, scale = 'log', low2 = 1", ["study.toml:10:", "low2: unknown key"]),
    ("low = 1.0", "low = 0, scale = 'log'", ["study.toml:10:", "begins above 0"]),
    ("population", "popluation", ["study.toml:6: set.", "did you mean 'society.population'?"]),
    ("= 60", "= 'sixty'", ["study.toml:6:", "wanted: a whole number"]),
    ("sesame-credit", "sesame-kredit", ["study.toml:2: scenario:", "did you mean 'sesame-credit'?"]),
    ("study = 1", "study = 7", ["study.toml:1: study:", "version 1"]),
    ("study = 1", "schema = 1", ["study.toml: is a scenario, no study"]),
    ("study = 1", "study = 1\nkeep = 'lats'", ["study.toml:2: keep: found text, 'lats'", "'last', 'mean', 'all'"]),
    ("study = 1", "study = 1\nkeep = {every = 0}", ["study.toml:2: keep.every: 0 is out of range"]),
    ("study = 1", "study = 1\ndesign = 'sobol'", ["sobol", "how many points"]),
    ("study = 1", "study = 1\npoints = 7", ["study.toml:2: points: a grid has as many"]),
    ('"regime.scoring.severity"', "regime.scoring.severity", ["study.toml:12:", "quotes"]),
    ("[levers]", "'regime.scoring.severity' = [1]\n[levers]", ["study.toml:13:", "is varied twice"]),
    (VARIED, "", ["varies nothing"]),
]
WHOLE: list[tuple[str, list[str]]] = [
    (
        PLAIN + f"design = 'sobol'\npoints = 12\n[levers]\n{LEVER} = {{low=0, high=1}}",
        ["study.toml:4: points: 12 is no power of two", "8 or 16"],
    ),
    (PLAIN + "design = 'latin-hypercube'\npoints = 9\n" + VARIED, ["study.toml:6:", "'steps' are for a grid"]),
    (LIST + VARIED, ["[[points]] table for each point"]),
    (
        LIST + "[[points]]\n'society.population' = 60\n[[points]]\n'society.populaton' = 70",
        ["study.toml:6: points.1: every point sets the same paths"],
    ),
    (PLAIN + "[levers]\n'society.population' = { low = 10.5, high = 20, steps = 3 }", ["must be whole"]),
    (reduce(lambda text, pair: text.replace(*pair), MANY, SMALL), ["study.toml:3: replicates:", "4,294,967,296"]),
    ("study = 1\n[", ["study.toml:2: not valid TOML"]),
]


@pytest.mark.parametrize(("text", "expected"), [(SMALL.replace(a, b), told) for a, b, told in CHANGED] + WHOLE)
def test_mistakes_are_told_with_line_and_what_is_allowed(tmp_path: Path, text: str, expected: list[str]) -> None:
    told = message(tmp_path, text)
    for each in expected:
        assert each in told, told
    assert "Traceback" not in told


def test_a_wrong_value_is_told_once_however_many_points_have_it(tmp_path: Path) -> None:
    assert len(message(tmp_path, SMALL.replace("[0.1, 0.4]", "[0.1, -4]")).splitlines()) == 1


def test_a_number_that_is_not_finite_is_told_once(tmp_path: Path) -> None:
    told = message(tmp_path, SMALL.replace("[0.1, 0.4]", "[0.1, nan]"))
    assert len(told.splitlines()) == 1
    assert "nan is not a finite number" in told


@pytest.mark.parametrize(("values", "twice"), [("[0.1, 0.4, 0.1]", "0.1"), ("[1, 0.5, 1.0]", "1.0")])
def test_a_value_listed_twice_is_no_second_point(tmp_path: Path, values: str, twice: str) -> None:
    told = message(tmp_path, SMALL.replace("[0.1, 0.4]", values))
    assert f"regime.scoring.severity: {twice} is listed twice" in told


def test_a_wrong_value_of_a_listed_point_is_told_with_its_line(tmp_path: Path) -> None:
    text = LIST + "[[points]]\n'society.population' = 60\n[[points]]\n'society.population' = 1"
    assert message(tmp_path, text).startswith("study.toml:7: points.1.society.population: 1 is out of range")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "['a post', 'another post']"),
        ("seed", "[1, 2]"),
        ("rounds", "[10, 20]"),
        ("schema", "[1]"),
    ],
)
def test_text_and_what_is_one_for_the_study_cannot_be_varied(tmp_path: Path, path: str, value: str) -> None:
    assert "cannot be varied" in message(tmp_path, PLAIN + f"[levers]\n'{path}' = {value}")


def test_the_network_of_a_study_is_one(tmp_path: Path) -> None:
    written(tmp_path, "x,y\ny,z\n", "ties.csv")
    text = PLAIN + "[set]\n'society.online' = { generator = 'file', path = 'ties.csv' }\n[levers]\n"
    assert "cannot be varied: it is text" in message(tmp_path, text + "'society.online.path' = ['ann.csv', 'bob.csv']")


PLANTED = ("posts", "users", "names", "records", "society.people", "regime.observation.posts", "data", "objective")


@pytest.mark.parametrize("key", PLANTED)
def test_no_data_on_people_comes_in_by_a_study(tmp_path: Path, key: str) -> None:
    """Neither as a key of the study nor as a path to be set, varied or listed."""
    speech = "I think the minister lies, said Ann Example."
    for text in (
        SMALL + f"\n[{key}]\nann = '{speech}'\n",
        SMALL.replace("[set]", f"[set]\n'{key}' = '{speech}'"),
        SMALL.replace("[levers]", f"[levers]\n'{key}' = ['{speech}']"),
        LIST + f"[[points]]\n'{key}' = '{speech}'\n",
    ):
        told = message(tmp_path, text)
        assert "unknown key" in told or "is not allowed" in told or "characters" in told, told
        assert "minister" not in told


def test_listed_points_hold_values_that_the_scenario_allows_and_nothing_else(tmp_path: Path) -> None:
    for value in ("'Ann'", "['Ann', 'Bob']", "{ name = 'Ann' }", "2020-01-01"):
        message(tmp_path, LIST + f"[[points]]\n'regime.scoring.severity' = {value}\n")
    named = small(tmp_path, LIST + "[[points]]\n'regime.scoring.form' = 'uniform'\n")
    assert named.points == ({"regime.scoring.form": "uniform"},)


def test_a_whole_study_is_written_out_and_read_back(tmp_path: Path) -> None:
    """As the folder of a sweep does it: the scenario beside it has the changes made."""
    for text in (
        SMALL,
        SMALL.replace("[levers]", "'society.online.mean_degree' = [4, 6]\n[levers]"),
        SMALL.replace("study = 1", "study = 1\nkeep = { every = 2 }\nseeds = 'independent'\nreplicates_per_unit = 2"),
        LIST + "[[points]]\n'society.population' = 60\n'regime.scoring.form' = 'uniform'\n",
        PLAIN
        + "design = 'sobol'\npoints = 8\n[levers]\n'regime.scoring.severity' = { low = 0.1, high = 9, scale = 'log' }",
    ):
        study = small(tmp_path / "one", text)
        again = tmp_path / "other"
        written(again, study.scenario.to_toml(), "scenario.toml")
        other = small(again, toml_text(study.file.table(), headed=1))
        assert other.fingerprint() == study.fingerprint()
        assert other.points == study.points
        assert [other.recipe(unit) for unit in range(other.units)] == [
            study.recipe(unit) for unit in range(study.units)
        ]


def test_units_have_a_bounded_length_that_the_study_alone_decides(tmp_path: Path) -> None:
    text = (
        SMALL.replace("= 60", "= 1_000_000")
        .replace("rounds = 5", "rounds = 50")
        .replace("replicates = 3", "replicates = 10")
    )
    study = small(tmp_path, text)
    assert (study.per_unit, study.blocks, study.units) == (4, 3, 18)
    assert small(tmp_path, text.replace("= 1_000_000", "= 300_000_000")).per_unit == 1
    assert small(tmp_path, SMALL.replace("study = 1", "study = 1\nreplicates_per_unit = 2")).blocks == 2


def test_identities_follow_from_what_results_depend_on(tmp_path: Path) -> None:
    study = small(tmp_path)
    same = small(tmp_path, SMALL.replace("study = 1", "study = 1\ntitle = 'Another name'"))
    assert same.fingerprint() == study.fingerprint()
    seeds = ("replicates = 3", "replicates = 3\nseeds = 'independent'")
    others = (("[0.1, 0.4]", "[0.1, 0.5]"), ("replicates = 3", "replicates = 4"), ('"seen"', '"punished"'))
    for change in (*others, ("rounds = 5", "rounds = 6"), seeds):
        other = small(tmp_path, SMALL.replace(*change))
        assert other.fingerprint() != study.fingerprint()
    assert len({study.key(unit) for unit in range(study.units)}) == study.units


def test_a_network_is_known_by_its_shape_wherever_it_lies(tmp_path: Path) -> None:
    text = PLAIN + "[set]\n'society.online' = { generator = 'file', path = 'ties.csv' }\n" + VARIED
    keys = []
    for place, ties in (("a", "x,y\ny,z\n"), ("b", "x,y\ny,z\n"), ("c", "x,y\ny,z\nz,x\n")):
        written(tmp_path / place, ties, "ties.csv")
        study = small(tmp_path / place, text)
        keys.append((study.key(0), study.fingerprint()))
        assert study.people == 3
    assert keys[0] == keys[1] != keys[2]


def test_keys_with_dots_are_written_in_quotes() -> None:
    table = {"plain": 1, "in.quotes": {"a b": {"c.d": [1]}}, "x": {"y.z": 2}}
    import tomllib

    assert tomllib.loads(toml_text(table)) == table
    scenario = read_scenario("all-instruments")
    assert parse_scenario(toml_text(scenario.table())) == scenario
