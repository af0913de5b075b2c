"""Reading from files and the library, and changes from the command line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.regime.schedule import Schedule
from hushed.scenario.library import library_names, library_path
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.schema import Scenario
from hushed.society.society import SocietySpec


def told(source: str | Path, *changes: str, **overrides: int) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        read_scenario(source, changes=changes, **overrides)
    return caught.value.lines


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(library_path("sesame-credit").read_text())
    return path


def test_a_file_and_the_library_give_the_same(mine: Path) -> None:
    assert read_scenario(mine) == read_scenario(str(mine)) == read_scenario("sesame-credit")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(mine: Path) -> None:
    mine.write_bytes(b"\xef\xbb\xbf" + mine.read_bytes().replace(b"\n", b"\r\n"))
    assert read_scenario(mine).digest() == read_scenario("sesame-credit").digest()


def test_mistakes_keep_their_line_with_windows_line_ends_and_a_mark(mine: Path) -> None:
    text = mine.read_text().replace("weight = 0.25", "wieght = 0.25")
    line = text[: text.index("wieght")].count("\n") + 1
    mine.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert told(mine) == (f"{mine}:{line}: regime.association.wieght: unknown key; did you mean 'weight'?",)


def test_missing_files_get_the_nearest_name(tmp_path: Path, mine: Path) -> None:
    start = "no such file, and no scenario in the library has that name; did you mean"
    assert told("sesame-credti") == (f"sesame-credti: {start} 'sesame-credit'?",)
    assert told(tmp_path / "mien.toml") == (f"{tmp_path / 'mien.toml'}: {start} '{mine}'?",)


def test_what_is_no_scenario_file(tmp_path: Path, mine: Path) -> None:
    assert told(tmp_path) == (f"{tmp_path}: is a folder; a scenario is one TOML file; allowed: mine.toml",)
    mine.write_bytes(b"\x7fELF\0\0")
    assert told(mine) == (f"{mine}: is a binary file; a scenario is TOML text",)
    mine.write_bytes(b"schema = 1\ntitle = 'caf\xe9'\n")
    assert told(mine) == (f"{mine}:2: byte 0xe9 is not UTF-8 text; save the file as UTF-8",)
    mine.write_bytes(b"#" * 1_000_001)
    assert told(mine) == (f"{mine}: larger than 1 MB; a scenario is a page of text",)
    assert len(told("x" * 9_000)[0]) < 500
    for odd in ("", "a\0b", "/dev/null", "\udcff"):
        assert len(told(odd)) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(mine: Path) -> None:
    mine.chmod(0)
    assert told(mine) == (f"{mine}: cannot be read: Permission denied",)


def test_changes_are_toml_values_or_text() -> None:
    changed = read_scenario(
        "sesame-credit",
        changes=[
            "regime.scoring.severity=0.5",
            "regime.scoring.form=proportional",
            "regime.sanctions.tiers.0.burden=2",
            "regime.sanctions.linked_identity=false",
            "title=Two words = more",
            "regime.association.weight={ at = [0, 9], value = [0, 0.5] }",
            "society.online.mean_degree=4",
            "safeguards.expiry=1",
        ],
    )
    assert changed.regime.scoring.severity == 0.5
    assert changed.regime.scoring.form == "proportional"
    assert [tier.burden for tier in changed.regime.sanctions.tiers] == [2.0]
    assert changed.regime.sanctions.linked_identity is False
    assert changed.title == "Two words = more"
    assert isinstance(changed.regime.association.weight, Schedule)
    assert changed.table()["society"]["online"]["mean_degree"] == 4
    assert changed.table()["safeguards"]["expiry"] == 1


def test_a_change_can_reach_into_a_default_the_file_does_not_write() -> None:
    traits = read_scenario("sesame-credit", changes=["society.traits.propensity.high=0.5"]).table()["society"]["traits"]
    assert traits["propensity"] == {"distribution": "uniform", "low": 0.0, "high": 0.5}


def test_a_change_can_mend_what_the_file_lacks(mine: Path) -> None:
    mine.write_text(mine.read_text().replace("rounds = 156", ""))
    assert read_scenario(mine, rounds=7).rounds == 7
    assert read_scenario(mine, changes=["rounds=7"]).rounds == 7


def test_overrides_win_over_changes() -> None:
    changed = read_scenario("sesame-credit", changes=["rounds=5"], rounds=6, population=50, seed=7)
    assert (changed.rounds, changed.seed, changed.society.population) == (6, 7, 50)


def test_the_last_change_wins() -> None:
    assert read_scenario("sesame-credit", changes=["seed=1", "seed=2"]).seed == 2


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("regime.scoring.severity=-9", "-9 is out of range; allowed: 0 or more (score)"),
        ("regime.scoring.severty=9", "unknown key; did you mean 'regime.scoring.severity'?"),
        ("regim.scoring.severity=9", "unknown key; did you mean 'regime.scoring.severity'?"),
        ("severity=9", "unknown key; did you mean 'regime.scoring.severity'?"),
        ("regime.scoring", "write it as path=value, for example regime.scoring.severity=0.5"),
        ("regime.sanctions.tiers.0.burden=-2", "-2 is out of range; allowed: 0 or more (score)"),
        ("regime.sanctions.tiers.7.burden=2", "regime.sanctions.tiers has no element 7; the last is 0"),
        (
            "regime.sanctions.tiers.first.burden=2",
            "regime.sanctions.tiers is an array; give the number of an element, from 0",
        ),
        ("regime.0=1", "regime is a table; name its key in place of 0"),
        (
            "society.traits.care.mean=1",
            "society.traits.care is a number, 0.3, and has no parts; set society.traits.care as a whole",
        ),
        ("regime.enrolment.share.at=[3, 2]", "rounds must rise; 2 comes after 3"),
        (
            "regime.enrolment.share.at=[3]",
            "regime.enrolment.share: 'at' has 1 rounds but 'value' has 2 numbers",
        ),
        ("society.online.generator=wats-strogatz", "unknown generator 'wats-strogatz'; did you mean 'watts-strogatz'?"),
        ("schema=2", "2 is not allowed; allowed: 1"),
        ("rounds=nan", "found a number, nan; wanted: a whole number from 1 to 1_000_000 (rounds)"),
    ],
)
def test_a_mistaken_change_is_named(change: str, text: str) -> None:
    assert told("sesame-credit", change) == (f"--set {change}: {text}",)


def test_mistakes_of_the_file_and_of_changes_are_told_apart(mine: Path) -> None:
    mine.write_text(mine.read_text().replace("rounds = 156", "rounds = 0"))
    first, *rest = told(mine, "seed=-1", population=0)
    assert re.match(rf"{re.escape(str(mine))}:\d+: rounds: 0 is out of range", first)
    assert [line.split(":")[0] for line in rest] == ["--set seed=-1", "--population 0"]


def test_an_adaptive_authority_set_against_a_schedule_is_the_changes_fault() -> None:
    (line,) = told("sesame-credit", "regime.authority.mode=adaptive", "regime.scoring.severity={ at=[0], value=[1] }")
    assert line.startswith("--set ")


def test_network_paths_are_anchored(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "mine.toml"
    file.parent.mkdir()
    text = library_path("daymude-2025").read_text()
    text = text.replace('generator = "empty"', 'generator = "file"\npath = "ties.csv"').replace(
        "population = 100_000", ""
    )
    file.write_text(text)
    assert read_scenario(file).table()["society"]["online"]["path"] == str(tmp_path / "sub" / "ties.csv")
    for asked in ({"network": "ties.csv"}, {"changes": ['society.online={ generator = "file", path = "ties.csv" }']}):
        assert read_scenario("free-society", **asked).table()["society"]["online"]["path"] == str(
            Path.cwd() / "ties.csv"
        )


def test_a_network_option_lets_the_file_fix_the_population_unless_one_is_given() -> None:
    left = SocietySpec().population
    assert read_scenario("free-society").society.population != left
    assert read_scenario("free-society", network="ties.csv").society.population == left
    assert read_scenario("free-society", network="ties.csv", population=7624).society.population == 7624


TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
FRAGMENTS = st.sampled_from(
    [
        "nan",
        "-inf",
        "[",
        "]",
        "{",
        "}",
        "[[",
        '"',
        '"""',
        "=",
        ",",
        ".",
        "\n",
        "#",
        "true",
        "1e999",
        "-1",
        "9" * 30,
        "at",
        "0x" + "f" * 40,
        "1979-05-27",
        "schedule",
        "number",
        "value",
        "generator",
        "regime",
        "\r",
        "\x00",
        "é",
        "'",
        "0.5",
        "[regime.scoring]\n",
        "share = 3\n",
        "[[regime.sanctions.tiers]]\n",
        "{ at = [0], value = [1] }",
        "{}",
        "[]",
    ]
)


@settings(max_examples=500, deadline=None)
@given(
    name=st.sampled_from(library_names()),
    edits=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from("dri"), FRAGMENTS), min_size=1, max_size=4
    ),
)
def test_a_mutated_scenario_is_read_or_refused_and_never_worse(name: str, edits: list[tuple[float, str, str]]) -> None:
    tokens = TOKEN.findall(library_path(name).read_text().split("schema = 1", 1)[1])
    for where, kind, fragment in edits:
        index = int(where * len(tokens))
        tokens[index : index + (kind != "i")] = [] if kind == "d" else [fragment]
    try:
        assert isinstance(parse_scenario("schema = 1" + "".join(tokens), name="m.toml"), Scenario)
    except InputError as error:
        for line in error.lines:
            assert line.startswith("m.toml")
            assert "\n" not in line
            assert len(line) < 600


@settings(max_examples=150, deadline=None)
@given(
    path=st.lists(
        st.sampled_from(
            ["society", "regime", "scoring", "sanctions", "tiers", "0", "1", "share", "at", "traits", "care"]
        )
        | st.text(max_size=5),
        min_size=1,
        max_size=5,
    ),
    value=FRAGMENTS | st.text(max_size=10),
)
def test_any_change_is_made_or_refused_and_never_worse(path: list[str], value: str) -> None:
    lines: tuple[str, ...] = ()
    try:
        assert isinstance(read_scenario("sesame-credit", changes=[f"{'.'.join(path)}={value}"]), Scenario)
    except InputError as error:
        lines = error.lines
    assert all(line.startswith("--set ") for line in lines)
