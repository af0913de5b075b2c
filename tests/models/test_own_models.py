"""A user's own model: what it has to declare, how it is found, and that run and compare treat it as hushed's own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import hushed
from hushed.cli.start import run_command
from hushed.errors import InputError
from hushed.models import Model, Outcome, parameter
from hushed.models.chosen import choose
from hushed.models.playing import for_models
from hushed.random import Draws
from hushed.society.society import build_society
from models.conftest import EXAMPLE, HEAD

Write = Callable[[str], str]
REFERENCE = f"{EXAMPLE}:PeerPressure"
SCENARIO = hushed.read_scenario("sesame-credit", population=300, rounds=5, seed=3)


class Counting:
    """An object that is a model, without any parameter."""

    outcomes = (Outcome("bold", "share of people", "How many are bolder than the average."),)

    def init(self, society: Any, random: Draws) -> Any:  # noqa: ARG002
        return society

    def step(self, state: Any, round: int) -> Any:
        boldness = state.people.boldness
        return {"bold": (boldness > boldness.mean()).mean() + round}


# What it declares -----------------------------------------------------------------------------------


def declaring(body: str) -> str:
    return f"""
    class Mine(Wavering):
        {body}
    """


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("note: str = parameter('', 'what is thought')", "parameter note: a parameter is a number, a truth value"),
        ("posts: list[str] = parameter([], 'what was said')", "no text, lists or files come into a model"),
        ("file: os.PathLike = parameter(None, 'data')", "parameter file: a parameter is a number"),
        ("weights: tuple[float, ...] = parameter((), 'of each person')", "parameter weights: a parameter is a number"),
        ("anything: Any = parameter(None, 'anything')", "parameter anything: a parameter is a number"),
        ("rate: float = 0.5", "parameter rate: says nothing of itself"),
        ("rate: float = parameter(..., 'how often')", "parameter rate: has no default"),
        ("outcomes = ()", "declares no outcomes"),
        ("outcomes = ('yes',)", "'yes' is no Outcome"),
        ("outcomes = (Outcome('Yes!', 'share', 'x'),)", "'Yes!' is no name"),
        ("outcomes = (Outcome('round', 'rounds', 'x'),)", "'round' is the axis of rounds in a result"),
        ("outcomes = (Outcome('yes', '', 'x'),)", "yes needs a unit and a sentence"),
        ("outcomes = (Outcome('yes', 'a', 'x'),) * 2", "'yes' is declared twice"),
        ("outcomes = tuple(Outcome(f'p{i}', 'x', 'x') for i in range(200))", "declares 200 outcomes; allowed: at most"),
        ("outcomes = (Outcome('yes', 'share', 'one\\ntwo'),)", "yes must be one line of at most 300 letters"),
        ("outcomes = (Outcome('yes', 'share', 'x', 'x' * 301),)", "yes must be one line of at most 300 letters"),
        ("of: Literal['ann/posts.csv'] = parameter('ann/posts.csv', 'data')", "no text, lists or files come into"),
        ("of: Literal['What was said'] = parameter('What was said', 'x')", "no text, lists or files come into"),
        ("step: ClassVar = None", "there is no step(state, round)"),
    ],
)
def test_what_a_model_may_not_declare_is_refused(write: Write, body: str, message: str) -> None:
    with pytest.raises(InputError) as told:
        choose(write(declaring(body)))
    assert message in str(told.value)
    assert str(told.value).startswith("mine.py:Mine: ")


def test_a_model_without_steps_is_told_which_are_missing(write: Write) -> None:
    body = "class Mine(Model):\n    outcomes = (Outcome('yes', 'share', 'x'),)"
    with pytest.raises(InputError) as told:
        choose(write(body))
    assert [line.split(";")[0] for line in told.value.lines] == [
        "mine.py:Mine: there is no init(society, random)",
        "mine.py:Mine: there is no step(state, round)",
    ]


def test_choices_and_numbers_are_parameters(write: Write) -> None:
    body = "kind: Literal['mild', 'harsh'] = parameter('mild', 'how'); count: int = parameter(3, 'many', ge=1)"
    reference = write(declaring(body))
    assert choose(reference, {"kind": "harsh", "count": 2}).parameters == {"chance": 0.5, "kind": "harsh", "count": 2}
    for values, message in (
        ({"kind": "cruel"}, "model.kind: it should be 'mild' or 'harsh'"),
        ({"count": 0}, "model.count: it should be greater than or equal to 1"),
        ({"count": 1.5}, "model.count"),
        ({"chance": float("nan")}, "model.chance"),
        ({"chanse": 0.1}, "model.chanse: unknown parameter; did you mean 'chance'?"),
    ):
        with pytest.raises(InputError, match=message.replace(".", r"\.").replace("?", r"\?")):
            choose(reference, values)


def test_an_object_needs_no_parameters_and_has_none() -> None:
    assert choose(Counting()).parameters == {}
    with pytest.raises(InputError, match=r"model\.rate: this model has no parameters"):
        choose(Counting(), {"rate": 0.5})


def test_a_model_cannot_keep_anything_in_itself() -> None:
    chosen = choose(REFERENCE)
    with pytest.raises(ValueError, match="frozen"):
        chosen.model.rate = 0.9


# How it is found ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("mine.py", "name a model as my_model.py:PeerPressure"),
        ("mine.py:", "name a model as"),
        ("gone.py:Mine", "gone.py: cannot be read: No such file"),
        ("mine.py:Mein", "mine.py: there is no 'Mein' in it; did you mean 'Mine'?"),
        ("no_such_module:Mine", "there is no module 'no_such_module'"),
    ],
)
def test_a_model_that_is_not_there_gets_a_clear_message(write: Write, reference: str, message: str) -> None:
    write("class Mine(Wavering): pass")
    with pytest.raises(InputError) as told:
        choose(reference)
    assert message in str(told.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def broken(:", "is not Python"),
        ("raise ValueError('no')", "fails while it is read: ValueError: no"),
        ("import sys; sys.exit(3)", "fails while it is read: SystemExit: 3"),
    ],
)
def test_a_program_that_cannot_be_read_is_told_with_its_line(write: Write, body: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"^mine\.py:{HEAD.count(chr(10)) + 1}: ") as told:
        choose(write(body))
    assert message in str(told.value)


def test_a_file_is_read_anew_once_it_has_changed_and_its_digest_changes(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the same second and at the same length, which is all that bytecode on the disk goes by."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    digests = []
    for value in (1, 2):
        chosen = choose(write(f"VALUE = {value}\nclass Mine(Wavering): pass"))
        digests.append(chosen.digest)
        assert value == sys.modules[type(chosen.model).__module__].VALUE
    assert len(set(digests)) == 2


def test_a_module_beside_it_can_be_imported(write: Write) -> None:
    write("class Mine(Wavering): pass")
    Path("another.py").write_text("from mine import Mine as Other")
    assert choose("another:Other").name == "Other"
    assert choose("another.py:Other").name == "Other"


# What it is handed ----------------------------------------------------------------------------------


def test_a_model_sees_everybody_and_can_write_nobody() -> None:
    society = for_models(build_society(SCENARIO.society, seed=3, replicate=0))
    for array in society.people:
        assert array.shape == (300,)
        with pytest.raises(ValueError, match="read-only"):
            array[:1] = 0
    with pytest.raises(ValueError, match="read-only"):
        society.online.friends[0] = 1


# In experiments -------------------------------------------------------------------------------------


def test_a_run_holds_what_the_model_gives_round_by_round() -> None:
    dataset = hushed.run(SCENARIO, model=REFERENCE, replicates=2)
    assert dataset["speaking"].dims == ("replicate", "round")
    assert dataset["speaking"].attrs["units"] == "share of people"
    for replicate in range(2):
        society = for_models(build_society(SCENARIO.society, seed=3, replicate=replicate))
        model = choose(REFERENCE).model
        state = model.init(society, Draws(3, replicate))
        for round in range(5):
            state, outcomes = model.step(state, round)
            assert float(dataset["speaking"][replicate, round]) == outcomes["speaking"]
    assert set(dataset.data_vars) == {"speaking", "turned", "people", "ties", "rounds_played"}
    assert dataset.attrs["model.rate"] == 0.3
    assert dataset.attrs["model"].endswith("my_model.py:PeerPressure")
    assert len(dataset.attrs["model_sha256"]) == 64


def test_an_object_is_played_as_it_is() -> None:
    society = build_society(SCENARIO.society, seed=3, replicate=0)
    bold = float((society.people.boldness > society.people.boldness.mean()).mean())
    assert hushed.run(SCENARIO, model=Counting())["bold"].values[0].tolist() == [bold + round for round in range(5)]


def test_a_comparison_is_two_runs_on_the_same_people_and_luck() -> None:
    comparison = hushed.compare(SCENARIO, model=REFERENCE, arm={"bar": 0.6}, replicates=4)
    one = hushed.run(SCENARIO, model=REFERENCE, replicates=4)
    other = hushed.run(SCENARIO, model=choose(REFERENCE, {"bar": 0.6}), replicates=4)
    for arm, alone in enumerate((one, other)):
        assert np.array_equal(comparison.dataset["speaking"][arm], alone["speaking"])
    effect = comparison.last["speaking"]
    pairs = other["speaking"].values[:, -1] - one["speaking"].values[:, -1]
    theirs = stats.ttest_1samp(pairs, 0.0).confidence_interval(0.95)
    assert effect.difference.low == pytest.approx(theirs.low)
    assert comparison.change.label == "with bar 0.6"
    assert comparison.sentence.startswith("Speaking in the last round: ")


def test_a_comparison_needs_a_change_and_a_model() -> None:
    for named, message in (
        ({"model": REFERENCE}, "changes nothing"),
        ({"model": REFERENCE, "arm": {"bar": 0.5}}, "changes nothing"),
        ({"model": REFERENCE, "arm": {"bra": 0.5}}, "did you mean 'bar'"),
        ({"arm": {"bar": 0.5}}, "say which model"),
        ({"model": REFERENCE, "without": "association"}, "knows no instruments"),
    ):
        with pytest.raises(InputError, match=message):
            hushed.compare(SCENARIO, **named)


def test_a_model_that_fails_late_is_told_with_its_round(write: Write) -> None:
    reference = write("""
    class Mine(Wavering):
        def step(self, state, round):
            return {"yes": 1 / (3 - round)}
    """)
    with pytest.raises(InputError, match=r"the model Mine fails in round 3: mine\.py:\d+: ZeroDivisionError"):
        hushed.run(SCENARIO, model=reference)


def test_interrupted_it_keeps_the_rounds_that_were_played() -> None:
    class Stopping(Counting):
        def step(self, state: Any, round: int) -> Any:
            if round == 3:
                raise KeyboardInterrupt
            return super().step(state, round)

    dataset = hushed.run(SCENARIO, model=Stopping(), replicates=4)
    assert dataset.attrs["complete"] == 0
    assert dataset["rounds_played"].values.tolist() == [3]
    assert np.isnan(dataset["bold"].values[0]).tolist() == [False] * 3 + [True] * 2


def test_the_face_is_enough_to_write_a_model_in_a_session() -> None:
    class Mine(Model):
        rate: float = parameter(0.5, "a share", ge=0, le=1)
        outcomes = (Outcome("rate_given", "share", "The parameter."),)

        def init(self, society: Any, random: Draws) -> Any:  # noqa: ARG002
            return None

        def step(self, state: Any, round: int) -> Any:  # noqa: ARG002
            return {"rate_given": self.rate}

    assert hushed.run(SCENARIO, model=Mine(rate=0.7))["rate_given"].values.tolist() == [[0.7] * 5]
    assert hushed.check_model(Mine()).passed


def test_there_are_never_as_many_outcomes_as_people(write: Write) -> None:
    body = """
    class Mine(Wavering):
        outcomes = tuple(Outcome(f"p{i}", "desire", "What somebody wishes.") for i in range(30))
        def step(self, state, round):
            return {f"p{i}": float(state["society"].people.desire[i]) for i in range(30)}
    """
    model = write(body)
    with pytest.raises(InputError, match="declares 30 outcomes, too many for 299 people; allowed: 29"):
        hushed.run(hushed.read_scenario("sesame-credit", population=299, rounds=2), model=model)
    assert hushed.run(SCENARIO, model=model).sizes["round"] == 5


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are text")
def test_a_file_whose_name_is_no_text_is_a_model_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "m\udcff.py")
    run = ("run", "sesame-credit", "--model", "m\udcff.py:PeerPressure", "--population", "30", "--rounds", "2")
    assert run_command([*run, "--quiet", "-o", "result"]) == 0
    assert run_command(["report", "result"]) == 0
    assert run_command(["run", "result", "--quiet", "-o", "again"]) == 0


@pytest.mark.parametrize("name", ["\0.py:X", "a/\0/b.py:X", "\ud800.py:X"])
def test_what_is_no_name_of_a_file_is_no_model(name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        choose(name)
