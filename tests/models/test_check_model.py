"""`check_model` passes what can be trusted, and names what cannot."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from hushed.errors import InputError
from hushed.models.checking import Checked, check_model
from hushed.models.undeclared import disturbed
from models.conftest import EXAMPLE

Write = Callable[[str], str]


def failed(checked: Checked) -> dict[str, str]:
    return {check.name.split(",")[0].split(":")[0]: check.detail for check in checked.checks if not check.passed}


def step(code: str) -> str:
    return f"""
    class Mine(Wavering):
        def step(self, state, round):
            {code}
    """


def test_the_example_passes_every_test_also_in_another_process() -> None:
    checked = check_model(f"{EXAMPLE}:PeerPressure", parameters={"rate": 0.5})
    assert checked.passed, failed(checked)
    assert len(checked.checks) == 9
    assert checked.parameters == {"bar": 0.5, "pull": 0.5, "rate": 0.5}


def test_a_model_without_chance_passes(write: Write) -> None:
    assert check_model(write(step("return {'yes': state['society'].people.desire.mean()}")), elsewhere=False).passed


UNDECLARED = {
    "numpy.random": "return {'yes': np.random.random()}",
    "Python's random": "return {'yes': python_random.random()}",
    "numpy.random.default_rng": "return {'yes': np.random.default_rng().random()}",
    "os.urandom": "return {'yes': os.urandom(1)[0] / 255}",
    "(os.urandom)": "return {'yes': uuid.uuid4().int / 2**128}",
}


@pytest.mark.parametrize("source", UNDECLARED)
def test_undeclared_chance_is_named(write: Write, source: str) -> None:
    details = failed(check_model(write(step(UNDECLARED[source])), elsewhere=False))
    assert source in details["draws no chance but hushed's"]
    assert "draw from the `random` that init is given" in details["draws no chance but hushed's"]


def test_chance_that_is_seeded_by_the_model_itself_is_named_although_it_repeats(write: Write) -> None:
    details = failed(check_model(write(step("return {'yes': np.random.default_rng(round).random()}")), elsewhere=False))
    assert list(details) == ["draws no chance but hushed's"]


def test_a_model_that_hangs_on_the_clock_is_named(write: Write) -> None:
    slow = "return {'yes': (time.time() // 86_400) % 7}"
    details = failed(check_model(write(step(slow)), elsewhere=False))
    assert "another time of day" in details["draws no chance but hushed's"]


def test_a_seed_of_the_models_own_is_found(write: Write) -> None:
    code = """
    from hushed.random import Draws
    class Mine(Wavering):
        def init(self, society, random):
            random.uniforms(1, subjects=3)
            return super().init(society, Draws(7))
    """
    details = failed(check_model(write(code), elsewhere=False))
    assert "another seed and another replicate changes nothing" in str(details)


def test_state_that_runs_share_is_found(write: Write) -> None:
    code = """
    COUNT = []
    class Mine(Wavering):
        def init(self, society, random):
            COUNT.clear()
            return super().init(society, random)
        def step(self, state, round):
            COUNT.append(round)
            return {"yes": float(len(COUNT))}
    """
    details = failed(check_model(write(code), elsewhere=False))
    assert "keeps all that changes in its state" in details
    assert "can be branched" in details
    assert "gives the same numbers when played twice" not in details


def test_state_that_lasts_from_run_to_run_is_found(write: Write) -> None:
    code = """
    COUNT = []
    class Mine(Wavering):
        def step(self, state, round):
            COUNT.append(round)
            return {"yes": float(len(COUNT))}
    """
    details = failed(check_model(write(code), elsewhere=False))
    assert details["gives the same numbers when played twice"] == "yes is 1.0 in round 0, and 7.0 the second time"


def test_the_order_of_a_set_shows_in_another_process(write: Write) -> None:
    code = step("return {'yes': float([*{'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}].index('a') + 10 * (hash('a') % 97))}")
    assert "gives the same numbers in another process" in failed(check_model(write(code)))


def test_a_society_cannot_be_changed_and_the_line_is_told(write: Write) -> None:
    code = step("state['society'].people.desire[:] = 0.0; return {'yes': 0.5}")
    (only,) = check_model(write(code), elsewhere=False).checks
    assert not only.passed
    assert only.detail.startswith("the model Mine fails in round 0: mine.py:")
    assert "read-only" in only.detail


def test_a_society_changed_by_the_back_door_is_found(write: Write) -> None:
    code = step("state['society'].people.desire.base[:] *= 0.5; return {'yes': 0.5}")
    assert "leaves the society as it was" in failed(check_model(write(code), elsewhere=False))


def test_a_state_that_cannot_be_copied_is_found(write: Write) -> None:
    code = """
    class Mine(Wavering):
        def init(self, society, random):
            return super().init(society, random) | {"lock": (each for each in ())}
    """
    assert "cannot be copied" in failed(check_model(write(code), elsewhere=False))["can be branched"]


@pytest.mark.parametrize(
    ("gives", "message"),
    [
        ("{'yes': np.ones(state['society'].size)}", "is an array of 200; an outcome is one number over all people"),
        ("{'yes': [0.5]}", "is a list of 1"),
        ("{'yes': {'Ann': 1}}", "is a dict of 1"),
        ("{'yes': 'they lie'}", "is they lie; an outcome is one finite number"),
        ("{'yes': float('nan')}", "is nan; an outcome is one finite number"),
        ("{'yes': None}", "is None; an outcome is one finite number"),
        ("{}", "step gave no 'yes', which the model declares"),
        ("{'yes': 1, 'yse': 2}", "'yse' is not declared; did you mean 'yes'?"),
        ("{'yes': np.array('0.5')}", "is 0.5; an outcome is one finite number"),
        ("{'yes': 10**400}", "an outcome is one finite number"),
        ("exit(3)", "SystemExit: 3"),
        ("0.5", "step gave a float; it must give outcomes by name"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_what_is_no_outcome_is_refused_with_the_round(write: Write, gives: str, message: str) -> None:
    (only,) = check_model(write(step(f"return {gives}")), elsewhere=False).checks
    assert message in only.detail
    assert "round 0" in only.detail


def test_looking_for_other_generators_leaves_them_as_they_were() -> None:
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    expected = random.random(), np.random.random()  # noqa: NPY002
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    kept = np.random.default_rng
    with disturbed(3) as used:
        random.random()
        np.random.random()  # noqa: NPY002
    assert list(used) == ["Python's random", "numpy.random"]
    assert (random.random(), np.random.random()) == expected  # noqa: NPY002
    assert np.random.default_rng is kept


def test_there_has_to_be_such_a_model() -> None:
    with pytest.raises(InputError, match="no module 'my_models' to import"):
        check_model("my_models:PeerPressure")


def test_a_society_changed_once_and_for_all_is_found(write: Write) -> None:
    code = step("wish = state['society'].people.desire; wish.flags.writeable = True; wish[0] = 0.25; return {'yes': 1}")
    assert "leaves the society as it was" in failed(check_model(write(code), elsewhere=False))


def test_clocks_in_nanoseconds_are_clocks(write: Write) -> None:
    code = step("return {'yes': float(time.time_ns() // (3600 * 10**9))}")
    assert "draws no chance but hushed's" in failed(check_model(write(code), elsewhere=False))


def test_many_outcomes_are_played_on_people_enough(write: Write) -> None:
    code = """
    class Mine(Wavering):
        outcomes = tuple(Outcome(f"part_{i}", "share of people", "A part.") for i in range(60))
        def step(self, state, round):
            return {outcome.name: 1 / 60 for outcome in self.outcomes}
    """
    assert check_model(write(code), elsewhere=False).passed
