"""Line numbers of keys, whatever way TOML lets them be written."""

from __future__ import annotations

import time
import tomllib

import pytest

from hushed.scenario.library import library_names, library_path
from hushed.scenario.positions import MOST_LINES, line_of, positions


def test_plain_keys_and_tables() -> None:
    found = positions("a = 1\n\n# comment with b = 2\n[t]\nb = 2 # c = 3\n[t.u]\nc = 3\n")
    assert found == {("a",): 1, ("t",): 4, ("t", "b"): 5, ("t", "u"): 6, ("t", "u", "c"): 7}


def test_a_statement_over_several_lines_counts_as_its_first() -> None:
    text = 'a = [\n  1, # ]\n  [2,\n 3],\n]\ns = """\nx = 1\n[y]\n"""\nz = 1\n'
    found = positions(text)
    assert found[("a",)] == found[("a", 0)] == found[("a", 1, 1)] == 1
    assert found[("s",)] == 6
    assert found[("z",)] == 10
    assert ("x",) not in found
    assert ("y",) not in found


def test_inline_tables_and_dotted_keys() -> None:
    found = positions('[r]\ns.t = 1\ns."u v" = { w = [{ x = 1 }, { y = 2 }] }\n')
    assert found[("r", "s")] == found[("r", "s", "t")] == 2
    assert found[("r", "s", "u v", "w", 1, "y")] == 3


def test_arrays_of_tables_are_numbered_and_can_hold_tables() -> None:
    found = positions("[[a.b]]\nx = 1\n[a.b.c]\ny = 1\n[[a.b]]\nx = 2\n[[a.b.d]]\nz = 1\n[[a.b.d]]\nz = 2\n[e]\n")
    assert found[("a", "b", 0, "x")] == 2
    assert found[("a", "b", 0, "c", "y")] == 4
    assert found[("a", "b", 1, "x")] == 6
    assert found[("a", "b", 1, "d", 0, "z")] == 8
    assert found[("a", "b", 1, "d", 1, "z")] == 10
    assert found[("e",)] == 11


def test_windows_line_ends() -> None:
    assert positions("a = 1\r\n[t]\r\nb = [\r\n1]\r\nc = 2\r\n")[("t", "c")] == 5


def test_what_is_not_written_has_the_line_of_its_table() -> None:
    found = positions("a = 1\n[t]\nb = 2\n")
    assert line_of(found, ("t", "missing", "deeper")) == 2
    assert line_of(found, ("missing",)) is None


@pytest.mark.parametrize("name", library_names())
def test_every_key_of_a_library_scenario_is_found_on_a_line_that_names_it(name: str) -> None:
    text = library_path(name).read_text()
    lines = text.split("\n")
    found = positions(text)

    def check(value: object, path: tuple[str | int, ...]) -> None:
        if path:
            word = str(next(part for part in reversed(path) if isinstance(part, str)))
            assert word in lines[found[path] - 1]
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            check(inner, (*path, key))

    check(tomllib.loads(text), ())


def test_two_thousand_lines_take_a_moment_and_a_flood_none() -> None:
    start = time.perf_counter()
    rows = ",\n".join("[1, 2]" for _ in range(150))
    text = "".join(f"[t{table}]\n" + "".join(f"k{key} = 1\n" for key in range(99)) for table in range(20))
    found = positions(f"rows = [\n{rows}\n]\n{text}")
    assert found[("t19", "k98")] == 152 + 20 * 100
    assert positions("a = 1\n" + "\n" * MOST_LINES) == {}
    endless = positions("first = 1\nrows = [\n" + "[1],\n" * 5_000 + "]\nlast = 1\n")
    assert endless == {("first",): 1}
    assert time.perf_counter() - start < 5
