"""The short form of `make fuzz`: every input that once was met badly, and some hundreds of each kind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toml_inputs import from_schema

from hushed.errors import InputError
from hushed.scenario.reader import parse_scenario
from hushed.society.loading import load_network

SCRIPT = Path(__file__).with_name("fuzzing.py")
INPUTS = {"toml": 300, "edges": 300, "commands": 200, "folders": 200}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The script's counts, and what it said."""
    folder = tmp_path_factory.mktemp("fuzz")
    asked = [f"--inputs={','.join(f'{kind}:{number}' for kind, number in INPUTS.items())}", "--bases=run,study"]
    run = subprocess.run(
        [sys.executable, SCRIPT, *asked, "--seed=8", f"--folder={folder}"], capture_output=True, text=True, timeout=900
    )
    return folder, run.stdout + run.stderr


@pytest.mark.parametrize("kind", INPUTS)
def test_every_input_is_met_with_an_answer_or_a_message(ran, kind):
    folder, said = ran
    assert (folder / f"{kind}-8.json").exists(), said
    counts = json.loads((folder / f"{kind}-8.json").read_text())
    assert counts["next"] == INPUTS[kind]
    assert counts["badly_met"] == 0, said
    assert counts["codes"].keys() <= {"0", "1", "2"}
    assert counts["codes"]["2"] > INPUTS[kind] // 4, "hostile inputs are refused"


@pytest.mark.parametrize("kind", INPUTS)
def test_what_once_was_met_badly_is_met_well(ran, kind):
    assert f"{kind}/" not in ran[1], ran[1]


JUDGE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from guarded import judged

def fails(): raise KeyError("x")
def writes(): Path("elsewhere").write_text("x")
def hoards(): bytearray(600 << 20)
def tells(): print("canary-5d1f0c")
def behaves(): print("well")

print([bool(judged(each).wrong) for each in (fails, writes, hoards, tells, behaves)])
"""


def test_the_judge_sees_what_is_wrong(tmp_path):
    found = subprocess.run(
        [sys.executable, "-c", JUDGE, SCRIPT.parent], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert found.stdout == "[True, True, True, True, False]\n"
    assert not list(tmp_path.iterdir())


def refused(call: Callable[[], object]) -> tuple[str, ...]:
    """The lines with which an input is refused; none if it is taken."""
    try:
        call()
    except InputError as error:
        return error.lines
    return ()


@given(st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_a_scenario_made_from_the_schema_is_read_or_refused(random: Random) -> None:
    text = from_schema(random, study=False).decode("utf-8", "replace")
    if not refused(lambda: parse_scenario(text)):
        scenario = parse_scenario(text)
        assert parse_scenario(scenario.to_toml()) == scenario


PIECES = (b"1", b"a", b'"', b",", b"\t", b" ", b"\r", b"\n", b"#", b"\xff")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary())))
@settings(max_examples=100)
def test_an_edge_list_of_any_bytes_is_read_or_refused(tmp_path_factory, parts) -> None:
    file = tmp_path_factory.getbasetemp() / "ties"
    file.write_bytes(b"".join(parts))
    lines = refused(lambda: load_network(file, seed=1))
    assert len(lines) <= 1
    if not lines:
        loaded = load_network(file, seed=1)
        assert loaded.lines == loaded.ties + loaded.duplicates + loaded.self_loops


def test_messages_do_nothing_to_a_terminal():
    lines = InputError("a\x1b[2J\nb\u202ec\x9b", "é\xa0中💥").lines
    assert lines == ("a�[2J b�c�", "é\xa0中💥")
