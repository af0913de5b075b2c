"""The faults that mutants have are the ones that were meant, one in each, and the tests that reach them are found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mutants.mutations import mutants

SOURCE = '''"""A file."""
LIMIT = 3

def tidy(path, *, kept=False):
    """Words."""
    try:
        if path > LIMIT and not kept:
            flush(path, 1)
    except OSError:
        return None
    with suppress(OSError):
        remove(path, missing_ok=True)
    return [each for each in path if each]

class Kept:
    size: int = 7

def told(path: int) -> str:
    raise ValueError(f"{path}: is wrong")
'''
DIVISION = "try:\n        return a / b\n    except ZeroDivisionError:\n        return -1"
EXPECTED = {
    "module: 3 becomes 4",
    "module: False becomes True",
    "tidy: path > LIMIT and (not kept) becomes not kept",
    "tidy: path > LIMIT and (not kept) becomes path > LIMIT",
    "tidy: path > LIMIT and (not kept) becomes not (path > LIMIT and (not kept))",
    "tidy: path > LIMIT and (not kept): And becomes Or",
    "tidy: path > LIMIT: Gt becomes GtE",
    "tidy: path > LIMIT: Gt becomes LtE",
    "tidy: not kept becomes kept",
    "tidy: flush(path, 1) becomes nothing",
    "tidy: flush(path, 1) becomes flush(1, path)",
    "tidy: 1 becomes 2",
    "tidy: try: … becomes try: …",
    "tidy: with suppress(OSError): … becomes if True: …",
    "tidy: remove(path, missing_ok=True) becomes nothing",
    "tidy: remove(path, missing_ok=True) becomes remove(path)",
    "tidy: True becomes False",
    "tidy: return [each for each in path if each] becomes return None",
    "tidy: for each in path if each becomes for each in path",
    "Kept: 7 becomes 8",
    "told: raise ValueError(f'{path}: is wrong') becomes nothing",
}


def test_every_slip_is_tried_once_and_nothing_else() -> None:
    made = list(mutants(SOURCE, "source.py"))
    names = [mutant.name for mutant in made]
    assert set(names) == EXPECTED
    assert len(names) == len(set(names))


def test_the_lines_of_a_mutant_are_those_of_its_statement() -> None:
    lines = {mutant.name: mutant.lines for mutant in mutants(SOURCE, "source.py")}
    assert lines["module: 3 becomes 4"] == lines["Kept: 7 becomes 8"] == range(0)
    assert lines["module: False becomes True"] == range(0)
    assert lines["tidy: flush(path, 1) becomes nothing"] == range(8, 9)
    assert lines["tidy: not kept becomes kept"] == range(7, 8)
    assert lines["told: raise ValueError(f'{path}: is wrong') becomes nothing"] == range(19, 20)


@pytest.mark.parametrize(
    ("body", "call", "good", "found"),
    [
        ("return a <= b", (1, 1), True, {False, None}),
        ("return a - b", (3, 1), 2, {4, None}),
        ("for x in a:\n        return x\n    return 7", ([1],), 1, {7, None, 1}),
        ("return min(a, b)", (1, 2), 1, {None}),
        (DIVISION, (1, 0), -1, {"raised", None, 0, 1, -2}),
    ],
)
def test_mutants_behave_as_their_names_say(body: str, call: tuple[Any, ...], good: object, found: set[object]) -> None:
    source = f"def f(a=None, b=None):\n    {body}\n"
    assert _called(compile(source, "f.py", "exec"), call) == good
    assert {_called(mutant.code, call) for mutant in mutants(source, "f.py")} <= found | {good}
    assert any(_called(mutant.code, call) != good for mutant in mutants(source, "f.py"))


def _called(code: Any, arguments: tuple[Any, ...]) -> object:
    made: dict[str, Any] = {}
    exec(code, made)
    try:
        return made["f"](*arguments)
    except (ArithmeticError, TypeError):
        return "raised"


def test_every_survivor_that_is_explained_is_a_mutant_of_today() -> None:
    here = Path(__file__).parent
    explained = tomllib.loads((here / "explained.toml").read_text())
    for name, reasons in explained.items():
        file = here.parents[1] / "src" / "hushed" / f"{name.replace('.', '/')}.py"
        names = {mutant.name for mutant in mutants(file.read_text(), str(file))}
        assert not reasons.keys() - names
        assert all(reasons.values())
